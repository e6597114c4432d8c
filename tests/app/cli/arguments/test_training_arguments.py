from pathlib import Path

import pytest

from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.parser import parse
from app.cli.arguments.training_arguments import training_request
from app.workflows.training.request import TrainingRequest
from inference.models.locations import DEFAULT


def requested(words: str) -> TrainingRequest:
    return training_request(parse(words.split()))


def test_by_itself_the_default_model_is_trained_on_the_library() -> None:
    request = requested("train ball")

    assert request == TrainingRequest("ball", DEFAULT, options={"shape": "disk"})
    assert request.sources == ("library",)


def test_names_may_stand_together_or_apart() -> None:
    request = requested("train ball a b --hold-out oslo rome --hold-out bonn --replay c")

    assert (request.sources, request.hold_out) == (("a", "b"), ("oslo", "rome", "bonn"))
    assert (request.replay, request.task) == (("c",), "ball")


def test_every_option_has_its_place_in_the_request() -> None:
    request = requested(
        "train ball --preset tracknetv2 --heatmap gaussian --minutes 2 --batch-size 4 --seed 3 "
        "--precision fp32 --name mine --out new --log log --licence CC0 --convention middle"
    )

    assert request == TrainingRequest(
        "ball",
        DEFAULT,
        "tracknetv2",
        minutes=2.0,
        batch_size=4,
        seed=3,
        precision="fp32",
        name="mine",
        out=Path("new"),
        log=Path("log"),
        licence="CC0",
        convention="middle",
        options={"shape": "gaussian"},
    )
    assert request.start_name == "tracknetv2"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("train", "TASK"),
        ("train ball --steps 0", "'0' is not a whole number of at least 1"),
        ("train ball --batch-size x", "'x' is not a whole number"),
        ("train ball --minutes -3", "not a number of minutes"),
        ("train ball --minutes nan", "not a number of minutes"),
        ("train ball --steps 5 --minutes 5", "not allowed with"),
        ("train ball --preset fast --from fast", "not allowed with"),
        ("train ball --preset huge", "accurate"),
        ("train ball --precision int8", "bf16"),
    ],
)
def test_wrong_usage_is_refused(words: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(words.split())
