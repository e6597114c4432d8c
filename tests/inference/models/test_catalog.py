import subprocess
import sys
from pathlib import Path

import pytest

from inference.models.catalog import ListedModel, fault_of, listed_models
from tests.inference.ball.nets.tiny import CARD, write_model

TRAINED = """
[[training]]
name = "our own rallies"
use = "200 frames; 300 steps"

[[training]]
name = "invented ones"

[[results]]
on = "court 2"
f1 = 0.835
"""


def named(own: Path, name: str) -> ListedModel:
    [model] = [model for model in listed_models(own) if model.name == name]
    return model


def test_shipped_models_are_listed_and_motion_comes_last(tmp_path: Path) -> None:
    names = [model.name for model in listed_models(tmp_path)]

    assert {"fast", "fast-synthetic"} <= set(names[:-1])
    assert names[-1] == "motion"


def test_a_shipped_model_says_what_it_was_trained_on_and_what_it_scores(tmp_path: Path) -> None:
    fast = named(tmp_path, "fast")

    assert fast.title
    assert any("Touchline" in line for line in fast.training)
    assert all(line.startswith("Finds ") for line in fast.results)


def test_a_card_becomes_lines(tmp_path: Path) -> None:
    write_model(tmp_path / "mine", card=CARD + TRAINED)

    mine = named(tmp_path, "mine")

    assert mine.title == "A net that has learned nothing"
    assert mine.training == ("our own rallies: 200 frames", "invented ones")
    assert mine.results == ("F1 0.84 on court 2",)


def test_an_own_model_stands_for_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    write_model(tmp_path / "fast")

    assert named(tmp_path, "fast").folder == tmp_path / "fast"


@pytest.mark.parametrize(
    "strange",
    [
        "title = 3\ntraining = 4\nresults = 'all'",
        "training = [1, {name = 5}]\nresults = [{on = 'x', f1 = nan}, {on = 'y', f1 = true}]",
    ],
)
def test_strange_words_in_a_card_are_left_out(tmp_path: Path, strange: str) -> None:
    write_model(tmp_path / "mine", card=strange)

    assert named(tmp_path, "mine") == ListedModel("mine", tmp_path / "mine")


def test_words_of_a_card_are_lines_of_bounded_length(tmp_path: Path) -> None:
    write_model(tmp_path / "mine", card=f'title = "one\\ntwo\\u0007{"x" * 5000}"')

    title = named(tmp_path, "mine").title
    assert title.startswith("one two xxx")
    assert len(title) == 300


def test_a_card_that_is_no_card_is_a_fault(tmp_path: Path) -> None:
    write_model(tmp_path / "mine", card="what?")

    mine = named(tmp_path, "mine")
    assert "is not a TOML file" in mine.fault
    assert fault_of(mine) == mine.fault


def test_damaged_weights_are_a_fault_and_whole_ones_are_none(tmp_path: Path) -> None:
    write_model(tmp_path / "whole")
    (write_model(tmp_path / "torn") / "weights.safetensors").write_bytes(b"torn")

    assert fault_of(named(tmp_path, "whole")) == ""
    assert "is damaged" in fault_of(named(tmp_path, "torn"))
    assert fault_of(named(tmp_path, "motion")) == ""


def test_cards_are_read_without_the_network_library() -> None:
    code = """
import sys
from pathlib import Path
from inference.models.catalog import listed_models
listed_models(Path("nowhere"))
sys.exit("torch" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_scores_say_what_is_found_and_how_much_of_it_is_right(tmp_path: Path) -> None:
    scores = '\n[[results]]\non = "court 2"\nf1 = 0.882\nhit = 0.827\nprecision = 0.945\n'
    write_model(tmp_path / "mine", card=CARD + scores)

    assert named(tmp_path, "mine").results == ("Finds 83\u202f%, 95\u202f% right on court 2",)
