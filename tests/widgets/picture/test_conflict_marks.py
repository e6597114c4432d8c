import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from widgets.picture.conflict_marks import COLOURS, ConflictMark, ConflictMarks
from widgets.picture.picture_view import PictureView


@pytest.fixture
def marks(qtbot: QtBot) -> ConflictMarks:
    picture = PictureView()
    qtbot.addWidget(picture)
    picture.resize(400, 300)
    image = QImage(200, 150, QImage.Format.Format_RGB32)
    image.fill(0)
    picture.set_picture(image)
    picture.show()
    return ConflictMarks(picture)


def test_each_side_is_drawn_where_it_sees_the_ball(marks: ConflictMarks) -> None:
    marks.set_sides([ConflictMark("ana", 50, 50), ConflictMark("bob", 150, 100)])
    drawn = marks.grab().toImage()

    for place, colour in zip(marks.places(), COLOURS, strict=False):
        assert place is not None
        assert drawn.pixelColor(round(place.x()), round(place.y() - 12)) == colour


def test_a_side_without_a_ball_is_told_in_the_corner(marks: ConflictMarks) -> None:
    marks.set_sides([ConflictMark("ana: No label")])

    assert marks.places() == [None]
    assert marks.isVisible()


def test_marks_follow_the_zoom(marks: ConflictMarks) -> None:
    marks.set_sides([ConflictMark("ana", 50, 50)])
    before = marks.places()
    picture = marks.parentWidget()
    assert isinstance(picture, PictureView)
    picture.zoom_to(4)

    assert marks.places() != before


def test_marks_cover_a_picture_that_grows(marks: ConflictMarks) -> None:
    picture = marks.parentWidget()
    assert picture is not None
    picture.resize(600, 500)

    assert marks.size() == picture.size()


def test_no_sides_are_no_marks(marks: ConflictMarks) -> None:
    marks.set_sides([ConflictMark("ana", 50, 50)])
    marks.set_sides([])

    assert not marks.isVisible()


def test_presses_go_to_the_picture(marks: ConflictMarks) -> None:
    assert marks.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
