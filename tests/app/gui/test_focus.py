"""Where the keyboard is (app.gui.window): on the page, never on a Cancel that nobody tabbed to."""

from collections.abc import Generator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.gui.jobs.jobs import Job
from storage.progress import Progress
from tests.app.user import User
from tests.finding import find_child
from widgets.library.video_card import VideoCard
from widgets.window.job_bar import JobBar


def endless() -> Generator[Progress, None, None]:
    never = Event()
    while not never.wait(0.05):  # as slow as real work
        yield Progress(0, 1)


@pytest.fixture
def job(reviewer: User) -> Job:
    """Long work that has a bar."""
    job = reviewer.window._context.workflows.run("Counting", endless())
    reviewer.qtbot.waitUntil(lambda: find_child(reviewer.window, JobBar).isVisible())
    return job


def focus(user: User) -> QWidget:
    widget = user.window.focusWidget()
    assert widget is not None
    return widget


def test_back_on_the_start_page_the_keyboard_is_on_a_card(reviewer: User, job: Job) -> None:
    reviewer.leaves()
    reviewer.qtbot.waitUntil(lambda: isinstance(focus(reviewer), VideoCard))

    QTest.keyClick(focus(reviewer), Qt.Key.Key_Space)

    assert not job.cancelled


def test_in_a_new_video_the_keyboard_is_on_its_picture(
    reviewer: User, job: Job, rally: Path
) -> None:
    reviewer.opens(rally)

    assert focus(reviewer) is reviewer.picture
    assert not job.cancelled


def test_focus_that_its_widget_has_lost_goes_to_the_page(reviewer: User, job: Job) -> None:
    button = find_child(reviewer.session.page.panel, QPushButton, "accept")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    reviewer.session.page.show_conflicts(True)
    reviewer.session.page.conflicts.hide()

    cancel = find_child(find_child(reviewer.window, JobBar), QPushButton)
    reviewer.qtbot.waitUntil(lambda: focus(reviewer) is not cancel)
    assert reviewer.window.isAncestorOf(focus(reviewer))


def test_a_card_that_is_drawn_again_keeps_the_keyboard(reviewer: User, job: Job) -> None:
    reviewer.leaves()
    reviewer.qtbot.waitUntil(lambda: isinstance(focus(reviewer), VideoCard))
    first = focus(reviewer)
    reviewer.window._start.refresh()

    reviewer.qtbot.waitUntil(lambda: focus(reviewer) is not first)
    assert isinstance(focus(reviewer), VideoCard)


def test_cancel_can_be_reached_by_tabs(reviewer: User, job: Job) -> None:
    cancel = find_child(find_child(reviewer.window, JobBar), QPushButton)

    for _ in range(60):
        if QApplication.focusWidget() is cancel:
            break
        QTest.keyClick(focus(reviewer), Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is cancel
