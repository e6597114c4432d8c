import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.widgets import pointing
from widgets.picture.ball_marks import BallMark
from widgets.picture.heat_painting import heat_of
from widgets.picture.overlay_marks import CandidateMark
from widgets.picture.picture_overlays import NOTHING, Overlays
from widgets.picture.picture_view import PictureView

RINGS = Overlays(candidates=(CandidateMark(500.25, 300.5, 0.4), CandidateMark(200, 100, 0.9, True)))


@pytest.fixture
def view(qtbot: QtBot, picture: QImage) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.set_picture(picture)
    view.set_ball(BallMark(200, 100))
    view.show()
    return view


@pytest.mark.parametrize(
    "overlays",
    [
        Overlays(heat=heat_of(np.ones((4, 4), np.float32), 640, 360)),
        Overlays(heat_note="Heat of fast: computing…"),
        RINGS,
        Overlays(compared=(300.0, 200.0)),
        Overlays(compared_note="motion sees no ball"),
    ],
)
def test_each_is_seen_and_goes_again(view: PictureView, overlays: Overlays) -> None:
    before = view.grab().toImage()

    view.set_overlays(overlays)
    assert view.grab().toImage() != before

    view.set_overlays(NOTHING)
    assert view.grab().toImage() == before


def test_a_click_on_a_ring_puts_the_ball_just_there(view: PictureView, qtbot: QtBot) -> None:
    view.set_overlays(RINGS)
    at = view.view_at(503, 298)
    assert at is not None

    with qtbot.waitSignal(view.ball_placed) as placed:
        pointing.drag(view, at.toTuple())
    assert placed.args == [500.25, 300.5]


def test_the_pointer_shows_that_a_ring_can_be_taken(view: PictureView) -> None:
    view.set_overlays(RINGS)
    shapes = []
    for x, y in ((500, 300), (200, 100), (50, 50)):
        at = view.view_at(x, y)
        assert at is not None
        pointing.hover(view, at.toTuple())
        shapes.append(view.cursor().shape())

    assert len(set(shapes)) == 3


def test_nothing_is_near_where_nothing_is_shown() -> None:
    assert NOTHING.candidate_at(QPointF(3, 4), 1.0) is None
