import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.cloud.data_set_dialog import DataSetDialog, DataSetFields

FIELDS = DataSetFields("finals", "boxes", 5, True, "later")


@pytest.fixture
def dialog(qtbot: QtBot) -> DataSetDialog:
    dialog = DataSetDialog({"points": "points", "boxes": "boxes"}, ("now", "later"))
    qtbot.addWidget(dialog)
    return dialog


def test_what_is_shown_is_what_is_said(dialog: DataSetDialog) -> None:
    dialog.set_fields(FIELDS)

    assert dialog.fields == FIELDS


@pytest.mark.parametrize("button", ["save", "publish"])
def test_a_button_asks_with_the_fields(dialog: DataSetDialog, qtbot: QtBot, button: str) -> None:
    dialog.set_fields(FIELDS)
    with qtbot.waitSignal(getattr(dialog, f"{button}_asked")) as asked:
        find_child(dialog, QPushButton, button).click()

    assert asked.args == [FIELDS]


def test_what_was_kept_by_another_version_is_passed_over(dialog: DataSetDialog) -> None:
    dialog.set_fields(DataSetFields("finals", "dances", 1, False, "never"))

    assert (dialog.fields.task, dialog.fields.when) == ("points", "now")


def test_what_is_wrong_is_said(dialog: DataSetDialog) -> None:
    dialog.set_error("No name.")

    assert dialog.error == "No name."


def test_enter_keeps_the_fields_and_publishes_nothing(dialog: DataSetDialog, qtbot: QtBot) -> None:
    dialog.show()
    published: list[DataSetFields] = []
    dialog.publish_asked.connect(published.append)
    name = find_child(dialog, QLineEdit)
    with qtbot.waitSignal(dialog.save_asked):
        QTest.keyClick(name, Qt.Key.Key_Return)

    assert published == []
