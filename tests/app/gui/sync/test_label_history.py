from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.sync.label_history import LabelHistory, history_of
from app.workflows.videos import open_video
from storage.library.journal.journal import undo, write_gesture
from storage.library.library import Library
from storage.records import BallLabel, Clip, Event, Visibility, ball_key, clip_key, event_key
from tests.app.user import User
from tests.draining import drained
from tests.storage.library.trees import merge, received
from widgets.review.history_dialog import HistoryDialog

BALL = BallLabel(Visibility.CLEAR, 1, 2)


@pytest.fixture
def db(library: Library) -> Iterator[Database]:
    with library.connect() as db:
        yield db


@pytest.fixture
def video(library: Library, clip: Path) -> str:
    return drained(open_video(library, clip)).video.fingerprint


def test_the_newest_edit_comes_first(db: Database, video: str) -> None:
    write_gesture(db, video, {ball_key(5): BALL}, "ana")
    undo(db, video, "ana")
    lines = history_of(db, video, 5)

    assert [(line.who, line.where, line.before, line.after) for line in lines] == [
        ("ana", "Here, undone", "Visible at 1.0, 2.0", "No label"),
        ("ana", "Here", "No label", "Visible at 1.0, 2.0"),
    ]


def test_edits_of_others_are_told_apart(db: Database, video: str) -> None:
    merge(db, video, "bob's", [received(1, after=BALL, key="ball/5")])
    [line] = history_of(db, video, 5)

    assert (line.who, line.where, line.label) == ("bob", "Elsewhere", "Ball")


def test_all_labels_of_the_frame_are_told(db: Database, video: str) -> None:
    one = UUID(int=1)
    write_gesture(
        db,
        video,
        {ball_key(5): BALL, event_key(one): Event(5, "hit"), clip_key(one): Clip(3, 9, "ace")},
        "ana",
    )

    assert {line.label for line in history_of(db, video, 5)} == {"Ball", "Event", "Clip"}
    assert {line.label for line in history_of(db, video, 8)} == {"Clip"}


def test_a_frame_that_nobody_spoke_of_has_no_history(db: Database, video: str) -> None:
    assert history_of(db, video, 5) == []


def test_a_key_opens_the_history_of_the_shown_frame(reviewer: User) -> None:
    reviewer.goes_to(5)
    reviewer.presses("X")
    reviewer.rests()
    reviewer.presses("Ctrl+H")
    dialog = reviewer.window.findChild(HistoryDialog)

    assert isinstance(dialog, HistoryDialog)
    reviewer.qtbot.waitUntil(lambda: len(dialog.lines) == 1)
    assert dialog.windowTitle() == "History of frame 5"
    dialog.reject()


def test_a_dialog_that_is_closed_early_is_told_nothing(
    library: Library, video: str, qtbot: QtBot
) -> None:
    writer = LibraryWriter(library)
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    LabelHistory(writer, video, 5, window).dialog.reject()
    writer.close()
