import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from storage.records import Review, Source, Visibility
from tests.widgets import pointing
from widgets.common import theme
from widgets.picture.ball_marks import BallMark
from widgets.picture.picture_view import PictureView

BALL = BallMark(200.0, 100.0)
Said = tuple[str, float, float]


def about(what: str, x: float, y: float, off: float = 0.01) -> tuple[object, ...]:
    return (what, pytest.approx(x, abs=off), pytest.approx(y, abs=off))


@pytest.fixture
def view(qtbot: QtBot, picture: QImage) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(960, 540)
    view.set_picture(picture)
    view.set_ball(BALL)
    view.show()
    return view


@pytest.fixture
def said(view: PictureView) -> list[Said]:
    """What the view says, in order."""
    said: list[Said] = []
    view.ball_dragged.connect(lambda x, y: said.append(("dragged", x, y)))
    view.ball_placed.connect(lambda x, y: said.append(("placed", x, y)))
    return said


def at(view: PictureView, x: float, y: float) -> pointing.Point:
    point = view.view_at(x, y)
    assert point is not None
    return point.x(), point.y()


def under(view: PictureView, x: float, y: float) -> tuple[float, float]:
    """Label coordinates under a view point."""
    (left, top), (right, _) = at(view, 0, 0), at(view, 1, 0)
    return (x - left) / (right - left), (y - top) / (right - left)


def colour(view: PictureView, x: float, y: float) -> QColor:
    point = at(view, x, y)
    return view.grab().toImage().pixelColor(int(point[0]), int(point[1]))


def test_a_drag_of_the_ball_is_said_once_on_release(view: PictureView, said: list[Said]) -> None:
    pointing.press(view, at(view, 202, 101))
    pointing.move(view, at(view, 252, 131))

    assert said == []
    pointing.release(view, at(view, 252, 131))
    assert said == [about("dragged", 250, 130, off=0.7)]


def test_a_click_on_the_ball_changes_nothing(view: PictureView, said: list[Said]) -> None:
    pointing.drag(view, at(view, 201, 100))

    assert said == []


def test_a_click_elsewhere_places_the_ball(view: PictureView, said: list[Said]) -> None:
    pointing.drag(view, at(view, 500, 300))

    assert said == [about("placed", 500, 300)]


@pytest.mark.parametrize("size", [(900, 900), (1800, 540), (400, 200)])
def test_a_press_beside_the_picture_means_nothing(
    view: PictureView, said: list[Said], size: tuple[int, int]
) -> None:
    view.resize(*size)
    left, top = at(view, -0.5, -0.5)
    for x, y in ((0, 0), (left - 1, top - 1), (size[0] - 1, size[1] - 1)):
        pointing.drag(view, (x, y))
        pointing.drag(view, (x, y), at(view, 320, 180))

    assert said == []


def test_the_picture_ends_at_its_last_pixel(view: PictureView, said: list[Said]) -> None:
    view.resize(900, 900)
    _, top = at(view, 320, -0.5)
    pointing.drag(view, (450, top + 1))

    assert len(said) == 1


def test_a_ball_at_the_edge_can_be_taken_from_beside_it(
    view: PictureView, said: list[Said]
) -> None:
    view.resize(900, 900)
    view.set_ball(BallMark(320.0, 0.0))
    x, y = at(view, 320, -3)
    pointing.drag(view, (x, y), (x, y + 60))

    assert [what for what, *_ in said] == ["dragged"]


def test_while_it_plays_a_press_asks_for_a_pause(
    view: PictureView, said: list[Said], qtbot: QtBot
) -> None:
    view.set_playing(True)
    with qtbot.waitSignal(view.pause_asked):
        pointing.drag(view, at(view, 500, 300), at(view, 300, 200))

    assert said == []


def test_a_press_elsewhere_can_be_put_right(view: PictureView, said: list[Said]) -> None:
    pointing.drag(view, at(view, 500, 300), at(view, 480, 310))

    assert said == [about("placed", 480, 310)]


def test_escape_takes_a_drag_back(view: PictureView, said: list[Said]) -> None:
    pointing.press(view, at(view, 200, 100))
    pointing.move(view, at(view, 300, 200))

    QTest.keyClick(view, Qt.Key.Key_Escape)
    pointing.release(view, at(view, 300, 200))
    assert said == []


