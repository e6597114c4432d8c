"""The small dialogs (app.gui.shell.dialogs), driven through the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QKeySequenceEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from app.gui.shell.dialogs import ask_for_author, choose_file, choose_folder, confirm_removal
from app.gui.shell.settings import Settings
from app.gui.window import Window
from tests.app.user import User
from tests.finding import find_child
from widgets.window.key_button import KeyButton
from widgets.window.shortcuts_dialog import ShortcutsDialog


def gives_key(user: User, title: str, keys: str) -> None:
    """Type a key into the row of an action in the dialog of shortcuts."""
    user.presses("F1")
    dialog = find_child(user.window, ShortcutsDialog)
    edits = dialog.findChildren(QKeySequenceEdit)
    [edit] = [edit for edit in edits if edit.accessibleName() == f"Key of {title}"]
    QTest.keySequence(edit, QKeySequence(keys))
    dialog.close()


def test_the_file_that_was_chosen_is_opened(user: User, clip: Path, settings: Settings) -> None:
    user.presses("Ctrl+O")
    find_child(user.window, QFileDialog).fileSelected.emit(str(clip))
    user.qtbot.waitUntil(lambda: user.window.session is not None)

    assert user.session.opened.video.path == clip
    assert settings.folder("videos") == clip.parent


def test_the_dialog_starts_where_the_last_video_was(
    user: User, settings: Settings, tmp_path: Path
) -> None:
    settings.set_folder("videos", tmp_path)
    user.presses("Ctrl+O")

    assert Path(find_child(user.window, QFileDialog).directory().absolutePath()) == tmp_path


def test_the_name_on_labels_is_asked_for_and_kept(user: User, settings: Settings) -> None:
    user.action("author").trigger()
    dialog = find_child(user.window, QInputDialog)
    assert dialog.textValue() == "ana"
    dialog.setTextValue("bo")
    dialog.accept()

    assert settings.author == "bo"


def test_a_changed_key_works_at_once_and_after_a_restart(
    reviewer: User, new_window: Callable[[], Window], tracked: Path
) -> None:
    gives_key(reviewer, "Reject", "4")
    reviewer.presses("4")
    reviewer.rests()
    assert reviewer.session.labels.undoable[0]
    reviewer.window.close()

    again = User(new_window(), reviewer.qtbot)
    again.opens(tracked)
    again.goes_to(5)
    again.presses("4")
    again.rests()
    again.sees_fact("Review", "Rejected")


def test_the_old_key_does_nothing_any_more(reviewer: User) -> None:
    gives_key(reviewer, "Reject", "4")
    reviewer.presses("X")
    reviewer.rests()

    assert reviewer.session.labels.undoable == (False, False)


def test_a_changed_key_is_shown_where_the_action_is(reviewer: User) -> None:
    gives_key(reviewer, "Reject", "4")

    assert find_child(reviewer.window, KeyButton, "reject").key == "4"


def test_each_dialog_goes_when_it_is_closed(user: User) -> None:
    user.presses("F1")
    find_child(user.window, ShortcutsDialog).close()

    user.qtbot.waitUntil(lambda: user.window.findChild(ShortcutsDialog) is None)


@pytest.mark.parametrize("keys", ["Ctrl+O", "F1"])
def test_no_dialog_blocks(user: User, keys: str) -> None:
    user.presses(keys)  # would not return before the dialog is closed

    assert user.window.isVisible()


# beside any widget


def test_a_chosen_file_is_told_and_its_folder_kept_for_its_purpose(
    host: QWidget, settings: Settings, tmp_path: Path
) -> None:
    chosen: list[Path] = []
    choose_file(host, settings, "models", "Import a model", "Models (*.pt)", chosen.append)
    dialog = find_child(host, QFileDialog)
    assert dialog.nameFilters() == ["Models (*.pt)", "All files (*)"]

    dialog.fileSelected.emit(str(tmp_path / "best.pt"))

    assert chosen == [tmp_path / "best.pt"]
    assert settings.folder("models") == tmp_path


def test_a_chosen_folder_is_kept_itself(host: QWidget, settings: Settings, tmp_path: Path) -> None:
    chosen: list[Path] = []
    choose_folder(host, settings, "exports", "Export to", chosen.append)

    find_child(host, QFileDialog).fileSelected.emit(str(tmp_path))

    assert (chosen, settings.folder("exports")) == ([tmp_path], tmp_path)


def test_a_dialog_that_is_closed_chooses_nothing(
    host: QWidget, settings: Settings, tmp_path: Path
) -> None:
    settings.set_folder("models", tmp_path)
    chosen: list[Path] = []
    choose_file(host, settings, "models", "Import a model", "Models (*.pt)", chosen.append)

    find_child(host, QFileDialog).reject()

    assert (chosen, settings.folder("models")) == ([], tmp_path)


def test_what_goes_for_good_goes_only_by_its_own_button(host: QWidget) -> None:
    removed: list[bool] = []
    confirm_removal(host, "Remove", "Remove <b>a</b>?", "Its labels.", lambda: removed.append(True))
    box = find_child(host, QMessageBox)
    assert box.defaultButton() is box.escapeButton()
    box.reject()
    assert removed == []

    confirm_removal(host, "Remove", "Remove a?", "Its labels.", lambda: removed.append(True))
    box = host.findChildren(QMessageBox)[-1]
    [remove] = [each for each in box.findChildren(QPushButton) if each.text() == "Remove"]
    remove.click()
    assert removed == [True]


def test_the_name_that_was_entered_is_told(host: QWidget, settings: Settings) -> None:
    entered: list[str] = []
    ask_for_author(host, settings, entered.append)
    dialog = find_child(host, QInputDialog)
    dialog.setTextValue("bo")
    dialog.accept()

    assert entered == [settings.author] == ["bo"]
