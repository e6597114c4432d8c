import tomllib
from pathlib import Path

import pytest
import torch
from torch import nn

from inference.models.writer import toml, write_model
from storage.errors import UserError

CARD = {
    "title": 'a "title"\nwith\tall \x7f that \u2028 is odd \\ and ü',
    "flag": True,
    "sizes": [1, 2],
    "none": [],
    "table": {"slope": 2.5, "words": ["a", "b"], "tiny": 1e-9},
    "training": [{"name": "one"}, {"name": "two", "steps": 3}],
}


def test_a_card_is_read_as_it_was_written() -> None:
    assert tomllib.loads(toml(CARD)) == CARD


def test_there_is_no_place_for_anything_else() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        toml({"nothing": None})


def test_a_model_is_never_replaced(tmp_path: Path) -> None:
    write_model(tmp_path / "mine", {"task": "ball"}, nn.Linear(1, 1))
    before = {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()}

    with pytest.raises(UserError, match="could not be written"):
        write_model(tmp_path / "mine", {"task": "none"}, nn.Linear(1, 1))

    assert before == {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    assert set(before) == {"model.toml", "weights.safetensors"}


def test_weights_that_are_no_numbers_are_a_bug(tmp_path: Path) -> None:
    net = nn.Linear(1, 1)
    nn.init.constant_(net.weight, torch.nan)

    with pytest.raises(ValueError, match="weight of the net"):
        write_model(tmp_path / "mine", {}, net)
