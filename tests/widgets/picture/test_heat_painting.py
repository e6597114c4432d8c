import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.picture.heat_painting import heat_of, paint_heat, paint_heat_legend
from widgets.picture.picture_overlays import Overlays
from widgets.picture.picture_view import PictureView

CELLS = (36, 64)


def one_hot(row: int, column: int) -> NDArray[np.float32]:
    scores = np.zeros(CELLS, np.float32)
    scores[row, column] = 1
    return scores


def blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    return image


def test_cold_cells_are_transparent_and_hot_ones_let_the_picture_through() -> None:
    image = heat_of(np.array([[0, 0.1, 1]], np.float32), 3, 1).image
    cold, warm, hot = (image.pixelColor(x, 0) for x in range(3))

    assert cold.alpha() == 0
    assert 0 < warm.alpha() < hot.alpha() < 230


def test_hotter_is_brighter() -> None:
    image = heat_of(np.linspace(0.05, 1, 20, dtype=np.float32)[None], 20, 1).image
    light = [image.pixelColor(x, 0).lightness() for x in range(20)]

    assert light == sorted(light)


def test_scores_that_are_none_are_cold() -> None:
    image = heat_of(np.array([[np.nan, -1, 5]], np.float32), 3, 1).image

    assert [image.pixelColor(x, 0).alpha() > 0 for x in range(3)] == [False, False, True]


def test_what_reaches_beyond_the_picture_is_cut() -> None:
    image = blank(20, 20)
    painter = QPainter(image)
    paint_heat(painter, heat_of(np.ones((2, 2), np.float32), 20, 20), QRectF(0, 0, 15, 15))
    painter.end()

    assert image.pixelColor(14, 14).alpha() > 0
    assert image.pixelColor(15, 14).alpha() == 0


@pytest.fixture
def view(qtbot: QtBot, picture: QImage) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(960, 540)
    view.set_picture(picture)
    view.show()
    return view


def centre_of_heat(view: PictureView, without: QImage) -> tuple[float, float]:
    """The middle of what has changed since `without`, in view pixels."""
    before, now = (_numbers(image) for image in (without, view.grab().toImage()))
    rows, columns = np.nonzero(np.abs(now - before).max(axis=2) > 30)
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def _numbers(image: QImage) -> NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows.astype(np.int16)


@pytest.mark.parametrize("zoom", [None, 3.0, 11.0])
@pytest.mark.parametrize("covered", [(640, 360), (648, 366), (640, 480)], ids=str)
def test_heat_lies_where_its_cell_is_however_the_picture_is_shown(
    view: PictureView, zoom: float | None, covered: tuple[float, float]
) -> None:
    row, column = 20, 40
    x = (column + 0.5) * covered[0] / CELLS[1] - 0.5  # label coordinates: of pixel centres
    y = (row + 0.5) * covered[1] / CELLS[0] - 0.5
    if zoom is not None:
        at = view.view_at(x, y)
        assert at is not None
        view.zoom_to(zoom, at + QPointF(30, 17))
    without = view.grab().toImage()

    view.set_overlays(Overlays(heat=heat_of(one_hot(row, column), *covered)))
    point = view.view_at(x, y)
    assert point is not None
    assert centre_of_heat(view, without) == pytest.approx((point.x(), point.y()), abs=1)


def test_the_legend_says_whose_heat_it_is_and_scales_it() -> None:
    note, scaled = blank(600, 100), blank(600, 100)
    for image, scale in ((note, False), (scaled, True)):
        painter = QPainter(image)
        paint_heat_legend(painter, QRectF(0, 0, 600, 100), "Heat of fast", scale)
        painter.end()

    lefts = [_numbers(image)[..., :3].any(axis=(0, 2)).argmax() for image in (note, scaled)]
    assert lefts[1] < lefts[0] - 80


def test_a_long_note_stays_inside_the_picture() -> None:
    image = blank(200, 60)
    painter = QPainter(image)
    paint_heat_legend(painter, QRectF(0, 0, 200, 60), "No heat map: " + "long words " * 20, False)
    painter.end()

    assert image.pixelColor(5, 24).alpha() == 0
