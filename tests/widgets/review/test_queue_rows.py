from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from widgets.review.queue_rows import ROW, PlaceDelegate, PlaceListModel, PlaceRow

ROWS = [
    PlaceRow(7, "Two candidates 84 px apart, 0.41 against 0.38", "0:01.200 · 4 frames", 0.71),
    PlaceRow(90, "No ball in 14 frames", "0:03.000 · 14 frames", 0.5, "decided"),
]


def test_the_model_is_one() -> None:
    model = PlaceListModel()
    QAbstractItemModelTester(model)
    model.set_rows(ROWS, 0)

    assert model.rowCount() == 2
    assert "84 px apart" in str(model.data(model.index(0)))
    assert "71 % wrong" in str(model.data(model.index(0)))


def test_thumbnails_come_later_and_stay() -> None:
    model = PlaceListModel()
    model.set_rows(ROWS, 0)
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    model.set_thumbnail(90, image)
    model.set_rows(list(reversed(ROWS)), 1)

    row = model.data(model.index(0), ROW)
    assert isinstance(row, PlaceRow)
    assert row.thumbnail == image
    assert model.lacking() == [7]


def test_rows_are_painted(qtbot: QtBot) -> None:
    model, view = PlaceListModel(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(PlaceDelegate(view))
    view.resize(300, 200)
    model.set_rows(ROWS, 0)
    view.show()

    picture = view.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, 300, 3) for y in range(0, 110, 3)}
    assert len(colours) > 4
