from datetime import UTC, datetime
from uuid import UUID

from app.gui.sync.conflict_review import facts_of, marks_of
from storage.library.journal.conflicts import Conflict, Side
from storage.records import BallLabel, Event, Label, Visibility

TIME = datetime(2026, 1, 2, 12, tzinfo=UTC)


def side(label: Label | None, author: str = "bob", mine: bool = False) -> Side:
    return Side(label, author, TIME, mine, frozenset({UUID(int=1)}))


def test_a_conflict_is_told_with_who_says_what_and_when() -> None:
    ball = BallLabel(Visibility.CLEAR, 1, 2)
    facts = facts_of(Conflict("ball/1200", (side(ball), side(None, "ana", mine=True))))
    theirs, mine = facts.sides

    assert facts.title == "Frame 1,200: ball"
    assert (theirs.who, theirs.says, theirs.mine, theirs.shown) == (
        "bob", "Visible at 1.0, 2.0", False, True,
    )  # fmt: skip
    assert (mine.who, mine.says, mine.mine, mine.shown) == ("ana", "No label", True, False)
    assert "2026" in theirs.when


def test_each_side_has_its_mark() -> None:
    ball, gone = BallLabel(Visibility.CLEAR, 1, 2), BallLabel(Visibility.ABSENT)
    first, second = marks_of(Conflict("ball/1", (side(ball, mine=True), side(gone))))

    assert (first.text, first.x, first.y, first.chosen) == ("bob (you)", 1, 2, True)
    assert (second.text, second.x) == ("bob: No ball", None)


def test_an_event_is_told_in_words() -> None:
    [mark] = marks_of(Conflict(f"event/{UUID(int=1)}", (side(Event(3, "hit")),)))

    assert mark.text == "bob: “hit” in frame 3"
