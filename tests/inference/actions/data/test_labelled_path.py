"""Labels of frames as moments of time."""

import numpy as np
import pytest

from inference.actions.data.ball_path import BallPath
from inference.actions.data.labelled_path import (
    HIT,
    LabelledEvent,
    LabelledPath,
    excerpt,
    stretched,
    timed_path,
)
from tests.inference.actions.paths import zigzag


def test_events_are_told_in_seconds_with_what_is_known_of_them() -> None:
    timed = timed_path(zigzag(hits=2))

    assert np.allclose(timed.seconds, [0.4, 1.2])
    assert timed.side.tolist() == [0, 1]
    assert timed.serve.tolist() == [1, 0]
    assert timed.marked.tolist() == [True, False]


def test_an_event_in_a_repeated_frame_is_one_of_the_picture_that_it_repeats() -> None:
    real = zigzag(hits=8, rate=25).path
    picture = np.arange(180) * 25 // 30
    path = BallPath(np.arange(180) / 30, real.x[picture], real.y[picture], np.ones(180))
    repeat = 91  # shows what frame 90 shows
    assert picture[repeat] == picture[repeat - 1]
    labelled = LabelledPath(
        "a", "a", "badminton", path, (LabelledEvent(repeat, HIT),), frozenset([HIT])
    )

    timed = timed_path(labelled)

    assert np.abs(timed.seconds - (repeat - 1) / 30).max() < 1 / 30
    assert timed.side.tolist() == [-1]


def test_stretching_takes_the_events_along() -> None:
    timed = stretched(timed_path(zigzag(hits=2)), 2.0)

    assert np.allclose(timed.seconds, [0.8, 2.4])
    assert timed.path.seconds[10] == pytest.approx(0.4)


def test_an_excerpt_of_a_long_path_keeps_its_events() -> None:
    timed = timed_path(zigzag(hits=60))

    part = excerpt(timed, 10.0, np.random.default_rng(0))

    assert part.path.seconds[-1] - part.path.seconds[0] == pytest.approx(10, abs=0.1)
    assert 11 <= len(part.seconds) == len(part.side) <= 14
    assert part.path.seconds[0] <= part.seconds[0] <= part.seconds[-1] <= part.path.seconds[-1]
    assert excerpt(timed, 100.0, np.random.default_rng(0)) is timed
