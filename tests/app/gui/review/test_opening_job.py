"""From a file to a video under review (app.gui.review.opening_job), and all that can go wrong."""

from pathlib import Path
from threading import enumerate as threads

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.gui.playback.player import Player
from app.gui.review.opening_job import OpeningJob
from app.gui.review.review_data import OpenedReview
from app.gui.review.review_page import ReviewPage
from app.gui.shell.context import WindowContext
from app.gui.start.start_page import StartPage
from tests.app.user import User
from tests.finding import find_child
from widgets.window.job_bar import JobBar


def playback_threads() -> list[str]:
    names = (thread.name for thread in threads())
    return [name for name in names if name in ("decoder", "read-ahead")]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.mp4"
    path.write_bytes(b"no video at all" * 1000)
    return path


def test_the_first_picture_is_there_before_the_video_is_read(user: User, rally: Path) -> None:
    user.drops(rally)
    player = find_child(user.window, ReviewPage).findChild(Player)
    assert isinstance(player, Player)
    seen: list[bool] = []
    player.frame_shown.connect(lambda _: seen.append(user.window.session is None))

    user.qtbot.waitUntil(lambda: user.window.session is not None)
    user.sees_frame(0)
    assert len(seen) == 1  # shown once, by the preview or after it


def test_nothing_can_be_corrected_before_the_video_is_read(user: User, rally: Path) -> None:
    user.drops(rally)

    assert not find_child(user.window, ReviewPage).panel.isEnabled()
    assert not user.action("accept").isEnabled()


def test_a_bad_file_leads_back_to_the_start_page_with_the_reason(user: User, broken: Path) -> None:
    user.drops(broken)
    user.sees_notice("broken.mp4")

    assert find_child(user.window, StartPage).isVisible()
    assert user.window.windowTitle() == "Touchline"
    user.qtbot.waitUntil(lambda: not playback_threads())


def test_a_file_that_is_not_there_leads_back_to_the_start_page(user: User, tmp_path: Path) -> None:
    user.drops(tmp_path / "gone.mp4")
    user.sees_notice("gone.mp4")

    assert find_child(user.window, StartPage).isVisible()


def test_leaving_while_a_video_is_read_lets_it_go(user: User, rally: Path) -> None:
    user.drops(rally)
    user.leaves()
    user.qtbot.waitUntil(lambda: not playback_threads())

    assert user.window.session is None
    assert find_child(user.window, StartPage).isVisible()
    assert user.notice == ""


def test_another_video_takes_the_place_of_one_that_is_read(
    user: User, rally: Path, clip: Path
) -> None:
    user.drops(rally)
    user.opens(clip)

    assert user.session.opened.video.path == clip
    assert user.window.windowTitle() == "clip.mp4 \N{EM DASH} Touchline"


def test_the_failure_of_a_video_left_behind_does_not_close_the_next(
    user: User, broken: Path, clip: Path
) -> None:
    user.drops(broken)
    user.opens(clip)
    QCoreApplication.processEvents()

    assert user.session.opened.video.path == clip


def test_cancelling_the_reading_leads_back_to_the_start_page(user: User, rally: Path) -> None:
    user.drops(rally)
    find_child(find_child(user.window, JobBar), QPushButton).click()

    user.qtbot.waitUntil(find_child(user.window, StartPage).isVisible)
    assert user.window.session is None


# by itself, on a page without a window


@pytest.fixture
def page(qtbot: QtBot) -> ReviewPage:
    page = ReviewPage()
    qtbot.addWidget(page)
    return page


def opening(page: ReviewPage, context: WindowContext, path: Path) -> OpeningJob:
    return OpeningJob(page, Player(page), context.library, path, context.jobs)


def test_all_that_was_read_is_told_once(
    page: ReviewPage, context: WindowContext, clip: Path, qtbot: QtBot
) -> None:
    job = opening(page, context, clip)
    given_up: list[bool] = []
    job.given_up.connect(lambda: given_up.append(True))
    with qtbot.waitSignal(job.ready) as told:
        pass
    job.cancel()

    assert told.args is not None
    [review] = told.args
    assert isinstance(review, OpenedReview)
    assert review.opened.video.path == clip
    assert given_up == []


def test_what_cannot_be_read_is_given_up(
    page: ReviewPage, context: WindowContext, broken: Path, qtbot: QtBot
) -> None:
    job = opening(page, context, broken)

    with qtbot.waitSignal(job.given_up):
        pass
    job.cancel()


def test_cancelled_it_is_given_up_and_its_threads_end(
    page: ReviewPage, context: WindowContext, rally: Path, qtbot: QtBot
) -> None:
    job = opening(page, context, rally)
    with qtbot.waitSignal(job.given_up):
        job.cancel()

    qtbot.waitUntil(lambda: not playback_threads())
