from pathlib import Path

import pytest

from app.gui.queue.review_queue import ReviewQueue
from app.gui.shell.settings import Settings
from storage.records import Review
from tests.app.rally import ABSENT, CLIP_FRAMES
from tests.app.user import User


@pytest.fixture
def queue(user: User, tracked: Path, settings: Settings) -> ReviewQueue:
    """The queue of the tracked clip, which stands still on arrival."""
    settings.remember("queue", {"loop": "no"})
    user.opens(tracked)
    queue = user.session.findChild(ReviewQueue)
    assert queue is not None
    user.qtbot.waitUntil(lambda: bool(queue.order.places))
    return queue


def test_a_gap_between_two_flights_is_a_place(queue: ReviewQueue) -> None:
    [place] = [p for p in queue.order.places if p.first <= ABSENT.start < p.stop]

    assert place.doubt > 0.25


def test_next_goes_to_the_most_doubtful_frame_of_a_place(user: User, queue: ReviewQueue) -> None:
    user.presses("N")

    user.sees_frame(queue.order.places[0].peak)
    assert user.session.page.queue.count_text.startswith("1 of ")


def test_the_place_before_is_gone_back_to(user: User, queue: ReviewQueue) -> None:
    for key in ("N", "N", "Shift+N"):
        user.presses(key)

    user.sees_frame(queue.order.places[0].peak)


def test_an_accepted_place_is_decided_and_left(user: User, queue: ReviewQueue) -> None:
    place = queue.order.places[0]
    user.presses("N")
    user.presses("S")
    user.rests()

    decided = user.track.review[place.first : place.stop]
    assert (decided == Review.ACCEPTED).all()
    assert queue.order.places[0] == place


def test_a_place_without_a_ball_is_said_at_once(user: User, queue: ReviewQueue) -> None:
    place = queue.order.places[0]
    user.presses("N")
    user.presses("U")
    user.rests()

    assert not user.track.visibility[place.first : place.stop].any()


def test_after_the_last_place_that_is_said(user: User, queue: ReviewQueue) -> None:
    for _ in queue.order.places:
        user.presses("N")
    user.presses("N")

    assert user.notice.startswith("No doubtful places are left")


def test_what_is_decided_wants_no_look(user: User, queue: ReviewQueue) -> None:
    user.marks_range(0, CLIP_FRAMES - 1)
    user.presses("Shift+A")
    user.rests()

    user.qtbot.waitUntil(lambda: not queue.order.waiting)


def test_without_an_analysis_there_is_nothing_to_review(user: User, clip: Path) -> None:
    user.opens(clip)
    user.presses("N")

    assert user.notice.startswith("There is nothing to review yet")


def test_a_place_is_played_on_arrival(user: User, queue: ReviewQueue) -> None:
    queue.toggle_loop()
    user.presses("N")

    player = user.session.player
    assert player.playing
    assert player.speed == 0.5
    assert player.loop is not None
    assert player.loop[0] <= queue.order.places[0].first


def test_tracking_leads_to_the_places(user: User, rally: Path, settings: Settings) -> None:
    user.opens(rally)
    user.tracks_to_the_end()

    user.sees_notice("a look")


def test_the_ball_of_the_compared_analysis_is_taken_with_one_key(
    user: User, queue: ReviewQueue
) -> None:
    user.presses("Z")

    assert user.notice.startswith("No compared analysis sees a ball")


def test_a_rally_is_reviewed_with_keys_alone(user: User, queue: ReviewQueue) -> None:
    while queue.order.waiting:
        user.presses("N" if queue.order.current is None else "S")
        user.presses("G")  # fill the gap, where there is one
        user.rests()
        user.qtbot.waitUntil(lambda: not queue.doubt.is_reading)
    user.presses("S")
    user.rests()

    for place in queue.order.places:
        assert (user.track.review[place.first : place.stop] != Review.UNREVIEWED).all()
    user.undoes()
    assert (user.track.review == Review.UNREVIEWED).any()
