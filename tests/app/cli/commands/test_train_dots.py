"""A task that the command line has never heard of is trained by it, once it is registered.

This file stands for `app/workflows/tasks/dots.py`.
"""

import sys
import tomllib
from pathlib import Path

import pytest
import torch

from app.workflows.tasks.entry import TaskEntry, TrainingEntry, TrainingOption
from inference.models.catalog import listed_models
from tests.app.cli.commands.conftest import Touchline
from tests.inference.dots_task import MOST

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
ENTRY = TaskEntry(
    TrainingEntry(
        "a net that counts dots",
        "none",
        "counter",
        ("tiny",),
        "tests.inference.dots_task:find_dots",
        (TrainingOption("most", "most", (str(MOST), "9"), "dots of a picture"),),
        steps_from_scratch=40,
        learning_rate_from_scratch=5e-2,
    )
)


def test_it_is_trained_and_then_trained_further(
    touchline: Touchline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "app.workflows.tasks.dots", sys.modules[__name__])

    first = touchline("train", "dots", "--preset", "tiny", "--name", "counter")
    second = touchline("train", "dots", "--from", "counter", "--steps", "2", "--name", "second")

    models = tmp_path / "library" / "models"
    assert (first.status, second.status) == (0, 0)
    assert "accuracy now" in first.out
    assert "Training counter on drawn dots." in second.err
    card = tomllib.loads((models / "second" / "model.toml").read_text())
    assert (card["task"], card["parent"]["name"]) == ("dots", "counter")
    assert {"counter", "second"} <= {model.name for model in listed_models(models)}
