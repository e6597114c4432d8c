"""Tests of app.workflows.training.train."""

import tomllib
from pathlib import Path

import torch

from app.workflows.training.plan import TrainingPlan
from app.workflows.training.request import TrainingRequest
from app.workflows.training.train import train_model
from inference.ball.data.training_data import BallData
from inference.ball.task import BallTask
from inference.models.catalog import read_model
from inference.training.config import TrainingConfig
from inference.training.distributed import SINGLE_PROCESS, DistributedContext
from inference.training.run import TrainingWorkspace
from inference.training.task import TrainingRun
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
REQUEST = TrainingRequest("ball", licence="CC0", convention="the middle")


def plan(folder: Path) -> TrainingPlan:
    config = TrainingConfig(steps=2, batch_size=2)
    data = BallData((dot_footage("a"),))
    return TrainingPlan(TrainingRun(BallTask(), tiny_initialization(folder), data, config), ())


def train(folder: Path, processes: DistributedContext = SINGLE_PROCESS) -> None:
    workspace = TrainingWorkspace(folder / "trainings")
    drained(train_model(plan(folder), REQUEST, folder / "new", workspace, processes))


def test_a_model_folder_comes_of_it_and_no_checkpoint_stays(tmp_path: Path) -> None:
    (tmp_path / "trainings").mkdir()

    train(tmp_path)

    card = tomllib.loads((tmp_path / "new" / "model.toml").read_text())
    assert read_model(tmp_path / "new").architecture == "compact"
    assert (card["convention"], card["made"]["steps"]) == ("the middle", 2)
    assert [path.name for path in (tmp_path / "trainings").iterdir()] == ["pictures"]
