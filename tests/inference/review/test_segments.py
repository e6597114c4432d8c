import numpy as np

from inference.review.segments import find_segments, worst_first


def doubts(frames: int, *places: tuple[int, int, float]) -> np.ndarray:
    """How likely frames are wrong: `first`, `stop` and how likely, elsewhere hardly."""
    wrong = np.full(frames, 0.02)
    for first, stop, doubt in places:
        wrong[first:stop] = doubt
    return wrong


NO_CUT = np.zeros(400, np.bool_)


def test_places_nearer_than_twelve_frames_are_one() -> None:
    wrong = doubts(400, (10, 12, 0.5), (20, 25, 0.8), (60, 62, 0.5))

    segments = find_segments(wrong, NO_CUT, 30)

    assert [(s.first, s.stop, s.peak) for s in segments] == [(10, 25, 20), (60, 62, 60)]


def test_no_place_reaches_across_a_cut() -> None:
    cut = NO_CUT.copy()
    cut[15] = True

    segments = find_segments(doubts(400, (10, 20, 0.5)), cut, 30)

    assert [(s.first, s.stop) for s in segments] == [(10, 15), (15, 20)]


def test_a_place_lasts_three_seconds_at_most() -> None:
    segments = find_segments(doubts(400, (0, 200, 0.5)), NO_CUT, 30)

    assert [(s.first, s.stop) for s in segments] == [(0, 90), (90, 180), (180, 200)]


def test_what_mends_most_for_its_time_comes_first() -> None:
    wrong = doubts(400, (10, 11, 0.9), (100, 120, 0.9), (200, 290, 0.3))

    segments = worst_first(find_segments(wrong, NO_CUT, 30), 30)

    assert [s.first for s in segments] == [100, 200, 10]


def test_a_sure_video_has_no_places() -> None:
    assert find_segments(doubts(400), NO_CUT, 30) == []
