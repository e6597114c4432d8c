"""What the track button offers (app.gui.review.track_offer)."""

from contextlib import closing

import pytest
from PySide6.QtWidgets import QPushButton

from app.gui.review.track_offer import Offer, offer_of
from storage.library.library import Library
from storage.library.predictions.predictions import put_candidates
from storage.library.predictions.runs import active_run
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.finding import find_child
from tests.storage.library.builders import some_candidates


@pytest.mark.parametrize(
    ("wanted", "whole", "left", "offer"),
    [
        (range(500), True, 500, Offer("Track the ball")),
        (range(500), True, 200, Offer("Continue tracking")),
        (range(500), True, 0, Offer("Tracked", possible=False)),
        (range(100, 134), False, 34, Offer("Track the range (34 frames)")),
        (range(100, 134), False, 0, Offer("Range tracked", possible=False)),
    ],
)
def test_the_button_says_what_a_press_would_do(
    wanted: range, whole: bool, left: int, offer: Offer
) -> None:
    assert offer_of(wanted, whole, left) == offer


def says(user: User, words: str) -> None:
    button = find_child(user.session.page.panel, QPushButton, "track")
    user.qtbot.waitUntil(lambda: button.text() == words)


def test_a_range_is_offered_as_such_and_the_whole_video_again(reviewer: User) -> None:
    says(reviewer, "Track the ball")  # the written analysis is of another model

    reviewer.marks_range(5, 14)
    says(reviewer, "Track the range (10 frames)")

    reviewer.presses("Shift+I")
    says(reviewer, "Track the ball")


def test_what_is_tracked_is_not_offered_again(reviewer: User) -> None:
    reviewer.session.models.choose("motion")
    button = find_child(reviewer.session.page.panel, QPushButton, "track")
    reviewer.tracks_to_the_end()

    says(reviewer, "Tracked")
    assert not button.isEnabled()


def test_what_is_tracked_and_doubtful_is_gone_through_with_the_same_button(
    reviewer: User, library: Library
) -> None:
    with closing(library.connect()) as db:
        run = active_run(db, reviewer.session.opened.video.fingerprint)
        assert run is not None
        put_candidates(db, run.id, 0, some_candidates(CLIP_FRAMES))
    reviewer.session.models.choose("motion")

    button = find_child(reviewer.session.page.panel, QPushButton, "track")
    reviewer.qtbot.waitUntil(lambda: button.text().startswith("Next doubtful ("))
    button.click()
    assert reviewer.session.page.queue.count_text.startswith("1 of ")


def test_the_panel_names_the_analysis_that_is_shown(reviewer: User) -> None:
    reviewer.sees_fact("Analysis", "motion")
