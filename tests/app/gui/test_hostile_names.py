"""Every screen with names of strangers: they are shown as plain text, the layout stays whole."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from app.workflows.videos import open_video
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.library.predictions.runs import activate_run, put_run
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Run,
    Visibility,
    assignment_key,
    ball_key,
    clip_key,
    event_key,
)
from tests.app.user import User
from tests.draining import drained
from widgets.library.video_list import VideoList

BOMB = "<img src=x:dev>"
NAMES = {
    "markup": BOMB,
    "long": "x" * 900,
    "control": "a\x1b]0;PWN\x07\x00b",
    "turned": "a\u202egpj.exe",
    "lines": f"one\ntwo\n{BOMB}",
}
SCREENS = ("history", "analyses", "assignments", "export", "shortcuts", "author")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """What a stranger has called everything."""
    return NAMES[request.param]


@pytest.fixture
def video(library: Library, clip: Path, tmp_path: Path, name: str) -> Path:
    """A video with labels, clips, events, assignments and a run of that name."""
    plain = "".join(c for c in name if c not in "/\0")[:120]
    path = Path(shutil.copy(clip, tmp_path / f"{plain}.mp4"))
    video = drained(open_video(library, path)).video
    run = Run(uuid4(), video.fingerprint, name, "", "{}", 0, 50, name, datetime.now(UTC))
    with library.connect() as db:
        put_run(db, run)
        activate_run(db, video.fingerprint, run.id)
        changes: dict[str, Label | None] = {
            ball_key(0): BallLabel(Visibility.CLEAR, 10, 20),
            clip_key(UUID(int=1)): Clip(0, 9, name),
            event_key(UUID(int=2)): Event(0, name),
            assignment_key(UUID(int=3)): Assignment(0, 20, name),
        }
        write_gesture(db, video.fingerprint, changes, name)
    return path


def widgets() -> Iterator[QWidget]:
    """Everything on the screen, in all windows."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            yield top
            yield from top.findChildren(QWidget)


def guessed() -> list[str]:
    """What Qt would take for markup of a stranger."""
    texts = [widget.toolTip() for widget in widgets()]
    texts += [
        label.text()
        for label in widgets()
        if isinstance(label, QLabel) and label.textFormat() != Qt.TextFormat.PlainText
    ]
    return [text for text in texts if QtText.mightBeRichText(text) and "<img" in text]


def odd() -> list[str]:
    """What is shown with characters that do not print."""
    labels = [each.text() for each in widgets() if isinstance(each, QLabel)]
    texts = [*labels, *(each.toolTip() for each in widgets())]
    return [text for text in texts if "\x1b" in text or "\u202e" in text]


def test_the_start_page_shows_names_as_they_are(video: Path, user: User) -> None:
    width = user.window.minimumSizeHint().width()
    cards = user.window.findChildren(VideoList)[0]
    user.window.show()
    user.qtbot.waitUntil(lambda: len(cards.cards) > 0)

    assert (guessed(), odd()) == ([], [])
    assert user.window.minimumSizeHint().width() <= width


def test_the_review_and_all_its_dialogs_show_names_as_they_are(video: Path, user: User) -> None:
    user.opens(video)
    user.qtbot.waitUntil(lambda: user.track.review[0] > 0)

    assert (guessed(), odd()) == ([], [])
    assert user.window.minimumSizeHint().width() <= 1280
    for screen in SCREENS:
        user.action(screen).trigger()
        user.qtbot.wait_until(lambda: any(isinstance(each, QDialog) for each in widgets()))
        QApplication.processEvents()
        assert (screen, guessed(), odd()) == (screen, [], [])
        for dialog in [each for each in widgets() if isinstance(each, QDialog)]:
            assert dialog.width() <= 2000, screen
            dialog.reject()
