from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.exchange.import_labels import request_of
from app.gui.review.review_data import open_review
from app.gui.review.runs_dialog_controller import RunsDialogController
from app.gui.window import Window
from app.workflows.analysis.track_ball import AnalysisRequest, track_ball
from app.workflows.label_import.files import import_labels
from storage.library.library import Library
from storage.records import Source
from tests.draining import drained
from tests.finding import found


def test_another_analysis_can_be_shown_and_one_removed(
    library: Library, rally: Path, tmp_path: Path, new_window: Callable[[], Window], qtbot: QtBot
) -> None:
    opened = drained(open_review(library, rally)).opened
    drained(track_ball(library, opened.video, opened.table, AnalysisRequest("motion")))
    table = tmp_path / "proposals.csv"
    table.write_text("frame,visible,x,y,confidence,source\n5,1,7.5,8.5,0.9,model\n")
    drained(import_labels(library, opened, request_of(table, "ana")))
    window = new_window()
    window.open(rally)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session is not None
    labels = window.session.labels

    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    listed = window.findChild(RunsDialogController)
    assert listed is not None
    qtbot.waitUntil(lambda: found(listed.dialog, QPushButton, "remove").isEnabled())
    listed.dialog.select(0)
    found(listed.dialog, QPushButton, "show").click()
    qtbot.waitUntil(lambda: labels.track.x[5] == 7.5)
    assert np.count_nonzero(labels.track.source == Source.MODEL) == 1

    listed.dialog.select(0)
    found(listed.dialog, QPushButton, "remove").click()
    box = found(listed.dialog, QMessageBox)
    next(b for b in box.buttons() if b.text() == "Remove").click()
    qtbot.waitUntil(lambda: np.count_nonzero(labels.track.source == Source.MODEL) == 600)
