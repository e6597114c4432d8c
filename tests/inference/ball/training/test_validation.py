from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from inference.ball.data.clip_samples import labelled_rally
from inference.ball.data.training_data import ValidationClip
from inference.ball.training.initialization import input_spec_of
from inference.ball.training.validation import ValidationRun, ValidationSet
from inference.evaluation.calibration import PlattScaling
from storage.records import Candidates
from tests.draining import drained
from tests.inference.ball.nets.tiny import tiny_net
from tests.inference.ball.training.rallies import (
    HEIGHT,
    WIDTH,
    dot_rally,
    flying,
    tiny_initialization,
    validation_clip,
)


def candidates(points: NDArray[np.float64], score: float = 0.9) -> Candidates:
    x, y = points.astype(np.float32).T
    one = np.full((len(points), 1), score, np.float32)
    return Candidates(x[:, None], y[:, None], one, np.zeros(len(points), np.bool_))


def run_with(points: NDArray[np.float64]) -> ValidationRun:
    return ValidationRun((validation_clip(),), ((candidates(points),),))


def test_a_net_that_sees_the_ball_is_right() -> None:
    score = run_with(flying(60)).metrics(PlattScaling())

    assert (score.f1, score.frames) == (1, 60)


def test_a_net_that_sees_it_elsewhere_is_not() -> None:
    assert run_with(flying(60)[::-1] + 11).metrics(PlattScaling()).hit < 0.2


def test_pictures_without_a_label_are_not_judged() -> None:
    visibility = np.full(60, -1, np.int8)
    visibility[:10] = 1
    part = labelled_rally(dot_rally().luma, visibility, flying(60))

    score = ValidationRun(
        (ValidationClip("part", "", (part,)),), ((candidates(flying(60)),),)
    ).metrics(PlattScaling())

    assert score.frames == 10


def test_every_picture_of_every_clip_is_shown(tmp_path: Path) -> None:
    input_spec = input_spec_of(tiny_initialization(tmp_path))
    clips = ValidationSet([validation_clip("one", frames=300), validation_clip("two")], input_spec)
    net = tiny_net()
    before = [value.clone() for value in net.state_dict().values()]

    steps = list(clips.run(net))
    result = drained(clips.run(net))

    assert (clips.pictures, steps) == (360, [0, 256, 300])
    assert [len(c) for clip in result.candidates for c in clip] == [300, 60]
    assert all(map(torch.equal, before, net.state_dict().values()))


def test_a_net_in_training_can_be_validated_too(tmp_path: Path) -> None:
    clips = ValidationSet(
        [validation_clip()], input_spec_of(tiny_initialization(tmp_path)), bf16=True
    )
    net: nn.Module = tiny_net().train()

    ready, again = (drained(clips.run(net)) for _ in range(2))

    assert net.training
    assert np.array_equal(ready.candidates[0][0].x, again.candidates[0][0].x, equal_nan=True)


def test_balls_and_pictures_are_counted() -> None:
    clip = validation_clip()

    assert (clip.pictures, clip.balls) == (60, 60)
    assert clip.rallies[0].luma.shape[1:] == (HEIGHT, WIDTH)
