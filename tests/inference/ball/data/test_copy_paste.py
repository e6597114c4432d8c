from dataclasses import replace

import numpy as np
import pytest

from inference.ball.data.augmentation import Augmentation
from inference.ball.data.clip_samples import Rally, RallySamples, labelled_rally
from inference.ball.data.copy_paste import CopyPaste, CutOutBall, cut_out_flights
from inference.video.samples import HIDDEN
from tests.inference.ball.training.samples import dotted

PLAIN = Augmentation(
    flip=0, time_reversal=0, rescale=0, contrast=(1, 1), brightness=0, blur=0, jpeg=0
)
SIZE = 96, 64


def flying(frames: int = 40) -> Rally:
    t = np.arange(frames)
    points = np.stack([20 + 2.25 * t, 20 + 1.5 * t], axis=1)
    return labelled_rally(dotted(points, 120, 140), np.ones(frames, np.int8), points)


def empty(frames: int = 30) -> Rally:
    points = np.full((frames, 2), np.nan)
    return labelled_rally(dotted(points, 120, 140), np.zeros(frames, np.int8), points)


def pasted(source: Rally, flights: list[CutOutBall], background: bool = False) -> CopyPaste:
    samples = RallySamples([source], 3, SIZE, PLAIN, background)
    return CopyPaste(samples, flights, PLAIN)


def test_balls_before_a_quiet_ground_are_cut_out() -> None:
    flights = cut_out_flights([flying()], 3)

    assert len(flights) == 38
    assert flights[0].opacity.shape == (3, 19, 19)
    assert flights[0].opacity[:, 9, 9].min() > 0.6
    assert flights[0].opacity[:, 0, 0].max() == 0


def test_inferred_points_and_bright_grounds_give_no_flights() -> None:
    inferred = replace(flying(), weight=np.full(40, HIDDEN, np.float32))
    bright = replace(flying(), luma=np.asarray(flying().luma // 3 + 160, np.uint8))

    assert cut_out_flights([inferred, bright], 3) == []


@pytest.mark.parametrize("background", [False, True])
def test_a_ball_flies_where_its_label_says_over_another_picture(background: bool) -> None:
    source = pasted(empty(), cut_out_flights([flying()], 3), background)
    random = np.random.default_rng(2)

    for sample in (source.sample(random) for _ in range(20)):
        pictures = sample.luma[background:]
        for picture, (x, y) in zip(pictures, sample.points, strict=True):
            row, column = np.unravel_index(picture.argmax(), picture.shape)
            assert np.hypot(column - x, row - y) < 1.0


def test_a_ball_that_does_not_stand_out_where_it_lies_counts_as_hidden() -> None:
    white = replace(empty(), luma=np.full((30, 120, 140), 215, np.uint8))
    source = pasted(white, cut_out_flights([flying()], 3))
    random = np.random.default_rng(2)

    weights = {float(w) for _ in range(20) for w in source.sample(random).weight}

    assert min(weights) == pytest.approx(HIDDEN)


def test_where_no_sample_is_without_a_ball_the_source_is_used() -> None:
    here = flying()
    source = CopyPaste(
        RallySamples([here], 3, (140, 120), PLAIN), cut_out_flights([here], 3), PLAIN
    )

    sample = source.sample(np.random.default_rng(1))

    assert any(np.array_equal(sample.luma[0], picture) for picture in here.luma)


def test_nothing_can_be_pasted_without_flights() -> None:
    with pytest.raises(ValueError, match="no flights"):
        CopyPaste(RallySamples([empty()], 3, SIZE, PLAIN), [])
