"""`touchline train events`: from tables in a folder to a model that the list shows."""

from pathlib import Path

import torch

from inference.models.catalog import listed_models
from tests.app.cli.commands.conftest import Touchline
from tests.app.workflows.training.test_event_data import folder

__all__ = ["folder"]

torch.set_num_threads(1)  # nets as small as these lose time by sharing work


def test_a_net_is_trained_and_listed(touchline: Touchline, folder: Path, tmp_path: Path) -> None:
    ended = touchline(
        *("train", "events", folder, "--preset", "path-small", "--hold-out", "bern"),
        *("--steps", "2", "--batch-size", "2", "--name", "own", "--precision", "fp32"),
    )

    assert ended.status == 0, ended.err
    [model] = [m for m in listed_models(tmp_path / "library" / "models") if m.name == "own"]
    assert (model.task, model.fault) == ("events", "")
    assert "60 hits in 1 path" in model.training[0]
