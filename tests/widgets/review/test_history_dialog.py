from pytestqt.qtbot import QtBot

from widgets.review.history_dialog import HistoryDialog, HistoryLine


def test_edits_are_listed(qtbot: QtBot) -> None:
    dialog = HistoryDialog(1200)
    qtbot.addWidget(dialog)
    dialog.set_lines([HistoryLine("now", "ana", "Here", "Ball", "No label", "Clear")])

    assert dialog.lines == [["now", "ana", "Here", "Ball", "No label", "Clear"]]
    assert dialog.windowTitle() == "History of frame 1,200"
