import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.export.export_run_view import ExportRunView


@pytest.fixture
def view(qtbot: QtBot) -> ExportRunView:
    view = ExportRunView()
    qtbot.addWidget(view)
    view.show()
    view.show_running("Exporting COCO", "/exports/final")
    return view


def buttons(view: ExportRunView) -> list[str]:
    return [button.objectName() for button in view.findChildren(QPushButton) if button.isVisible()]


def test_at_work_it_can_be_cancelled_alone(view: ExportRunView, qtbot: QtBot) -> None:
    assert buttons(view) == ["cancel_export"]

    with qtbot.waitSignal(view.cancel_asked):
        find_child(view, QPushButton, "cancel_export").click()


def test_progress_is_told_with_rate_and_rest(view: ExportRunView) -> None:
    view.set_progress(30, 120, "10 frames/s", 9)

    assert view.done == 0.25


def test_nothing_is_known_before_the_first_step(view: ExportRunView) -> None:
    view.set_progress(0, 0, "", None)

    assert view.done == 0


def test_stopping_takes_a_moment(view: ExportRunView) -> None:
    view.show_cancelling()

    assert not find_child(view, QPushButton, "cancel_export").isEnabled()


@pytest.mark.parametrize(
    ("stays", "offered"), [(True, ["resume", "discard", "back"]), (False, ["back"])]
)
def test_what_was_stopped_can_go_on_where_something_stays(
    view: ExportRunView, stays: bool, offered: list[str]
) -> None:
    view.show_cancelled(stays)

    assert buttons(view) == offered


def test_a_failure_says_why(view: ExportRunView) -> None:
    view.show_failed("The disk is full.", "Make room.", stays=True)

    assert view.text == "The disk is full. Make room."
    assert "resume" in buttons(view)


@pytest.mark.parametrize(
    ("can_open", "offered"), [(True, ["open_folder", "back"]), (False, ["back"])]
)
def test_what_is_done_can_be_opened_on_this_computer(
    view: ExportRunView, can_open: bool, offered: list[str]
) -> None:
    view.show_done("Exported final", "In /exports.", can_open)

    assert buttons(view) == offered
    assert view.text == "Exported final In /exports."
