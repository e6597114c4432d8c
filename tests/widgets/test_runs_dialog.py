import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import found
from widgets.runs_dialog import RunFacts, RunsDialog

NET = RunFacts("net", "20 Nov 2026 15:00", "512 of 600", "cpu", True)
MOTION = RunFacts("motion", "19 Nov 2026 15:00", "600 of 600", "cpu", False)


@pytest.fixture
def dialog(qtbot: QtBot) -> RunsDialog:
    dialog = RunsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_without_analyses_there_is_nothing_to_choose(dialog: RunsDialog) -> None:
    assert not found(dialog, QPushButton, "show").isEnabled()
    assert not found(dialog, QPushButton, "remove").isEnabled()


@pytest.mark.parametrize(
    ("button", "signal"), [("show", "shown_chosen"), ("remove", "removal_asked")]
)
def test_a_button_speaks_of_the_selected_row(
    dialog: RunsDialog, qtbot: QtBot, button: str, signal: str
) -> None:
    dialog.set_runs([NET, MOTION])
    dialog.select(1)

    with qtbot.waitSignal(getattr(dialog, signal)) as asked:
        found(dialog, QPushButton, button).click()

    assert asked.args == [1]
