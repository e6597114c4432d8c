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
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.draining import drained
from tests.finding import find_child
from widgets.review.runs_dialog import RunsDialog


def propose_events(library: Library, clip: Path, *frames: int) -> Path:
    """Import a table of a model's events; returns the video."""
    table = clip.parent / f"hits-{len(frames)}.csv"
    rows = "".join(f"{frame},hit,0.9,model\n" for frame in frames)
    table.write_text(f"frame,event,confidence,source\n{rows}")
    opened = drained(open_review(library, clip)).opened
    drained(import_labels(library, opened, request_of(table, "ana")))
    return clip


def opened_list(user: User) -> RunsDialog:
    """The dialog as the key opens it, once it has read the runs."""
    user.presses("Ctrl+R")
    dialog = find_child(user.window, RunsDialog)
    user.qtbot.waitUntil(lambda: find_child(dialog, QPushButton, "remove").isEnabled())
    return dialog


def frames_of_proposals(user: User) -> list[int]:
    return [event.frame for event in user.session.labels.proposed]


def test_another_analysis_of_events_can_be_shown(library: Library, clip: Path, user: User) -> None:
    propose_events(library, clip, 3)
    user.opens(propose_events(library, clip, 7, 9))
    dialog = opened_list(user)
    assert frames_of_proposals(user) == [3]

    dialog.select(0)
    find_child(dialog, QPushButton, "show").click()

    user.qtbot.waitUntil(lambda: frames_of_proposals(user) == [7, 9])


def test_removing_proposed_events_says_what_goes(library: Library, clip: Path, user: User) -> None:
    user.opens(propose_events(library, clip, 7, 9))
    dialog = opened_list(user)

    find_child(dialog, QPushButton, "remove").click()
    box = find_child(dialog, QMessageBox)
    assert "2 events" in box.informativeText()
    next(b for b in box.buttons() if b.text() == "Remove").click()

    user.qtbot.waitUntil(lambda: frames_of_proposals(user) == [])


def test_another_analysis_of_the_ball_can_be_shown_and_one_removed(
    library: Library, clip: Path, tmp_path: Path, new_window: Callable[[], Window], qtbot: QtBot
) -> None:
    opened = drained(open_review(library, clip)).opened
    drained(track_ball(library, opened.video, opened.table, AnalysisRequest("motion")))
    table = tmp_path / "proposals.csv"
    table.write_text("frame,visible,x,y,confidence,source\n5,1,7.5,8.5,0.9,model\n")
    drained(import_labels(library, opened, request_of(table, "ana")))
    window = new_window()
    window.open(clip)
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session is not None
    labels = window.session.labels

    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    listed = window.findChild(RunsDialogController)
    assert listed is not None
    qtbot.waitUntil(lambda: find_child(listed.dialog, QPushButton, "remove").isEnabled())
    listed.dialog.select(0)
    find_child(listed.dialog, QPushButton, "show").click()
    qtbot.waitUntil(lambda: labels.track.x[5] == 7.5)
    assert (
        np.count_nonzero(labels.track.source == Source.MODEL) == CLIP_FRAMES
    )  # the rest is the other's

    listed.dialog.select(0)
    find_child(listed.dialog, QPushButton, "remove").click()
    box = find_child(listed.dialog, QMessageBox)
    next(b for b in box.buttons() if b.text() == "Remove").click()
    qtbot.waitUntil(lambda: labels.track.x[5] != 7.5)
    assert np.count_nonzero(labels.track.source == Source.MODEL) == CLIP_FRAMES
