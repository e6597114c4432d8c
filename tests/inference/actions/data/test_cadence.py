"""Repeated frames: found by the path alone, and taken out of time."""

import numpy as np
import pytest

from inference.actions.data.cadence import without_repeats
from tests.inference.actions.paths import zigzag


def repeated_frames(rate: float, pictures: float, phase: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Times of frames at `rate`, and the picture of `pictures` a second that each shows."""
    frames = np.arange(phase, phase + int(4 * rate))
    return (frames - phase) / rate, np.floor(frames * pictures / rate + 1e-6).astype(int)


@pytest.mark.parametrize(("rate", "pictures"), [(30, 25), (30, 24), (60, 30)])
@pytest.mark.parametrize("phase", [0, 1, 4])
def test_frames_that_repeat_the_one_before_go(rate: float, pictures: float, phase: int) -> None:
    path = zigzag(hits=8, rate=pictures).path
    times, picture = repeated_frames(rate, pictures, phase)
    video = path.part(picture)  # type: ignore[arg-type]
    repeats = np.flatnonzero(np.diff(picture) == 0) + 1

    real, kept = without_repeats(type(path)(times, video.x, video.y, video.confidence))

    assert sorted(set(range(1, len(times))) - set(kept.tolist())) == repeats.tolist()
    assert np.allclose(np.diff(real.seconds), 1 / pictures, atol=1e-6)
    assert np.abs(real.seconds - times[kept]).max() <= 1 / rate


def test_a_video_without_repeats_stays_as_it_is() -> None:
    path = zigzag(rate=30).path

    real, kept = without_repeats(path)

    assert np.array_equal(kept, np.arange(len(path)))
    assert np.allclose(real.seconds, path.seconds)


def test_a_ball_that_lies_still_says_nothing() -> None:
    path = zigzag(hits=1, lead=8).path

    assert len(without_repeats(path)[1]) == len(path)
