"""Rallies: their first hit, their end, and what is none."""

import numpy as np

from inference.actions.data.ball_path import BallPath
from inference.actions.prediction.rallies import RallyEvent, find_rallies
from tests.inference.actions.paths import without, zigzag


def events(*seconds: float, serve: int = -1, confidence: float = 0.9) -> list[RallyEvent]:
    return [RallyEvent(each, confidence, n == serve) for n, each in enumerate(seconds)]


def path(seconds: float, moving_until: float) -> BallPath:
    times = np.arange(int(seconds * 50)) / 50
    x = np.minimum(times, moving_until) * 0.3
    return BallPath(times, x, x, np.ones(len(x)))


def test_a_rally_lasts_until_the_ball_lies_still() -> None:
    rallies = find_rallies(path(10, moving_until=4.5), events(1, 2, 3, 4))

    assert len(rallies) == 1
    assert rallies[0][0] == 0.7
    assert 4.0 < rallies[0][1] < 5.0


def test_a_pause_or_a_serve_parts_two_rallies() -> None:
    moving = path(30, moving_until=30)

    assert len(find_rallies(moving, events(1, 2, 8, 9))) == 2
    assert len(find_rallies(moving, events(1, 2, 4, 5, serve=2))) == 2
    assert len(find_rallies(moving, events(1, 2, 4, 5))) == 1


def test_a_ball_that_lies_still_for_long_parts_two_rallies() -> None:
    still = path(30, moving_until=1.9)

    assert len(find_rallies(still, events(1, 1.8, 4.1, 4.9))) == 2


def test_a_ball_that_leaves_the_picture_ends_the_rally_when_it_stays_away() -> None:
    whole = path(10, moving_until=10)
    gone = without(whole, *range(150, 500))

    assert find_rallies(gone, events(1, 2, 2.8))[0][1] < 3.5
    assert find_rallies(whole, events(1, 2, 2.8))[0][1] > 5


def test_rallies_do_not_overlap_nor_cross_a_cut() -> None:
    rallies = find_rallies(path(30, moving_until=30), events(1, 2, 3, 4), cuts=[2.5])

    assert [round(first, 2) for first, _ in rallies] == [0.7, 2.7]
    assert rallies[0][1] <= 2.5


def test_a_single_doubtful_event_is_no_rally() -> None:
    assert find_rallies(zigzag().path, events(1, confidence=0.6)) == []
    assert find_rallies(zigzag().path.part(slice(0)), []) == []
