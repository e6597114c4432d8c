from pathlib import Path

import pytest

from inference.models.locations import installed_model, model_folder
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


@pytest.mark.parametrize("name", ["", ".", "..", "../fast", "fast/", "/tmp", "a\\0b"])
def test_a_name_from_elsewhere_leads_to_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="There is no model"):
        installed_model(name, tmp_path)


def test_a_model_in_the_current_folder_is_not_an_installed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here" / "evil").mkdir(parents=True)
    (tmp_path / "here" / "evil" / "model.toml").write_text("")
    monkeypatch.chdir(tmp_path / "here")

    assert model_folder("evil", tmp_path) == Path("evil")
    assert installed_model("fast", tmp_path).name == "fast"
    with pytest.raises(UserError):
        installed_model("evil", tmp_path)
