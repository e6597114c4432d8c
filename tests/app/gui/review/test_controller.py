"""The video under review (app.gui.review.controller): opened, offered, left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from app.gui.review.controller import ReviewController
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from tests.app.user import User
from tests.finding import find_child
from widgets.review.runs_dialog import RunsDialog


def test_a_video_that_comes_late_is_opened_on_the_start_page(user: User, clip: Path) -> None:
    user.window._context.navigation.offer_video(clip)

    user.qtbot.waitUntil(lambda: user.window.session is not None)
    assert user.session.opened.video.path == clip


def test_who_works_on_another_video_is_asked_first(
    reviewer: User, tracked: Path, rally: Path
) -> None:
    reviewer.window._context.navigation.offer_video(rally)

    reviewer.sees_notice("rally.mp4 is ready.")
    assert reviewer.session.opened.video.path == tracked
    reviewer.clicks_button("notice-action")
    reviewer.qtbot.waitUntil(
        lambda: reviewer.window.session is not None and reviewer.session.opened.video.path == rally
    )


def test_undo_is_offered_once_there_is_something_to_undo(reviewer: User) -> None:
    assert not reviewer.action("undo").isEnabled()

    reviewer.presses("X")

    assert reviewer.action("undo").isEnabled()


def test_the_menu_says_what_undo_and_redo_are_about(reviewer: User) -> None:
    reviewer.presses("Alt+Right")
    reviewer.rests()
    assert reviewer.action("undo").text() == "Undo place ball"

    reviewer.undoes()
    assert reviewer.action("undo").text() == "Undo"
    assert reviewer.action("redo").text() == "Redo place ball"

    reviewer.presses("Ctrl+W")
    assert reviewer.action("redo").text() == "Redo"


def test_a_video_that_cannot_be_read_leads_back_to_the_start(user: User, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    user.drops(broken)

    user.qtbot.waitUntil(lambda: bool(user.notice))
    assert user.window.session is None
    assert user.window.windowTitle() == "Touchline"


def test_a_file_that_is_no_video_takes_nobody_away_from_the_open_one(
    reviewer: User, tracked: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "text.mp4"
    broken.write_text("no video")
    reviewer.goes_to(7)
    reviewer.marks_range(3, 9)

    reviewer.window.open(broken)
    reviewer.qtbot.waitUntil(lambda: bool(reviewer.notice))

    assert reviewer.session.opened.video.path == tracked
    assert reviewer.session.view.frame == 9
    assert reviewer.session.in_out_range.frames == range(3, 10)


def test_the_list_of_analyses_can_be_looked_at_while_one_is_made(user: User, rally: Path) -> None:
    user.opens(rally)
    user.session.models.choose("motion")
    user.presses("T")
    user.presses("Ctrl+R")
    dialog = find_child(user.window, RunsDialog)

    assert dialog.isVisible()
    assert not find_child(dialog, QPushButton, "remove").isEnabled()
    user.presses("Shift+T")
    user.qtbot.waitUntil(lambda: not user.session.tracking.running, timeout=30_000)


def test_dialogs_begin_where_the_open_video_is(reviewer: User, tracked: Path) -> None:
    settings = reviewer.window._context.settings

    assert settings.folder("imports") == tracked.parent
    assert settings.folder("exports") == tracked.parent


# by itself, on pages without a window


@pytest.fixture
def pages(qtbot: QtBot) -> QStackedWidget:
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    pages.show()
    return pages


@pytest.fixture
def review(context: WindowContext, pages: QStackedWidget) -> Iterator[ReviewController]:
    review = ReviewController(context, pages, pages)
    review.entered.connect(review.enter)
    review.leaving.connect(review.leave)
    yield review
    review.close_video()


def test_a_video_gets_a_page_and_gives_it_back(
    review: ReviewController, pages: QStackedWidget, tracked: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(review.entered):
        review.open(tracked)
        assert (review.session, pages.count()) == (None, 1)

    session = review.session
    assert isinstance(session, ReviewSession)
    with qtbot.waitSignal(review.leaving):
        review.close_video()
    assert (review.session, pages.count(), dict(review.commands())) == (None, 0, {})


def test_what_makes_no_sense_now_is_not_offered(
    review: ReviewController, tracked: Path, qtbot: QtBot
) -> None:
    assert dict(review.commands()) == {}
    with qtbot.waitSignal(review.entered):
        review.open(tracked)

    offered = review.commands().keys()
    assert {"track", "accept", "analyses"} <= offered
    assert not {"undo", "redo", "cancel_track"} & offered


def test_what_comes_late_is_opened_where_nothing_is_open(
    review: ReviewController, clip: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(review.entered):
        review.offer(clip)

    assert review.session is not None
    assert review.session.opened.video.path == clip


def test_a_video_that_is_left_while_it_is_read_is_not_entered(
    review: ReviewController, pages: QStackedWidget, rally: Path, clip: Path, qtbot: QtBot
) -> None:
    entered: list[ReviewSession] = []
    review.entered.connect(entered.append)
    review.open(rally)
    review.close_video()
    with qtbot.waitSignal(review.entered):
        review.open(clip)

    assert [session.opened.video.path for session in entered] == [clip]
    assert pages.count() == 1
