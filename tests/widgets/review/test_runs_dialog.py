from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.review.runs_dialog import RunFacts, RunsDialog

NET = RunFacts("Ball", "net", "20 Nov 2026 15:00", "512 of 600 frames", "cpu", True)
MOTION = RunFacts("Ball", "motion", "19 Nov 2026 15:00", "600 of 600 frames", "cpu", False)
EVENTS = RunFacts(
    "Events", "hits", "18 Nov 2026 15:00", "12 events", "cpu", False, comparable=False
)


@pytest.fixture
def dialog(qtbot: QtBot) -> RunsDialog:
    dialog = RunsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize("button", ["show", "compare", "remove"])
def test_without_analyses_there_is_nothing_to_choose(dialog: RunsDialog, button: str) -> None:
    assert not find_child(dialog, QPushButton, button).isEnabled()


@pytest.mark.parametrize("button", ["show", "compare"])
def test_the_one_on_screen_is_shown_already(dialog: RunsDialog, button: str) -> None:
    dialog.set_runs([MOTION, NET])

    assert not find_child(dialog, QPushButton, button).isEnabled()
    dialog.select(0)
    assert find_child(dialog, QPushButton, button).isEnabled()


@pytest.mark.parametrize(
    ("button", "signal"),
    [("show", "shown_chosen"), ("compare", "compared_chosen"), ("remove", "removal_asked")],
)
def test_a_button_speaks_of_the_selected_row(
    dialog: RunsDialog, qtbot: QtBot, button: str, signal: str
) -> None:
    dialog.set_runs([NET, MOTION])
    dialog.select(1)

    with qtbot.waitSignal(getattr(dialog, signal)) as asked:
        find_child(dialog, QPushButton, button).click()

    assert asked.args == [1]


def test_each_analysis_says_its_task_and_its_results(dialog: RunsDialog) -> None:
    dialog.set_runs([NET, EVENTS])
    model = find_child(dialog, QTableWidget).model()

    cells = [model.index(1, column).data() for column in (1, 2, 4)]
    assert cells == ["Events", "hits", "12 events"]


def test_only_analyses_of_the_ball_can_be_compared(dialog: RunsDialog) -> None:
    dialog.set_runs([NET, EVENTS])
    dialog.select(1)

    assert find_child(dialog, QPushButton, "show").isEnabled()
    assert not find_child(dialog, QPushButton, "compare").isEnabled()


def test_comparing_is_ended_by_the_button_that_began_it(dialog: RunsDialog, qtbot: QtBot) -> None:
    dialog.set_runs([NET, MOTION])
    dialog.select(1)
    dialog.set_runs([NET, replace(MOTION, compared=True)])

    assert find_child(dialog, QPushButton, "compare").text() == "Stop comparing"
    with qtbot.waitSignal(dialog.compared_chosen) as asked:
        find_child(dialog, QPushButton, "compare").click()
    assert asked.args == [1]
