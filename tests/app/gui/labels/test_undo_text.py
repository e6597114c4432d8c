from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.gui.labels.undo_text import undo_text
from storage.library.journal.journal import UndoStep
from storage.records import (
    PROPOSAL,
    Assignment,
    BallLabel,
    Clip,
    Edit,
    Event,
    Label,
    Review,
    Source,
    Visibility,
)

PLACED = BallLabel(Visibility.CLEAR, 3, 4)
ACCEPTED = replace(PLACED, review=Review.ACCEPTED)
HIT = Event(8, "hit")
ID = UUID(int=1)


def step(key: str, before: Label | None, after: Label | None, edits: int = 1) -> UndoStep:
    edit = Edit(ID, ID, "v", key, None, before, after, "ana", datetime.now(UTC), "d", 1)
    return UndoStep(edits, edit)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, PLACED, "place ball"),
        (PLACED, replace(PLACED, x=9), "move ball"),
        (PLACED, replace(PLACED, visibility=Visibility.HARD), "mark as blurred"),
        (PLACED, BallLabel(Visibility.ABSENT), "mark as no ball"),
        (None, ACCEPTED, "accept ball"),
        (None, BallLabel(Visibility.ABSENT, review=Review.REJECTED), "reject ball"),
        (PLACED, None, "delete ball label"),
    ],
)
def test_gestures_on_the_ball(before: Label | None, after: Label | None, words: str) -> None:
    assert undo_text(step("ball/3", before, after)) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, HIT, "mark hit"),
        (None, Event(9, "hit", attributes=((PROPOSAL, "8 hit"),)), "correct hit"),
        (HIT, replace(HIT, frame=9), "move hit"),
        (HIT, replace(HIT, name="bounce"), "change to bounce"),
        (None, replace(HIT, review=Review.ACCEPTED), "accept hit"),
        (HIT, None, "delete hit"),
        (None, Event(8, "x" * 60_000), f"mark {'x' * 23}…"),
    ],
)
def test_gestures_on_events(before: Label | None, after: Label | None, words: str) -> None:
    assert undo_text(step(f"event/{ID}", before, after)) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, Clip(0, 9, "ace"), "save ace"),
        (Clip(0, 9, "ace"), Clip(0, 8, "ace"), "trim clip"),
        (Clip(0, 9, "ace"), Clip(0, 9, "ace 2"), "rename clip"),
        (Clip(0, 9, "ace"), None, "delete ace"),
    ],
)
def test_gestures_on_clips(before: Label | None, after: Label | None, words: str) -> None:
    assert undo_text(step(f"clip/{ID}", before, after)) == words


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (ACCEPTED, "accept 1,200 frames"),
        (None, "delete 1,200 frames"),
        (
            replace(PLACED, source=Source.INTERPOLATED, review=Review.UNREVIEWED),
            "fill 1,200 frames",
        ),
    ],
)
def test_of_many_their_number_is_told(after: Label | None, words: str) -> None:
    assert undo_text(step("ball/3", None, after, 1200)) == words


def test_what_has_no_words_of_its_own_is_called_by_its_kind() -> None:
    assert undo_text(step(f"assignment/{ID}", None, Assignment(0, 9, "ana"))) == "add assignment"
    assert undo_text(None) == ""
