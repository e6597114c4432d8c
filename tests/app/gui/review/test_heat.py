"""The module under test is app.gui.review.heat, driven through the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gui.review.active_run import ActiveRun
from app.gui.review.heat import HeatOverlay
from storage.library.library import Library
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.inference.ball.nets.tiny import write_model

PATIENCE = 30_000  # milliseconds: the first net of a process is measured before it is run


@pytest.fixture
def looker(user: User, library: Library, clip: Path) -> User:
    """Somebody who has opened a video that was never tracked, and chosen a net of their own."""
    write_model(library.models / "mine")
    user.opens(clip)
    user.session.models.choose("mine")
    return user


def note(user: User) -> str:
    frame = user.session.view.frame
    return user.session.heat.note(frame, waiting=not user.session.player.playing)


def sees_heat(user: User) -> None:
    """Wait until the map of the frame on screen is there."""
    heat, screen = user.session.heat, user.session.view
    user.qtbot.waitUntil(lambda: heat.at(screen.frame) is not None, timeout=PATIENCE)


def test_the_key_shows_the_heat_and_takes_it_away(looker: User) -> None:
    without = looker.picture.grab().toImage()
    looker.presses("M")
    assert note(looker) == "Heat of mine: computing…"

    sees_heat(looker)
    assert note(looker) == "Heat of mine"
    assert looker.picture.grab().toImage() != without

    looker.presses("M")
    assert looker.picture.grab().toImage() == without


def test_it_is_that_of_the_frame_on_screen(looker: User) -> None:
    looker.presses("M")
    sees_heat(looker)
    first = looker.picture.grab().toImage()

    looker.goes_to(30)
    sees_heat(looker)
    assert looker.picture.grab().toImage() != first

    looker.goes_to(0)
    sees_heat(looker)
    assert looker.picture.grab().toImage() == first


def test_the_frame_that_is_asked_for_last_comes_first(looker: User) -> None:
    looker.presses("M")
    for frame in (40, 10, 45, 5):
        looker.session.page.timeline.frame_chosen.emit(frame)

    looker.sees_frame(5)
    sees_heat(looker)


def test_it_goes_on_while_the_video_plays(looker: User) -> None:
    looker.presses("M")
    sees_heat(looker)
    looker.presses("Space")
    looker.qtbot.waitUntil(
        lambda: looker.session.player.position == CLIP_FRAMES - 1, timeout=PATIENCE
    )

    sees_heat(looker)
    assert not looker.notice


def test_motion_says_why_it_has_none(reviewer: User) -> None:
    reviewer.presses("M")

    reviewer.qtbot.waitUntil(
        lambda: "motion model has no heat map" in note(reviewer), timeout=PATIENCE
    )
    assert reviewer.session.heat.missing(0)


def test_another_model_is_asked_anew(looker: User, library: Library) -> None:
    write_model(library.models / "other")
    looker.presses("M")
    sees_heat(looker)

    looker.session.models.choose("other")
    assert note(looker) == "Heat of other: computing…"
    sees_heat(looker)


def test_an_analysis_is_asked_for_its_own_model(looker: User) -> None:
    looker.presses("M")
    sees_heat(looker)
    looker.session.models.choose("motion")
    looker.tracks_to_the_end()

    looker.qtbot.waitUntil(lambda: "motion model has no heat map" in note(looker), timeout=PATIENCE)


def test_leaving_while_it_is_computed_leaves_nothing_behind(looker: User) -> None:
    looker.presses("M")
    looker.leaves()

    looker.window.close()


# by itself, beside the page


@pytest.fixture
def overlay(looker: User, library: Library) -> Iterator[HeatOverlay]:
    """A heat map of its own, which no picture shows."""
    session = looker.session
    [active, *_] = session.findChildren(ActiveRun)
    overlay = HeatOverlay(
        library, session.opened, looker.window._context.jobs, session.models, active
    )
    yield overlay
    overlay.close()


def test_nothing_is_computed_or_said_before_it_is_wanted(overlay: HeatOverlay) -> None:
    overlay.look(3, 0)

    assert not overlay.shown
    assert (overlay.at(3), overlay.note(3, waiting=True), overlay.missing(3)) == (None, "", "")


def test_a_map_is_kept_until_another_model_is_chosen(looker: User, overlay: HeatOverlay) -> None:
    overlay.toggle()
    overlay.look(3, 0)
    looker.qtbot.waitUntil(lambda: overlay.at(3) is not None, timeout=PATIENCE)

    looker.session.models.choose("motion")

    assert overlay.at(3) is None
    assert overlay.note(3, waiting=False) == "Heat of motion"


def test_who_waits_is_told_and_who_plays_is_not(overlay: HeatOverlay) -> None:
    overlay.toggle()

    assert overlay.note(3, waiting=True) == "Heat of mine: computing…"
    assert overlay.note(3, waiting=False) == "Heat of mine"
