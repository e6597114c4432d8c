"""Models that come with the program: they load, are small, and say where they come from."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from inference.models.catalog import read_model
from inference.models.locations import CARD, DEFAULT, MOTION, model_folder

SHIPPED = sorted((Path(str(files("resources"))) / "models").glob("*/"))
every_model = pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)


@every_model
def test_it_loads_and_is_small(folder: Path) -> None:
    read_model(folder)

    assert (folder / "weights.safetensors").stat().st_size <= 8_000_000


@every_model
def test_its_card_names_what_it_was_trained_on_with_licences(folder: Path) -> None:
    card = tomllib.loads((folder / CARD).read_text())

    assert card["licence"]
    assert card["convention"]
    assert all(source["name"] and source["licence"] for source in card["training"])
    assert all(0 < result["f1"] < 1 and result["on"] for result in card["results"])


def test_the_default_is_there(tmp_path: Path) -> None:
    assert DEFAULT == MOTION or model_folder(DEFAULT, tmp_path).is_dir()
