from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.data.augmentation import Augmentation
from inference.ball.data.clip_samples import Rally, RallySamples, labelled_rally
from inference.video.samples import HIDDEN, NEGATIVE_POINT, UNKNOWN, ClipSample
from tests.inference.ball.training.samples import dotted

SIZE = 64, 40
PLAIN = Augmentation(
    flip=0, time_reversal=0, rescale=0, contrast=(1, 1), brightness=0, blur=0, jpeg=0
)
ALWAYS = {"flip": 1.0, "time_reversal": 1.0, "rescale": 1.0, "blur": 1.0, "jpeg": 1.0}


def flight(frames: int = 12) -> Rally:
    t = np.arange(frames)
    points = np.stack([30 + 3.0 * t, 20 + 2.0 * t], axis=1)
    return labelled_rally(dotted(points, 80, 120), np.ones(frames, np.int8), points)


def samples_of(source: RallySamples, count: int = 40) -> list[ClipSample]:
    random = np.random.default_rng(5)
    return [source.sample(random) for _ in range(count)]


def balls(sample: ClipSample) -> int:
    return int(np.isfinite(sample.points[:, 0]).sum())


def dots(sample: ClipSample) -> NDArray[np.float64]:
    """Where the brightest point of each picture is, as far as there is one."""
    at = sample.luma.reshape(len(sample.luma), -1).argmax(axis=1)
    return np.stack(np.unravel_index(at, sample.luma.shape[1:])[::-1], axis=1).astype(np.float64)


@pytest.mark.parametrize("kind", [*ALWAYS, "nothing"])
def test_labels_follow_the_pictures(kind: str) -> None:
    augmentation = replace(PLAIN, **{kind: 1.0} if kind != "nothing" else {})  # type: ignore[arg-type]

    for sample in samples_of(RallySamples([flight()], 5, SIZE, augmentation)):
        there = np.isfinite(sample.points[:, 0])
        miss = np.abs(dots(sample) - sample.points)[there]
        assert miss.max(initial=0) < 1.6


def test_samples_have_the_size_asked_for() -> None:
    for sample in samples_of(RallySamples([flight()], 5, SIZE), 20):
        assert sample.luma.shape == (5, 40, 64)
        assert sample.luma.flags.c_contiguous


def test_most_samples_hold_the_ball() -> None:
    found = samples_of(RallySamples([flight()], 5, (40, 30), PLAIN), 100)

    assert sum(np.isfinite(w.points).any() for w in found) >= 80


def test_a_ball_outside_the_sample_is_none() -> None:
    never = replace(PLAIN, crop_on_ball=0)

    for sample in samples_of(RallySamples([flight()], 5, (40, 30), never)):
        seen = sample.points[np.isfinite(sample.points[:, 0])]
        assert ((seen >= -0.5) & (seen < np.array([40, 30]) - 0.5)).all()


def test_unknown_is_not_absent_and_inferred_counts_less() -> None:
    points = np.array([[np.nan, np.nan], [5, 5], [5, 5], [5, 5]])

    found = labelled_rally(dotted(points, 16, 24), np.array([-1, 0, 3, -1]), points)

    assert found.weight.tolist() == pytest.approx([UNKNOWN, 1, HIDDEN, NEGATIVE_POINT])
    assert np.isnan(found.points[:2]).all()
    assert found.points[3].tolist() == [5, 5]


def test_a_negative_point_outside_a_sample_says_nothing() -> None:
    negative = replace(flight(), weight=np.full(12, NEGATIVE_POINT, np.float32))
    never = replace(PLAIN, crop_on_ball=0)

    for sample in samples_of(RallySamples([negative], 5, (40, 30), never)):
        outside = np.isnan(sample.points[:, 0])
        assert (sample.weight[outside] == UNKNOWN).all()
        assert (sample.weight[~outside] == NEGATIVE_POINT).all()


def test_where_points_are_negative_a_ball_may_be() -> None:
    weight = np.full(12, NEGATIVE_POINT, np.float32)
    far = np.full((12, 2), 1000.0, np.float32)
    source = RallySamples([replace(flight(), weight=weight, points=far)], 5, (40, 30), PLAIN)
    random = np.random.default_rng(3)

    assert not any(source.negative(random) for _ in range(20))


def test_no_sample_crosses_a_cut() -> None:
    one, other = flight(20), flight(20)
    cut = Rally(
        np.concatenate([one.luma, 255 - other.luma]),
        np.concatenate([one.points, other.points]),
        np.ones(40, np.float32),
    )

    for sample in samples_of(RallySamples([cut], 5, SIZE, PLAIN), 60):
        assert np.ptp(np.median(sample.luma, axis=(1, 2))) < 20


def test_pictures_smaller_than_the_sample_are_filled_up() -> None:
    (sample,) = samples_of(RallySamples([flight()], 5, (200, 100), PLAIN), 1)

    assert sample.luma.shape == (5, 100, 200)


def test_a_rally_without_labels_is_refused() -> None:
    nothing = replace(flight(), weight=np.zeros(12, np.float32))

    with pytest.raises(ValueError, match="no 5 labelled pictures"):
        RallySamples([nothing], 5, SIZE)


def test_what_stands_still_comes_first_and_the_ball_is_not_in_it() -> None:
    still = replace(PLAIN, no_background=0)

    for sample in samples_of(RallySamples([flight(40)], 5, SIZE, still, background=True)):
        assert sample.luma.shape == (6, 40, 64)
        assert sample.points.shape == (5, 2)
        assert sample.luma[0].max() < 70 < sample.luma[1:].max(initial=0) or not balls(sample)


def test_a_background_may_be_of_no_use() -> None:
    never = replace(PLAIN, no_background=1)
    slow = labelled_rally(
        dotted(np.full((40, 2), 30.0), 80, 120), np.ones(40, np.int8), np.full((40, 2), 30.0)
    )

    for sample in samples_of(RallySamples([slow], 5, SIZE, never, background=True)):
        assert np.array_equal(sample.luma[0], sample.luma[3])


def test_negative_samples_certainly_hold_no_ball() -> None:
    source = RallySamples([flight()], 5, (40, 30), PLAIN)
    random = np.random.default_rng(3)

    found = [sample for _ in range(60) if (sample := source.negative(random))]

    assert found
    assert all(sample.luma.max() < 70 and sample.weight.all() for sample in found)


@pytest.mark.parametrize(("size", "known"), [((40, 30), 0.0), ((200, 100), 1.0)])
def test_nothing_is_negative_where_a_ball_may_be(size: tuple[int, int], known: float) -> None:
    weight = np.full(12, known, np.float32)
    weight[::2] = 1
    source = RallySamples([replace(flight(), weight=weight)], 5, size, PLAIN)
    random = np.random.default_rng(3)

    assert not any(source.negative(random) for _ in range(20))


def test_a_sample_without_a_ball_shines_through() -> None:
    bright = labelled_rally(
        np.full((12, 80, 120), 160, np.uint8), np.zeros(12, np.int8), np.full((12, 2), np.nan)
    )
    source = RallySamples([flight(), bright], 5, (40, 30), replace(PLAIN, mixup=1))

    grounds = {int(np.median(sample.luma)) for sample in samples_of(source)}

    assert any(65 < ground < 155 for ground in grounds)
