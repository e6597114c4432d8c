import pytest
from PySide6.QtWidgets import QListView, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.review.queue_panel import QueuePanel
from widgets.review.queue_rows import PlaceRow

ROWS = [PlaceRow(frame, f"Reason {frame}", "0:01.200 · 4 frames", 0.7) for frame in (7, 90)]


@pytest.fixture
def panel(qtbot: QtBot) -> QueuePanel:
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_without_places_it_says_why(panel: QueuePanel) -> None:
    panel.set_note("Track the ball.")

    assert panel.note == "Track the ball."


def test_the_places_are_counted(panel: QueuePanel) -> None:
    panel.set_places(ROWS, 0, "1 of 2")

    assert panel.count_text == "1 of 2"
    assert panel.note == ""


def test_showing_places_chooses_none(panel: QueuePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.place_chosen):
        panel.set_places(ROWS, 1, "2 of 2")


def test_a_press_chooses_a_place(panel: QueuePanel, qtbot: QtBot) -> None:
    panel.set_places(ROWS, 0, "")

    with qtbot.waitSignal(panel.place_chosen) as signal:
        find_child(panel, QListView).clicked.emit(panel.model.index(1))

    assert signal.args == [1]


def test_what_needs_a_place_is_greyed_without_one(panel: QueuePanel) -> None:
    panel.set_places(ROWS, -1, "")

    assert not find_child(panel, QPushButton, "accept_place").isEnabled()
    assert find_child(panel, QPushButton, "next_doubtful").isEnabled()
