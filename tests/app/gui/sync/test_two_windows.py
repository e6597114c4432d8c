"""Two people, two windows, two libraries, one bucket: what they see of each other."""

import pytest

from storage.cloud.s3.bucket import Bucket
from tests.app.gui.sync.colleague import Colleague
from tests.storage.cloud.faults import Unreliable


@pytest.fixture
def conflict(ana: Colleague, bob: Colleague) -> Colleague:
    """Ana and Bob have both moved the ball of frame 10, and Ana has heard of it."""
    ana.places(10, 40, 30)
    bob.places(10, 60, 50)
    for each in (ana, bob, ana):
        each.syncs()
    return ana


def test_what_one_says_the_other_sees(ana: Colleague, bob: Colleague) -> None:
    ana.places(10, 40, 30)
    ana.syncs()
    bob.syncs()

    bob.qtbot.waitUntil(lambda: bob.track.x[10] == 40)


def test_the_indicator_goes_from_waiting_to_synced(ana: Colleague) -> None:
    ana.places(10, 40, 30)
    ana.sees_indicator("1 edit to send")
    ana.syncs()

    ana.sees_indicator("Synced at")


def test_a_conflict_is_made_seen_settled_and_undone(conflict: Colleague, bob: Colleague) -> None:
    ana = conflict
    ana.sees_indicator("1 conflict")
    ana.looks_at_conflicts(1)
    ana.sees_frame(10)
    ana.qtbot.waitUntil(ana.marks.isVisible)
    assert len([place for place in ana.marks.places() if place]) == 2
    assert sorted(ana.sides) == [
        "aaaaaaaa (you): Visible at 40.0, 30.0",
        "bbbbbbbb: Visible at 60.0, 50.0",
    ]

    ana.decides("M")
    ana.sees_conflicts(0)
    assert ana.track.x[10] == 40

    ana.presses("Ctrl+Z")
    ana.sees_conflicts(1)
    assert len(ana.sides) == 2

    ana.decides("T")
    ana.sees_conflicts(0)
    assert ana.track.x[10] == 60
    for each in (ana, bob):
        each.syncs()
    bob.qtbot.waitUntil(lambda: bob.state.conflicts == 0)


def test_neither_takes_the_label_away(conflict: Colleague) -> None:
    model = conflict.track.x[11]
    conflict.looks_at_conflicts(1)
    conflict.decides("N")
    conflict.sees_conflicts(0)

    assert conflict.track.review[10] == 0
    assert abs(conflict.track.x[10] - model) < 20


def test_the_picture_shows_both_sides_only_in_their_frame(conflict: Colleague) -> None:
    conflict.looks_at_conflicts(1)
    conflict.qtbot.waitUntil(conflict.marks.isVisible)
    conflict.goes_to(20)

    assert not conflict.marks.isVisible()


def test_escape_gives_the_ball_its_panel_back(conflict: Colleague) -> None:
    conflict.looks_at_conflicts(1)
    conflict.closes_conflicts()

    assert not conflict.conflicts.isVisible()
    assert conflict.session.page.panel.isVisible()
    assert not conflict.marks.isVisible()


def test_an_undo_of_what_others_have_changed_is_told(ana: Colleague, bob: Colleague) -> None:
    ana.places(10, 40, 30)
    ana.syncs()
    bob.syncs()
    bob.qtbot.waitUntil(lambda: bob.track.x[10] == 40)
    bob.places(10, 60, 50)
    bob.syncs()
    ana.syncs()
    ana.presses("Ctrl+Z")

    ana.sees_notice("Someone else has changed or confirmed")
    assert ana.track.x[10] == 60


def test_a_login_that_ends_pauses_and_loses_nothing(
    ana: Colleague, bob: Colleague, network: Unreliable
) -> None:
    network.choose = lambda request: "ExpiredToken"
    ana.places(10, 40, 30)
    ana.presses("F5")
    ana.sees_indicator("Sync needs your attention")
    assert "aws sso login" in ana.details
    assert "1 edit of yours" in ana.details

    network.choose = lambda request: None
    for each in (ana, bob):
        each.syncs()
    ana.sees_indicator("Synced at")
    bob.qtbot.waitUntil(lambda: bob.track.x[10] == 40)


def test_without_a_network_edits_wait(ana: Colleague, network: Unreliable) -> None:
    network.offline = True
    ana.places(10, 40, 30)
    ana.presses("F5")

    ana.sees_indicator("Offline, 1 edit to send")


def test_an_assignment_is_told_to_the_other(ana: Colleague, bob: Colleague) -> None:
    ana.presses("I")
    ana.presses("O")
    ana.presses("Ctrl+T")
    ana.rests()
    ana.syncs()
    bob.syncs()

    bob.qtbot.waitUntil(lambda: bob.session.page.taken == "Taken by aaaaaaaa (frame 0)")


def test_an_emptied_bucket_is_told_and_filled_again(ana: Colleague, bucket: Bucket) -> None:
    ana.places(10, 40, 30)
    ana.syncs()
    for entry in list(bucket.list("videos/")):
        bucket.delete(entry.key)
    ana.syncs()
    ana.sees_indicator("needs your attention")
    ana.sync.publish_again()

    ana.sees_indicator("Synced at")
    assert any("/edits/" in entry.key for entry in bucket.list("videos/"))
