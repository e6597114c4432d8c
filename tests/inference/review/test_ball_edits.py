import numpy as np
import pytest

from inference.review import ball_edits
from storage.records import BallLabel, BallTrackBuilder, Review, Source, Visibility

TIMES = np.arange(20) / 25


@pytest.fixture
def track() -> BallTrackBuilder:
    """Twenty frames: the model sees a ball in 5 and none in 6; the rest nobody looked at."""
    track = BallTrackBuilder.empty(20)
    set_model(track, 5, 50.0, 60.0)
    track.source[6] = Source.MODEL
    return track


def set_model(track: BallTrackBuilder, frame: int, x: float, y: float) -> None:
    track.visibility[frame] = Visibility.CLEAR
    track.x[frame], track.y[frame] = x, y
    track.source[frame] = Source.MODEL


def set_human(track: BallTrackBuilder, frame: int, x: float, y: float) -> None:
    set_model(track, frame, x, y)
    track.source[frame] = Source.HUMAN
    track.review[frame] = Review.CORRECTED


def test_placing_keeps_the_visibility_that_was_known(track: BallTrackBuilder) -> None:
    track.visibility[5] = Visibility.OCCLUDED

    assert ball_edits.place(track.build(), 5, 1.5, 2.5) == {
        "ball/5": BallLabel(Visibility.OCCLUDED, 1.5, 2.5)
    }


def test_placing_where_nothing_was_known_makes_a_clear_ball(track: BallTrackBuilder) -> None:
    assert ball_edits.place(track.build(), 0, 1, 2) == {"ball/0": BallLabel(Visibility.CLEAR, 1, 2)}


def test_a_nudge_moves_the_shown_point(track: BallTrackBuilder) -> None:
    assert ball_edits.nudge(track.build(), 5, -1, 0.5) == {
        "ball/5": BallLabel(Visibility.CLEAR, 49.0, 60.5)
    }


@pytest.mark.parametrize("frame", [0, 6])
def test_a_nudge_without_a_point_is_nothing(track: BallTrackBuilder, frame: int) -> None:
    assert ball_edits.nudge(track.build(), frame, 1, 0) == {}


def test_calling_the_models_absence_absent_is_accepting_it(track: BallTrackBuilder) -> None:
    label = BallLabel(Visibility.ABSENT, review=Review.ACCEPTED)

    assert ball_edits.mark(track.build(), 6, Visibility.ABSENT) == {"ball/6": label}


def test_calling_a_found_ball_absent_corrects_it(track: BallTrackBuilder) -> None:
    label = BallLabel(Visibility.ABSENT, review=Review.CORRECTED)

    assert ball_edits.mark(track.build(), 5, Visibility.ABSENT) == {"ball/5": label}


def test_an_occluded_ball_keeps_its_place(track: BallTrackBuilder) -> None:
    label = BallLabel(Visibility.OCCLUDED, 50.0, 60.0)

    assert ball_edits.mark(track.build(), 5, Visibility.OCCLUDED) == {"ball/5": label}


def test_a_ball_without_a_place_cannot_be_visible(track: BallTrackBuilder) -> None:
    assert ball_edits.mark(track.build(), 6, Visibility.CLEAR) == {}


def test_accepting_a_range_leaves_out_what_nobody_looked_at(track: BallTrackBuilder) -> None:
    assert ball_edits.accept(track.build(), range(20)) == {
        "ball/5": BallLabel(Visibility.CLEAR, 50.0, 60.0, review=Review.ACCEPTED),
        "ball/6": BallLabel(Visibility.ABSENT, review=Review.ACCEPTED),
    }


def test_accepting_what_is_decided_changes_nothing(track: BallTrackBuilder) -> None:
    track.review[5] = Review.CORRECTED

    assert ball_edits.accept(track.build(), [5]) == {}


def test_rejecting_needs_a_point_to_reject(track: BallTrackBuilder) -> None:
    rejected = BallLabel(Visibility.ABSENT, review=Review.REJECTED)

    assert ball_edits.reject(track.build(), range(20)) == {"ball/5": rejected}


def test_removing_says_nothing_of_the_frame_any_more() -> None:
    assert ball_edits.remove([3, 4]) == {"ball/3": None, "ball/4": None}


def test_filling_between_two_points_is_straight_without_neighbours(track: BallTrackBuilder) -> None:
    set_human(track, 4, 0, 100)
    set_human(track, 8, 40, 140)

    filled = ball_edits.interpolate(track.build(), TIMES, 6)

    assert list(filled) == ["ball/5", "ball/6", "ball/7"]
    assert filled["ball/6"] == BallLabel(
        Visibility.CLEAR, pytest.approx(20), pytest.approx(120),  # type: ignore[arg-type]
        Source.INTERPOLATED, Review.UNREVIEWED,
    )  # fmt: skip


def test_filling_follows_the_arc_that_neighbours_show(track: BallTrackBuilder) -> None:
    for frame in (3, 4, 12, 13):
        set_human(track, frame, 10 * frame, (frame - 8) ** 2)

    filled = ball_edits.interpolate(track.build(), TIMES, 8)
    middle = filled["ball/8"]

    assert isinstance(middle, BallLabel)
    assert middle.y == pytest.approx(0, abs=3)  # a straight line would say 16


@pytest.mark.parametrize("frame", [0, 4, 9, 19])
def test_filling_needs_a_human_point_on_both_sides(track: BallTrackBuilder, frame: int) -> None:
    set_human(track, 4, 0, 0)

    assert ball_edits.interpolate(track.build(), TIMES, frame) == {}


def test_neighbouring_points_leave_nothing_to_fill(track: BallTrackBuilder) -> None:
    set_human(track, 7, 0, 0)
    set_human(track, 8, 0, 0)

    assert ball_edits.interpolate(track.build(), TIMES, 7) == {}


def test_a_ball_that_comes_back_to_its_place_has_not_been_placed(track: BallTrackBuilder) -> None:
    assert ball_edits.place(track.build(), 5, 50.0 + 1e-9, 60.0) == {}
    assert ball_edits.place(track.build(), 5, 50.01, 60.0)


@pytest.mark.parametrize("verdict", [Review.ACCEPTED, Review.CORRECTED])
@pytest.mark.parametrize(("frame", "visibility"), [(5, Visibility.CLEAR), (6, Visibility.ABSENT)])
def test_saying_the_same_again_changes_no_verdict(
    track: BallTrackBuilder, frame: int, visibility: Visibility, verdict: Review
) -> None:
    track.source[frame], track.review[frame] = Source.HUMAN, verdict

    [label] = ball_edits.mark(track.build(), frame, visibility).values()

    assert isinstance(label, BallLabel)
    assert label.review == verdict


def test_calling_a_rejected_point_absent_is_a_correction(track: BallTrackBuilder) -> None:
    track.source[6], track.review[6] = Source.HUMAN, Review.REJECTED
    label = BallLabel(Visibility.ABSENT, review=Review.CORRECTED)

    assert ball_edits.mark(track.build(), 6, Visibility.ABSENT) == {"ball/6": label}
