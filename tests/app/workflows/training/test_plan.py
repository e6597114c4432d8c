from pathlib import Path

import pytest

from app.workflows.training.plan import new_model
from storage.errors import UserError


def test_a_model_is_named_after_its_parent_and_its_first_source(tmp_path: Path) -> None:
    models = tmp_path

    assert new_model(models, None, None, "fast", []) == models / "fast-own"
    assert new_model(models, None, None, "fast", ["library"]) == models / "fast-own"
    assert new_model(models, None, None, "fast", ["clips/oslo", "x"]) == models / "fast-oslo"
    assert new_model(models, None, None, "fast", ["oslo.mp4"]) == models / "fast-oslo"


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    (tmp_path / "Fast-Oslo").mkdir()
    (tmp_path / "fast-oslo-2").mkdir()

    assert new_model(tmp_path, None, None, "fast", ["oslo"]).name == "fast-oslo-3"


def test_a_name_or_a_place_may_be_chosen(tmp_path: Path) -> None:
    assert new_model(tmp_path, "mine", None, "fast", []) == tmp_path / "mine"
    assert new_model(tmp_path, None, Path("here"), "fast", []) == Path("here")


def test_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.toml").touch()

    with pytest.raises(UserError, match="is there already"):
        new_model(tmp_path, "mine", None, "fast", [])
    with pytest.raises(UserError, match="is there already"):
        new_model(tmp_path, None, tmp_path / "mine", "fast", [])


@pytest.mark.parametrize("name", ["a/b", "..", "motion", ""])
def test_some_names_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be the name"):
        new_model(tmp_path, name, None, "fast", [])
