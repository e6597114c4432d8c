import pytest

from tests.widgets.picture.test_ball_marks import drawn, shape
from widgets.picture.overlay_marks import (
    CandidateMark,
    candidate_near,
    paint_candidates,
    paint_compared,
)

LIKELY, UNLIKELY = CandidateMark(40, 40, 0.9), CandidateMark(60, 40, 0.1)


def test_surer_candidates_have_larger_rings() -> None:
    small = drawn(lambda painter: paint_candidates(painter, [CandidateMark(39.5, 39.5, 0.3)]))
    large = drawn(lambda painter: paint_candidates(painter, [CandidateMark(39.5, 39.5, 0.9)]))

    assert large.nonzero()[0].max() > small.nonzero()[0].max()


def test_the_chosen_one_is_told_by_its_shape() -> None:
    plain = drawn(lambda painter: paint_candidates(painter, [CandidateMark(39.5, 39.5, 0.9)]))
    chosen = drawn(
        lambda painter: paint_candidates(painter, [CandidateMark(39.5, 39.5, 0.9, True)])
    )

    assert (plain != chosen).sum() > 20


def test_the_ball_is_seen_inside_a_ring() -> None:
    ring = drawn(lambda painter: paint_candidates(painter, [CandidateMark(39.5, 39.5, 0.9)]))

    assert not ring[37:43, 37:43].any()


def test_another_analysis_has_a_shape_of_its_own() -> None:
    other = drawn(lambda painter: paint_compared(painter, 39.5, 39.5))

    assert other.any()
    assert (other != shape()).sum() > 60
    assert not other[38:42, 38:42].any()


@pytest.mark.parametrize(
    ("x", "found"), [(41, LIKELY), (50.5, UNLIKELY), (49.5, LIKELY), (75, None)]
)
def test_a_press_means_the_nearest_candidate(x: float, found: CandidateMark | None) -> None:
    assert candidate_near([LIKELY, UNLIKELY], x, 40, 1.0) == found


def test_far_in_a_press_must_be_closer_in_the_picture() -> None:
    assert candidate_near([LIKELY], 46, 40, 0.25) is None
    assert candidate_near([LIKELY], 42, 40, 0.25) == LIKELY
