"""Tests of inference.ball.task, where those of the trainer and the card say nothing."""

import json
from pathlib import Path

import torch

from inference.ball.data.training_data import BallData, read_ball_data
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.task import BallTask
from inference.ball.training.initialization import input_spec_of
from inference.ball.training.objectives import HeatmapObjective
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization


def test_options_are_json() -> None:
    options = json.loads(json.dumps(BallTask(shape="gaussian", radius=3.0).options()))

    assert (options["shape"], options["radius"]) == ("gaussian", 3.0)


def test_heat_maps_are_drawn_as_the_options_say() -> None:
    with torch.device("meta"):
        net = TrackNetV2(TrackNetV2Config(grey=True))

    assert BallTask("gaussian", 3.0).objective(net) == HeatmapObjective("gaussian", 3.0)


def test_without_held_out_video_there_is_no_validator(tmp_path: Path) -> None:
    start, task = tiny_initialization(tmp_path), BallTask()
    data = BallData((dot_footage("a"),))
    loaded = drained(read_ball_data(data, input_spec_of(start), tmp_path / "cache"))

    assert task.validator(loaded, start, "fp32") is None
