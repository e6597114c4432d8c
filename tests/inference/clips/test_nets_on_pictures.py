"""Nets on pictures and on the features of a frozen trunk train, are written and read again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import torch

from inference.clips.data.labelled_clip import ClipClassData, ClipInput, LabelledClip
from inference.clips.models.architectures import (
    R2PLUS1D,
    RESNET,
    TRUNK,
    input_entry,
    make_net,
    trunk_features,
)
from inference.clips.models.clip_model import read_clip_model
from inference.clips.nets.trunk_classifier import LITE0
from inference.clips.task import ClipsTask
from inference.models.writer import write_model
from inference.training.config import TrainingConfig
from inference.training.evaluate import evaluate_model
from inference.training.model_card import training_card
from inference.training.run import TrainingWorkspace, run_training
from inference.training.task import CardText, Initialization, TrainingRun
from tests.draining import drained
from tests.inference.clips.labelled import COLOURS, still

CONFIG = TrainingConfig(4, 2, 1e-3, warmup_steps=1, ema_decay=0.5, eval_interval=4)
HEAD = {"head": "linear", "width": 1, "dropout": 0.5}
NETS: dict[str, tuple[dict[str, Any], ClipInput]] = {
    TRUNK: (
        {"trunk": LITE0, "divisor": 8, "inputs": trunk_features(LITE0, 8), **HEAD},
        ClipInput(2, 32, 32),
    ),
    RESNET: ({"width": 4, "dropout": 0.5}, ClipInput(1, 36, 36, 32)),
    R2PLUS1D: (
        {"width": 4, "ball": True, "path": True, "dropout": 0.5},
        ClipInput(2, 20, 18, 16),
    ),
}


def data(folder: Path) -> ClipClassData:
    clips = [
        LabelledClip(
            f"{label} {scene}",
            still(folder, label, scene, 0),
            f"{label}{scene}",
            label,
            f"{scene}",
            "still",
        )
        for label in COLOURS
        for scene in range(3)
    ]
    held_out = tuple(clip for clip in clips if clip.group == "0")
    return ClipClassData(tuple(c for c in clips if c not in held_out), held_out, tuple(COLOURS))


@pytest.mark.parametrize("architecture", NETS)
def test_a_net_trains_and_is_read_again(architecture: str, tmp_path: Path) -> None:
    task, footage, (config, spec) = ClipsTask(mirror="yes"), data(tmp_path), NETS[architecture]
    net = make_net(architecture, config, 5)
    fresh = Initialization(net, "Small", architecture, config, input_entry(spec))
    run = TrainingRun(task, task.adapt(fresh, footage, 0), footage, CONFIG)

    trained = drained(run_training(run, TrainingWorkspace(tmp_path / "work")))
    card = training_card(run, trained, CardText("small", "CC0"), date(2026, 5, 4))
    write_model(tmp_path / "small", card, trained.net)

    model = read_clip_model(tmp_path / "small")
    assert model.classes == tuple(COLOURS)
    assert model.decision.mirror
    cpu = torch.device("cpu")
    metrics = drained(evaluate_model(task, tmp_path / "small", footage, tmp_path / "work", cpu))
    overall = trained.comparison.overall
    assert overall is not None
    assert dict(metrics.figures()) == pytest.approx(dict(overall.after.figures()))
