from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.cloud.share_dialog import Shareable, ShareDialog

PIECES = [Shareable("The marked range", range(5, 15)), Shareable("All", range(40))]


def test_a_piece_and_a_time_are_told_once(qtbot: QtBot) -> None:
    dialog = ShareDialog(PIECES, "s3://videos/clips", "Be careful.")
    qtbot.addWidget(dialog)
    dialog.choose(1, "Three days")

    with qtbot.waitSignal(dialog.share_asked) as asked:
        find_child(dialog, QPushButton, "share").click()
    assert asked.args == [range(40), 72]


def test_what_a_link_means_is_said_before(qtbot: QtBot) -> None:
    dialog = ShareDialog(PIECES, "s3://videos/clips", "Be careful.")
    qtbot.addWidget(dialog)

    assert "Be careful." in [label.text() for label in dialog.findChildren(QLabel)]
