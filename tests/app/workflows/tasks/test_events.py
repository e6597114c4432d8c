"""Events as a task of the command line."""

from app.workflows.tasks.events import ENTRY
from inference.actions.task import PRESETS
from inference.models.locations import shipped_models


def test_the_presets_are_those_that_can_be_made() -> None:
    assert ENTRY.training is not None
    assert set(ENTRY.training.presets) == set(PRESETS)


def test_the_model_that_is_trained_further_is_shipped() -> None:
    assert ENTRY.training is not None
    assert (shipped_models() / ENTRY.training.model).is_dir()
