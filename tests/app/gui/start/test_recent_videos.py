from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.gui.start.recent_videos import WIDTH, thumbnail_path
from app.gui.window import Window
from storage.library.library import Library
from storage.library.videos import recent_videos
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.finding import find_child
from widgets.library.video_card import VideoCard
from widgets.library.video_list import VideoList


def cards(user: User, count: int) -> list[VideoCard]:
    """Wait until the start page shows so many cards."""
    videos = find_child(user.window, VideoList)
    user.qtbot.waitUntil(lambda: len(videos.cards) == count)
    return list(videos.cards)


@pytest.fixture
def picture(library: Library) -> Callable[[], QImage]:
    """The small picture of the only video that was opened."""

    def read() -> QImage:
        with closing(library.connect()) as db:
            [summary] = recent_videos(db)
        return QImage(str(thumbnail_path(library.thumbnails, summary.video.fingerprint)))

    return read


def test_a_video_that_was_opened_is_on_the_start_page(user: User, clip: Path) -> None:
    assert cards(user, 0) == []
    user.opens(clip)
    user.leaves()

    [card] = cards(user, 1)
    assert (card.facts.name, card.facts.seconds) == ("clip.mp4", CLIP_FRAMES / 25)
    assert (card.facts.width, card.facts.height) == (320, 180)


def test_the_card_says_what_has_been_done(reviewer: User) -> None:
    reviewer.presses("A")
    reviewer.leaves()

    [card] = cards(reviewer, 1)
    assert (card.facts.analysed, card.facts.reviewed) == (1, 1 / CLIP_FRAMES)


def test_the_video_opened_last_comes_first(user: User, clip: Path, rally: Path) -> None:
    for path in (clip, rally, clip):
        user.opens(path)
    user.leaves()

    assert [card.facts.name for card in cards(user, 2)] == ["clip.mp4", "rally.mp4"]


def test_a_small_picture_of_the_video_is_made_once(
    user: User, clip: Path, picture: Callable[[], QImage]
) -> None:
    user.opens(clip)
    user.qtbot.waitUntil(lambda: not picture().isNull())

    made = picture()
    assert (made.width(), made.height()) == (WIDTH, WIDTH * 180 // 320)
    assert 40 < QColor(made.pixel(5, 5)).lightness() < 70


def test_the_small_picture_is_on_the_card_after_a_restart(
    user: User, clip: Path, picture: Callable[[], QImage], new_window: Callable[[], Window]
) -> None:
    user.opens(clip)
    user.qtbot.waitUntil(lambda: not picture().isNull())
    user.window.close()

    [card] = cards(User(new_window(), user.qtbot), 1)
    user.qtbot.waitUntil(lambda: card.has_thumbnail)


def test_a_broken_small_picture_is_passed_over(
    user: User, clip: Path, library: Library, picture: Callable[[], QImage]
) -> None:
    user.opens(clip)
    user.qtbot.waitUntil(lambda: not picture().isNull())
    for file in library.thumbnails.iterdir():
        file.write_bytes(b"nonsense")
    user.leaves()

    [card] = cards(user, 1)
    assert not card.has_thumbnail