def test_a_drag_out_of_the_picture_ends_at_its_edge(view: PictureView, said: list[Said]) -> None:
    pointing.drag(view, at(view, 200, 100), (2000, 2000))

    assert said == [("dragged", 639.5, 359.5)]


def test_without_editing_the_left_button_pans(view: PictureView, said: list[Said]) -> None:
    view.zoom_to(4)
    view.set_editable(False)
    before = under(view, 0, 0)

    pointing.drag(view, (500, 300), (480, 300))
    assert said == []
    assert under(view, 0, 0)[0] == before[0] + 5


@pytest.mark.parametrize("button", [pointing.MIDDLE, pointing.RIGHT])
def test_the_other_buttons_pan(view: PictureView, said: list[Said], button: Qt.MouseButton) -> None:
    view.zoom_to(4)
    before = under(view, 0, 0)

    pointing.drag(view, (500, 300), (460, 340), button=button)
    assert said == []
    assert under(view, 0, 0) == (before[0] + 10, before[1] - 10)


def test_the_wheel_zooms_to_the_pointer(view: PictureView, qtbot: QtBot) -> None:
    before = under(view, 700, 100)

    with qtbot.waitSignal(view.zoom_changed):
        pointing.turn_wheel(view, (700, 100), up=3)
    assert view.zoom > 1.5
    assert under(view, 700, 100) == pytest.approx(before, abs=0.5)


def test_a_fitted_picture_stays_fitted_when_the_view_grows(view: PictureView) -> None:
    view.resize(1280, 720)

    assert view.fits
    assert view.zoom == 2.0


def test_a_zoomed_picture_keeps_its_zoom_when_the_view_grows(view: PictureView) -> None:
    view.zoom_to(3)
    view.resize(1280, 720)

    assert view.zoom == 3.0
    view.fit()
    assert view.zoom == 2.0


def test_the_next_frame_is_shown_where_the_last_was(view: PictureView, picture: QImage) -> None:
    view.zoom_to(5, QPointF(10, 10))
    before = under(view, 0, 0)

    view.set_picture(picture.copy())
    assert under(view, 0, 0) == before


def test_a_video_of_another_size_is_fitted(view: PictureView) -> None:
    view.zoom_to(5)
    view.set_picture(QImage(1920, 1080, QImage.Format.Format_RGB32))

    assert view.fits
    assert view.zoom == 0.5


def test_far_in_pixels_are_squares_even_at_rest(view: PictureView, picture: QImage) -> None:
    picture.setPixelColor(100, 100, QColor("white"))
    view.set_ball(None)
    view.set_picture(picture)
    view.zoom_to(20, QPointF(*at(view, 100, 100)))

    assert colour(view, 100.45, 100.45).lightness() == 255
    assert colour(view, 100.55, 100.55).lightness() < 110


def test_the_ball_stays_to_be_seen_inside_its_ring(view: PictureView) -> None:
    assert colour(view, 200, 100) == QColor(100, 100, 100)


def test_while_a_drag_lasts_the_ball_is_drawn_where_it_would_be(view: PictureView) -> None:
    pointing.press(view, at(view, 200, 100))
    pointing.move(view, at(view, 300, 200))

    x, y = at(view, 300, 200)
    ring = view.grab().toImage().pixelColor(int(x + 9), int(y))
    assert abs(ring.hue() - theme.SOURCE_COLOURS[Source.HUMAN].hue()) < 12


def test_a_ball_that_is_not_there_is_said_in_words(view: PictureView) -> None:
    before = view.grab().toImage()

    view.set_ball(BallMark(None, None, Source.HUMAN, Visibility.ABSENT, Review.CORRECTED))
    assert view.grab().toImage() != before


def test_setters_say_nothing(view: PictureView, said: list[Said], qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.zoom_changed):
        view.zoom_to(2)
        view.fit()
        view.set_ball(BallMark(3, 4))
        view.set_trail([BALL, None, BALL], [BALL])

    assert said == []


def test_without_a_picture_nothing_can_be_placed(view: PictureView, said: list[Said]) -> None:
    view.set_picture(None)
    view.set_message("No video", "Open one.")
    view.grab()

    pointing.drag(view, (10, 10), (30, 30))
    assert said == []


def test_it_leaves_room_for_the_rest_of_a_small_window(view: PictureView) -> None:
    assert view.minimumSizeHint().width() <= 480
    assert view.minimumSizeHint().height() <= 270
