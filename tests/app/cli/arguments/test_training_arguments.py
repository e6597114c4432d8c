import argparse
from pathlib import Path

import pytest

from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.parser import parse
from app.cli.arguments.training_arguments import SIZES, add_training
from inference.ball.training import presets


def test_by_itself_the_default_model_learns_from_the_library() -> None:
    parser = argparse.ArgumentParser()
    add_training(parser, "fast")

    args = parser.parse_args([])

    assert (args.sources, args.older, args.hold_out, args.start) == ([], [], [], "fast")
    assert (args.steps, args.minutes, args.size, args.batch) == (None, None, None, 16)


def test_names_may_stand_together_or_apart() -> None:
    words = "train ball a b --hold-out oslo rome --hold-out bonn --older c"

    args = parse(words.split())

    assert (args.sources, args.hold_out) == (["a", "b"], ["oslo", "rome", "bonn"])
    assert (args.older, args.task) == (["c"], "ball")


def test_the_sizes_are_those_that_can_be_made() -> None:
    assert set(SIZES) == set(presets.SIZES)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("train", "TASK"),
        ("train ball --steps 0", "'0' is no number from 1 on"),
        ("train ball --batch x", "'x' is no number"),
        ("train ball --minutes -3", "no number of minutes"),
        ("train ball --minutes nan", "no number of minutes"),
        ("train ball --steps 5 --minutes 5", "not allowed with"),
        ("train ball --size fast --from fast", "not allowed with"),
        ("train ball --size huge", "accurate"),
        ("train ball --precision int8", "bf16"),
    ],
)
def test_wrong_usage_is_told(words: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(words.split())


def test_places_are_paths() -> None:
    args = parse(["train", "ball", "--out", "new", "--log", "log"])

    assert (args.out, args.log) == (Path("new"), Path("log"))
