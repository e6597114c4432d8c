"""Tracking that was at work when the window was closed (app.gui.review.unfinished)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.review.unfinished import UnfinishedTracking, take_unfinished
from app.gui.shell.settings import Settings
from app.gui.window import Window
from tests.app.user import User


def test_the_next_window_offers_to_continue(
    user: User, new_window: Callable[[], Window], rally: Path, qtbot: QtBot
) -> None:
    user.opens(rally)
    user.session.models.choose("motion")
    user.session.in_out_range.set_marks(0, 300)
    user.presses("T")
    user.window.close()
    again = User(new_window(), qtbot)
    again.window.offer_unfinished()

    again.sees_notice(f"The tracking of {rally.name} was interrupted.")
    again.clicks_button("notice-action")
    again.qtbot.waitUntil(lambda: again.window.session is not None)
    assert again.session.tracking.frames == range(300)


def test_a_window_that_was_closed_at_rest_says_nothing(
    reviewer: User, new_window: Callable[[], Window], qtbot: QtBot
) -> None:
    reviewer.window.close()
    again = User(new_window(), qtbot)
    again.window.offer_unfinished()

    assert again.notice == ""


@pytest.mark.parametrize(
    ("values", "unfinished"),
    [
        ({}, None),
        ({"video": ""}, None),
        ({"video": "/a.mp4"}, UnfinishedTracking(Path("/a.mp4"))),
        (
            {"video": "/a.mp4", "first": "3", "stop": "9"},
            UnfinishedTracking(Path("/a.mp4"), range(3, 9)),
        ),
        ({"video": "/a.mp4", "first": "9", "stop": "x"}, UnfinishedTracking(Path("/a.mp4"))),
        ({"video": "/a.mp4", "first": "9", "stop": "3"}, UnfinishedTracking(Path("/a.mp4"))),
    ],
)
def test_it_is_taken_once_and_nonsense_is_passed_over(
    settings: Settings, values: dict[str, str], unfinished: UnfinishedTracking | None
) -> None:
    settings.remember("unfinished", values)

    assert take_unfinished(settings) == unfinished
    assert take_unfinished(settings) is None
