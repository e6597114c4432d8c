from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.gui.start.remove_video import what_goes
from storage.library.library import Library
from storage.library.videos import recent_videos
from tests.app.user import User
from tests.finding import find_child
from widgets.library.video_list import VideoList


@pytest.fixture
def asked(user: User, tracked: Path) -> User:
    """Somebody who has labelled a frame of the clip, left it, and asked to remove it."""
    user.opens(tracked)
    user.presses("X")
    user.leaves()
    user.qtbot.waitUntil(lambda: len(find_child(user.window, VideoList).cards) == 1)
    [card] = find_child(user.window, VideoList).cards
    card.removal_asked.emit(card.facts.fingerprint)
    user.qtbot.waitUntil(lambda: user.window.findChild(QMessageBox) is not None)
    return user


def answer(user: User, text: str) -> None:
    buttons = find_child(user.window, QMessageBox).findChildren(QPushButton)
    [button] = [button for button in buttons if button.text().replace("&", "") == text]
    button.click()


def test_what_goes_is_said_before_it_goes(asked: User) -> None:
    box = find_child(asked.window, QMessageBox)

    assert "clip.mp4" in box.text()
    assert "1 ball label, 1 analysis" in box.informativeText()
    assert "file itself is not deleted" in box.informativeText()


def test_the_video_goes_and_its_file_stays(asked: User, library: Library, tracked: Path) -> None:
    before = tracked.read_bytes()
    answer(asked, "Remove")
    asked.qtbot.waitUntil(lambda: not find_child(asked.window, VideoList).cards)

    with closing(library.connect()) as db:
        assert recent_videos(db) == []
    assert tracked.read_bytes() == before


def test_who_cancels_keeps_everything(asked: User, library: Library) -> None:
    answer(asked, "Cancel")
    asked.qtbot.waitUntil(lambda: asked.window.findChild(QMessageBox) is None)

    with closing(library.connect()) as db:
        [summary] = recent_videos(db)
    assert summary.reviewed == 1


def test_the_safe_answer_is_the_one_of_the_return_key(asked: User) -> None:
    box = find_child(asked.window, QMessageBox)

    assert box.defaultButton().text().replace("&", "") == "Cancel"


def test_a_video_without_labels_loses_none(library: Library) -> None:
    with closing(library.connect()) as db:
        assert what_goes(db, "f" * 64) == "It has no labels and no analyses."
