import pytest
from PySide6.QtCore import QObject

from app.gui.shell.settings import Settings
from app.gui.tagging.event_selection import NEAR, EventSelection
from app.gui.tagging.event_thresholds import EventThresholds
from tests.app.user import User


@pytest.fixture
def selection(analyst: User, settings: Settings) -> EventSelection:
    """Of hits in frames 8 and 30, bounces in 15 and 41; the one in 22 is below its threshold."""
    session = analyst.session
    thresholds = EventThresholds(settings, session)
    video = session.opened.video.fingerprint
    return EventSelection(session.labels, video, thresholds, QObject(session))


@pytest.mark.parametrize(
    ("frame", "event"), [(8, 8), (8 + NEAR, 15), (11, 8), (12, 15), (22, None), (25, 30)]
)
def test_the_nearest_event_is_current(
    selection: EventSelection, frame: int, event: int | None
) -> None:
    selection.look_at(frame)

    current = selection.current
    assert (None if current is None else current.event.frame) == event


def test_what_was_gone_to_is_current_while_it_is_near(selection: EventSelection) -> None:
    selection.look_at(11)
    selection.choose(selection.listed(1))
    assert selection.row == 1

    for frame in (40, 11):
        selection.look_at(frame)
    assert selection.row == 0


def test_the_next_and_the_one_before_are_told_from_the_frame(selection: EventSelection) -> None:
    selection.look_at(22)
    following, before = selection.after(), selection.before()

    assert following is not None
    assert before is not None
    assert (following.event.frame, before.event.frame) == (30, 15)


def test_at_the_ends_there_is_none(selection: EventSelection) -> None:
    selection.look_at(0)
    assert selection.before() is None

    selection.look_at(49)
    assert selection.after() is None


def test_proposals_are_those_of_the_range(selection: EventSelection) -> None:
    assert [one.event.frame for one in selection.proposals(range(9, 31))] == [15, 30]
