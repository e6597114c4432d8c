from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.widgets import dropping
from widgets.library.drop_area import DropArea


@pytest.fixture
def area(qtbot: QtBot) -> DropArea:
    area = DropArea()
    qtbot.addWidget(area)
    area.resize(700, 400)
    area.show()
    return area


def button(area: DropArea, text: str) -> QPushButton:
    return next(b for b in area.findChildren(QPushButton) if text in b.text())


def test_of_several_dropped_files_the_first_is_told(area: DropArea, tmp_path: Path) -> None:
    dropped: list[Path] = []
    area.file_dropped.connect(dropped.append)

    dropping.drop(area, dropping.files(tmp_path / "a.mp4", tmp_path / "b.mp4"))

    assert dropped == [tmp_path / "a.mp4"]


def test_text_is_not_taken(area: DropArea) -> None:
    mime = QMimeData()
    mime.setText("not a file")

    assert not dropping.enter(area, mime)


def test_it_shows_that_it_will_take_a_file(area: DropArea, tmp_path: Path) -> None:
    before = area.grab().toImage()

    assert dropping.enter(area, dropping.files(tmp_path / "a.mp4"))
    assert area.grab().toImage() != before


def test_its_buttons_ask(area: DropArea, qtbot: QtBot) -> None:
    with qtbot.waitSignal(area.open_asked):
        QTest.mouseClick(button(area, "Open"), Qt.MouseButton.LeftButton)

    with qtbot.waitSignal(area.sample_asked):
        QTest.mouseClick(button(area, "sample"), Qt.MouseButton.LeftButton)


def test_while_the_sample_is_rendered_it_cannot_be_asked_for(area: DropArea) -> None:
    area.set_sample_offered(False)

    assert not button(area, "sample").isEnabled()
