import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.cloud.bucket_dialog import BucketDialog
from widgets.cloud.bucket_model import BucketRow

FOLDER = BucketRow("2026/", "2026", is_folder=True)
VIDEO = BucketRow("a.mp4", "a.mp4", "1.2 MB", is_video=True)
TEXT = BucketRow("b.txt", "b.txt", "3 B")


@pytest.fixture
def dialog(qtbot: QtBot) -> BucketDialog:
    dialog = BucketDialog()
    qtbot.addWidget(dialog)
    dialog.begin("s3://videos/", can_go_up=False)
    return dialog


def is_enabled(dialog: BucketDialog, name: str) -> bool:
    return find_child(dialog, QPushButton, name).isEnabled()


def test_while_nothing_has_come_it_says_so(dialog: BucketDialog) -> None:
    assert dialog.text == "Listing the bucket…"
    assert not is_enabled(dialog, "open")


def test_the_first_entry_is_ready_to_be_opened(dialog: BucketDialog, qtbot: QtBot) -> None:
    dialog.add([FOLDER, VIDEO])

    with qtbot.waitSignal(dialog.folder_chosen) as chosen:
        find_child(dialog, QPushButton, "open").click()
    assert chosen.args == ["2026/"]


def test_enter_opens_what_is_selected(dialog: BucketDialog, qtbot: QtBot) -> None:
    dialog.add([VIDEO])
    dialog.show()
    table = find_child(dialog, QTableView)
    table.setFocus()

    with qtbot.waitSignal(dialog.video_chosen) as chosen:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == ["a.mp4"]


def test_what_is_no_video_cannot_be_opened(dialog: BucketDialog, qtbot: QtBot) -> None:
    dialog.add([TEXT])

    with qtbot.assertNotEmitted(dialog.video_chosen):
        dialog.choose("b.txt")
    assert not is_enabled(dialog, "open")


def test_names_are_found_in_any_case(dialog: BucketDialog) -> None:
    dialog.add([FOLDER, VIDEO, TEXT])
    _, search = dialog.findChildren(QLineEdit)[:2]
    search.setText("A.MP")

    assert dialog.names == ["a.mp4"]


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        ([], False, "This folder is empty."),
        ([VIDEO], False, "1 entry"),
        ([VIDEO, TEXT], False, "2 entries"),
        ([VIDEO, TEXT], True, "The first 2 entries."),
    ],
)
def test_the_end_of_a_list_is_told(
    dialog: BucketDialog, rows: list[BucketRow], more: bool, words: str
) -> None:
    dialog.add(rows)
    dialog.end(more)

    assert dialog.text.startswith(words)


def test_an_error_offers_to_try_again(dialog: BucketDialog, qtbot: QtBot) -> None:
    dialog.show()
    dialog.fail("Offline.", "Check the network.")

    again = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Try again")
    assert dialog.text == "Offline. Check the network."
    with qtbot.waitSignal(dialog.retry_asked):
        again.click()


def test_an_address_may_be_typed(dialog: BucketDialog, qtbot: QtBot) -> None:
    address = dialog.findChildren(QLineEdit)[0]
    address.setText(" s3://other/x ")

    with qtbot.waitSignal(dialog.address_entered) as entered:
        QTest.keyClick(address, Qt.Key.Key_Return)
    assert entered.args == ["s3://other/x"]


def test_without_an_address_there_is_no_folder_to_use(qtbot: QtBot) -> None:
    dialog = BucketDialog(choosing=True)
    qtbot.addWidget(dialog)
    dialog.fail("No S3 location is set.", "Name your bucket.")
    assert not is_enabled(dialog, "take")
    assert not find_child(dialog, QToolButton).isEnabled()

    QTest.keyClicks(find_child(dialog, QLineEdit), "s3://club")
    assert is_enabled(dialog, "take")
