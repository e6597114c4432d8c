from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from inference.ball.data.clip_samples import rally
from inference.ball.training.validation import Exam, ExamClip, Sitting
from inference.evaluation.calibration import PlattScaling
from storage.records import Candidates
from tests.draining import drained
from tests.inference.ball.nets.tiny import tiny_net
from tests.inference.ball.training.rallies import (
    HEIGHT,
    REFERENCE_WIDTH,
    dot_rally,
    exam_clip,
    flying,
    tiny_start,
)


def found(places: NDArray[np.float64], score: float = 0.9) -> Candidates:
    x, y = places.astype(np.float32).T
    one = np.full((len(places), 1), score, np.float32)
    return Candidates(x[:, None], y[:, None], one, np.zeros(len(places), np.bool_))


def sitting(places: NDArray[np.float64]) -> Sitting:
    return Sitting((exam_clip(),), ((found(places),),))


def test_a_net_that_sees_the_ball_is_right() -> None:
    score = sitting(flying(60)).score(PlattScaling())

    assert (score.f1, score.frames) == (1, 60)


def test_a_net_that_sees_it_elsewhere_is_not() -> None:
    assert sitting(flying(60)[::-1] + 11).score(PlattScaling()).hit < 0.2


def test_pictures_without_a_label_are_not_judged() -> None:
    visibility = np.full(60, -1, np.int8)
    visibility[:10] = 1
    part = rally(dot_rally().luma, visibility, flying(60))

    score = Sitting((ExamClip("part", "", (part,)),), ((found(flying(60)),),)).score(PlattScaling())

    assert score.frames == 10


def test_every_picture_of_every_clip_is_shown(tmp_path: Path) -> None:
    input_spec = tiny_start(tmp_path).input_spec
    exam = Exam([exam_clip("one", frames=300), exam_clip("two")], input_spec)
    net = tiny_net()
    before = [value.clone() for value in net.state_dict().values()]

    steps = list(exam.sit(net))
    answers = drained(exam.sit(net))

    assert (exam.pictures, steps) == (360, [0, 256, 300])
    assert [len(c) for clip in answers.found for c in clip] == [300, 60]
    assert all(map(torch.equal, before, net.state_dict().values()))


def test_a_net_in_training_may_sit_too(tmp_path: Path) -> None:
    exam = Exam([exam_clip()], tiny_start(tmp_path).input_spec, low_precision=True)
    net: nn.Module = tiny_net().train()

    ready, again = (drained(exam.sit(net)) for _ in range(2))

    assert net.training
    assert np.array_equal(ready.found[0][0].x, again.found[0][0].x, equal_nan=True)


def test_balls_and_pictures_are_counted() -> None:
    clip = exam_clip()

    assert (clip.pictures, clip.balls) == (60, 60)
    assert clip.rallies[0].luma.shape[1:] == (HEIGHT, REFERENCE_WIDTH)
