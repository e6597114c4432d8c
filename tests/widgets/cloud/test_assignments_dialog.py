import pytest
from PySide6.QtWidgets import QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.cloud.assignments_dialog import AssignmentFacts, AssignmentsDialog

ANA = AssignmentFacts("ana", "frames 0 to 9", "today")
BOB = AssignmentFacts("bob", "frames 10 to 19", "today")


@pytest.fixture
def dialog(qtbot: QtBot) -> AssignmentsDialog:
    dialog = AssignmentsDialog("frames 3 to 7")
    qtbot.addWidget(dialog)
    return dialog


def test_a_row_can_be_given_back(dialog: AssignmentsDialog, qtbot: QtBot) -> None:
    dialog.set_assignments([ANA, ANA])
    with qtbot.waitSignal(dialog.given_back) as given:
        find_child(dialog, QPushButton, "give-back").click()

    assert given.args == [0]
    assert dialog.rows == 2


def test_what_others_take_meanwhile_changes_nothing_in_what_is_given_back(
    dialog: AssignmentsDialog, qtbot: QtBot
) -> None:
    dialog.set_assignments([BOB, ANA])
    find_child(dialog, QTableWidget).selectRow(1)
    dialog.set_assignments([BOB, BOB, ANA])

    with qtbot.waitSignal(dialog.given_back) as given:
        find_child(dialog, QPushButton, "give-back").click()
    assert given.args == [2]


def test_nothing_can_be_given_back_where_nothing_was_taken(dialog: AssignmentsDialog) -> None:
    assert not find_child(dialog, QPushButton, "give-back").isEnabled()


def test_a_range_can_be_taken_where_one_is_marked(qtbot: QtBot, dialog: AssignmentsDialog) -> None:
    none_marked = AssignmentsDialog("")
    qtbot.addWidget(none_marked)

    assert find_child(dialog, QPushButton, "take-range").text() == "Take frames 3 to 7"
    assert not find_child(none_marked, QPushButton, "take-range").isEnabled()
