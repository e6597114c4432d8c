from pathlib import Path

import pytest

from inference.models.locations import model_folder
from storage.errors import UserError


def model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.toml").touch()
    return folder


def test_a_name_is_that_of_an_own_model(tmp_path: Path) -> None:
    mine = model(tmp_path / "mine")

    assert model_folder("mine", tmp_path) == mine


def test_a_folder_may_be_named_by_its_path(tmp_path: Path) -> None:
    elsewhere = model(tmp_path / "elsewhere" / "mine")

    assert model_folder(str(elsewhere), tmp_path / "own") == elsewhere


@pytest.mark.parametrize("name", ["none", "../mine", "", ".", ".."])
def test_what_is_no_model_is_told_with_those_that_are(name: str, tmp_path: Path) -> None:
    model(tmp_path / "own" / "mine")

    with pytest.raises(UserError, match=r"no model .*Choose one of .*mine, motion"):
        model_folder(name, tmp_path / "own")
