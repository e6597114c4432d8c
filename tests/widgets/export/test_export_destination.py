from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.export.export_destination import ExportDestination


@pytest.fixture
def place(qtbot: QtBot) -> ExportDestination:
    place = ExportDestination(Path("/exports"), "s3://club/videos")
    qtbot.addWidget(place)
    place.show()
    return place


def take(place: ExportDestination, row: int) -> None:
    kind = find_child(place, QComboBox)
    kind.setCurrentIndex(row)
    kind.activated.emit(row)


def field(place: ExportDestination, name: str) -> QLineEdit:
    return next(each for each in place.findChildren(QLineEdit) if each.accessibleName() == name)


def test_each_kind_of_place_keeps_what_was_entered(place: ExportDestination) -> None:
    assert place.folder == "/exports"

    take(place, 1)
    assert (place.in_s3, place.folder) == (True, "s3://club/videos")
    take(place, 0)
    assert (place.in_s3, place.folder) == (False, "/exports")


def test_a_name_is_proposed_until_the_user_gives_one(
    place: ExportDestination, qtbot: QtBot
) -> None:
    place.propose_name("final.csv")
    place.propose_name("final-coco")
    assert place.name == "final-coco"

    field(place, "Name").clear()
    with qtbot.waitSignal(place.changed):
        QTest.keyClicks(field(place, "Name"), " mine ")
    place.propose_name("final-yolo")
    assert place.name == "mine"


def test_a_folder_can_be_looked_for(place: ExportDestination, qtbot: QtBot) -> None:
    find_child(place, QPushButton).click()
    with qtbot.waitSignal(place.changed):
        find_child(place, QFileDialog).fileSelected.emit("/elsewhere")

    assert place.folder == "/elsewhere"


def test_a_bucket_is_looked_for_where_somebody_can(place: ExportDestination, qtbot: QtBot) -> None:
    take(place, 1)
    assert not find_child(place, QPushButton).isVisible()

    place.set_buckets_offered(True)
    with qtbot.waitSignal(place.bucket_asked):
        find_child(place, QPushButton).click()


def test_an_address_shows_that_it_is_one(place: ExportDestination) -> None:
    place.set_folder("s3://other/place")

    assert (place.in_s3, place.folder) == (True, "s3://other/place")
