"""Videos that have gone (app.gui.start.missing_videos), as the start page meets them."""

from pathlib import Path
from shutil import copy

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from storage.records import Source
from tests.app.user import User
from tests.finding import find_child
from widgets.library.video_list import VideoList
from widgets.window.notice_bar import NoticeBar


@pytest.fixture
def video(clip: Path, tmp_path: Path) -> Path:
    """A copy of the clip that can be moved about."""
    (tmp_path / "recordings").mkdir()
    return Path(copy(clip, tmp_path / "recordings" / "final.mp4"))


@pytest.fixture
def leaver(user: User, video: Path) -> User:
    """Somebody who has placed a ball in the video and gone back to the start page."""
    user.opens(video)
    user.clicks(200, 20)
    user.leaves()
    user.qtbot.waitUntil(lambda: bool(find_child(user.window, VideoList).cards))
    return user


def choose_card(user: User) -> None:
    [card] = find_child(user.window, VideoList).cards
    card.chosen.emit(card.facts.fingerprint)


def look_in(user: User, folder: Path) -> None:
    """Take up the offer to look for the file, and name a folder."""
    buttons = find_child(user.window, NoticeBar).findChildren(QPushButton)
    [find] = [button for button in buttons if button.text() == "Find…"]
    find.click()
    find_child(user.window, QFileDialog).fileSelected.emit(str(folder))


def test_a_known_video_opens_from_its_card(leaver: User) -> None:
    choose_card(leaver)
    leaver.qtbot.waitUntil(lambda: leaver.window.session is not None)

    assert leaver.track.source[0] == Source.HUMAN


def test_a_video_that_moved_is_found_by_its_content_with_its_labels(
    leaver: User, video: Path, tmp_path: Path
) -> None:
    (tmp_path / "archive" / "2026").mkdir(parents=True)
    moved = video.rename(tmp_path / "archive" / "2026" / "other name.mp4")
    choose_card(leaver)
    leaver.sees_notice("final.mp4 is no longer in")

    look_in(leaver, tmp_path / "archive")
    leaver.qtbot.waitUntil(lambda: leaver.window.session is not None)

    assert leaver.session.opened.video.path == moved
    assert leaver.track.source[0] == Source.HUMAN


def test_a_folder_without_it_is_named(leaver: User, video: Path, tmp_path: Path) -> None:
    video.unlink()
    (tmp_path / "empty").mkdir()
    choose_card(leaver)
    leaver.sees_notice("final.mp4")

    look_in(leaver, tmp_path / "empty")

    leaver.sees_notice("was not found in")


def test_a_file_that_looks_alike_is_not_taken(
    leaver: User, video: Path, rally: Path, tmp_path: Path
) -> None:
    video.unlink()
    (tmp_path / "wrong").mkdir()
    copy(rally, tmp_path / "wrong" / "final.mp4")
    choose_card(leaver)
    leaver.sees_notice("final.mp4")

    look_in(leaver, tmp_path / "wrong")

    leaver.sees_notice("was not found in")
    assert leaver.window.session is None


def test_who_has_gone_on_to_another_video_is_asked_first(
    leaver: User, video: Path, clip: Path, rally: Path, tmp_path: Path
) -> None:
    moved = video.rename(tmp_path / "moved.mp4")
    choose_card(leaver)
    leaver.sees_notice("final.mp4")
    look_in(leaver, tmp_path)
    leaver.drops(rally)

    leaver.sees_notice("moved.mp4 is ready")
    leaver.qtbot.waitUntil(lambda: leaver.window.session is not None)
    assert leaver.session.opened.video.path == rally
    buttons = find_child(leaver.window, NoticeBar).findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Open").click()
    leaver.qtbot.waitUntil(lambda: leaver.window.windowTitle().startswith(moved.name))


def test_a_missing_video_says_so_on_its_card(leaver: User, video: Path, rally: Path) -> None:
    video.unlink()
    leaver.opens(rally)
    leaver.leaves()

    leaver.qtbot.waitUntil(lambda: len(find_child(leaver.window, VideoList).cards) == 2)
    facts = [card.facts for card in find_child(leaver.window, VideoList).cards]
    assert [(each.name, each.missing) for each in facts] == [
        ("rally.mp4", False),
        ("final.mp4", True),
    ]
