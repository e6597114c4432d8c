import pytest
from PySide6.QtCore import QPointF

from widgets.picture.ball_grip import BallGrip, candidate_at, off_ball
from widgets.picture.ball_marks import BallMark
from widgets.picture.overlay_marks import CandidateMark
from widgets.picture.picture_overlays import NOTHING, Overlays
from widgets.picture.viewport import Viewport

VIEW = Viewport(640, 360, 640, 360).fitted()
BALL = BallMark(100, 100)
RINGS = Overlays(candidates=(CandidateMark(300.25, 200.5, 0.3), CandidateMark(104, 100, 0.9)))


@pytest.fixture
def grip() -> BallGrip:
    return BallGrip()


def at(x: float, y: float) -> QPointF:
    return QPointF(*VIEW.to_view(x, y))


def test_a_press_beside_everything_places_the_ball(grip: BallGrip) -> None:
    grip.begin(at(50, 60), VIEW, BALL, NOTHING)

    assert grip.let_go() == (QPointF(50, 60), False)
    assert not grip.is_held


def test_a_press_on_a_candidate_places_the_ball_just_there(grip: BallGrip) -> None:
    grip.begin(at(303, 198), VIEW, BALL, RINGS)
    grip.move(at(304, 198), VIEW)

    assert grip.let_go() == (QPointF(300.25, 200.5), False)


def test_a_candidate_can_be_dragged_away_from(grip: BallGrip) -> None:
    grip.begin(at(300, 200), VIEW, BALL, RINGS)
    grip.move(at(330, 220), VIEW)

    assert grip.let_go() == (QPointF(330, 220), False)


def test_the_ball_comes_before_a_candidate(grip: BallGrip) -> None:
    grip.begin(at(103, 100), VIEW, BALL, RINGS)

    assert grip.preview is None
    assert grip.let_go() is None
    assert candidate_at(at(103, 100), VIEW, BALL, RINGS) is None


def test_the_ball_is_dragged_by_where_it_was_taken(grip: BallGrip) -> None:
    grip.begin(at(103, 100), VIEW, BALL, NOTHING)
    grip.move(at(153, 120), VIEW)

    assert grip.let_go() == (QPointF(150, 120), True)


def test_what_is_given_up_is_not_said(grip: BallGrip) -> None:
    grip.begin(at(50, 60), VIEW, BALL, NOTHING)
    grip.give_up()
    grip.move(at(80, 60), VIEW)

    assert grip.let_go() is None


def test_a_ball_without_a_place_cannot_be_held() -> None:
    assert off_ball(at(0, 0), VIEW, BallMark(None, None)) is None
    assert off_ball(at(0, 0), VIEW, None) is None
