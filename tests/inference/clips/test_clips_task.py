"""Clip classification as a task: trains, is validated, written, read, evaluated.

Tests of inference.clips.training.objective, training.comparison and prediction too.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from inference.clips.data.labelled_clip import ClipClassData, ClipInput
from inference.clips.data.net_inputs import net_inputs, wants_ball, wants_path
from inference.clips.data.prepared import PreparedClip
from inference.clips.evaluation.clip_metrics import ClipClassMetrics
from inference.clips.models.architectures import PRESETS
from inference.clips.models.clip_model import Decision, read_clip_model
from inference.clips.nets.trunk_classifier import trained_part
from inference.clips.prediction.predict_clips import predict_clips, softmax
from inference.clips.task import ClipsTask
from inference.clips.training.comparison import compared
from inference.clips.training.objective import ClipObjective
from inference.models.writer import write_model
from inference.training.config import TrainingConfig
from inference.training.dataloader import Batch
from inference.training.evaluate import evaluate_model
from inference.training.model_card import training_card
from inference.training.run import TrainingWorkspace, run_training
from inference.training.task import CardText, Initialization, TrainingRun
from storage.errors import UserError
from tests.draining import drained
from tests.inference.clips.labelled import series_clip, series_clips

CLASSES = ("cut", "pull")
CONFIG = TrainingConfig(30, 8, 1e-2, warmup_steps=2, ema_decay=0.8, eval_interval=10)
CPU = torch.device("cpu")


def data() -> ClipClassData:
    clips = series_clips()
    held_out = tuple(clip for clip in clips if clip.group == "person 0")
    return ClipClassData(tuple(c for c in clips if c not in held_out), held_out, CLASSES)


def start(task: ClipsTask, preset: str = "series") -> Initialization:
    return task.adapt(task.from_preset(preset, 0), data(), 0)


def trained(folder: Path, task: ClipsTask | None = None) -> Path:
    """A model of series, trained in a moment."""
    task = task or ClipsTask()
    run = TrainingRun(task, start(task), data(), CONFIG)
    model = drained(run_training(run, TrainingWorkspace(folder)))
    card = training_card(run, model, CardText("strokes", "CC0"), date(2026, 5, 4))
    write_model(folder / "strokes", card, model.net)
    return folder / "strokes"


def test_a_model_is_trained_written_and_evaluated(tmp_path: Path) -> None:
    folder = trained(tmp_path)

    work = evaluate_model(ClipsTask(), folder, data(), tmp_path, CPU)
    metrics = drained(work)

    assert metrics.primary == 1
    model = read_clip_model(folder)
    assert model.classes == CLASSES
    assert model.program().module is model.net


def test_a_model_is_trained_further_and_compared_with_itself(tmp_path: Path) -> None:
    task, folder = ClipsTask(), trained(tmp_path)
    parent = task.from_model(folder)

    run = TrainingRun(task, task.adapt(parent, data(), 0), data(), replace(CONFIG, steps=5))
    result = drained(run_training(run, TrainingWorkspace(tmp_path / "more"))).comparison

    assert result.overall is not None
    assert result.overall.before is not None
    assert [row.name for row in result.clips] == list(CLASSES)


def test_a_model_gets_new_outputs_for_new_classes(tmp_path: Path) -> None:
    task, folder = ClipsTask(), trained(tmp_path)
    clips = (series_clip("lob", "a", 1), series_clip("cut", "b", 2))

    adapted = task.adapt(task.from_model(folder), ClipClassData(clips, (), ("cut", "lob")), 0)

    assert adapted.config["classes"] == ["cut", "lob"]
    assert adapted.net(torch.zeros(1, 4, 3)).shape == (1, 2)


def test_logit_adjustment_subtracts_the_prior_of_the_training_clips(tmp_path: Path) -> None:
    model = read_clip_model(trained(tmp_path, ClipsTask(balance="logits")))

    assert model.decision.log_prior.tolist() == pytest.approx([np.log(0.5)] * 2, abs=1e-5)


@pytest.mark.parametrize("preset", ["r2plus1d-small", "series-convolution", "series-lstm"])
def test_presets_need_no_weights_of_others(preset: str) -> None:
    initialization = ClipsTask().from_preset(preset, 0)

    assert initialization.architecture == PRESETS[preset].architecture


def test_what_cannot_be_had_says_so() -> None:
    with pytest.raises(UserError, match="no weights of inception-v3") as refused:
        ClipsTask().from_preset("inception-lstm", 0)

    assert "--weights" in refused.value.advice


def test_a_net_for_pictures_refuses_numbers() -> None:
    with pytest.raises(UserError, match="classifies videos or pictures"):
        start(ClipsTask(), "r2plus1d-small")


def test_series_with_different_columns_are_refused() -> None:
    clips = (series_clip("cut", "a", 1), series_clip("pull", "b", 2, ("x", "y", "z", "v")))

    with pytest.raises(UserError, match="different columns"):
        ClipsTask().adapt(
            ClipsTask().from_preset("series", 0), ClipClassData(clips, (), CLASSES), 0
        )


def test_a_clip_counts_by_its_weight() -> None:
    output = torch.tensor([[9.0, 0.0], [9.0, 0.0]])
    label = torch.tensor([0, 1])

    def loss(*weights: float) -> float:
        batch = Batch({"label": label, "weight": torch.tensor(weights)})
        return float(ClipObjective(label_smoothing=0).loss(output, batch))

    assert loss(1, 0) < 0.01
    assert loss(0, 1) == pytest.approx(9, abs=0.01)


def test_pictures_become_shares_with_the_ball_behind_them() -> None:
    pixels = torch.full((1, 2, 4, 4, 3), 255, dtype=torch.uint8)

    inputs = net_inputs(pixels, torch.zeros(1, 2, 4, 4))

    assert inputs.shape == (1, 2, 4, 4, 4)
    assert inputs[0, 0, :3].min() == 1
    assert not wants_ball(nn.Identity())
    assert not wants_path(nn.Identity())


class Answers(nn.Module):
    """Answers with the first moment of a series, times one parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))

    def forward(self, series: torch.Tensor) -> torch.Tensor:
        return series[:, 0] * self.scale


def test_windows_are_averaged_and_priors_subtracted() -> None:
    inputs = np.array([[[[4.0, 0.0]], [[0.0, 2.0]]]])  # two windows of one moment
    clip = PreparedClip(inputs, 0, "g", "clip")

    found = drained(predict_clips(Answers(), [clip], ClipInput(1), Decision(np.array([-1.0, 0.0]))))

    np.testing.assert_allclose(found[0], softmax(np.array([2.0 + 1.0, 1.0])))


def test_a_validation_set_without_clips_compares_nothing() -> None:
    empty = ClipClassMetrics(CLASSES, np.zeros(0, np.int64), np.zeros((0, 2)), ())

    assert compared(empty, None).overall is None
    assert isinstance(trained_part(nn.Identity()), nn.Identity)
