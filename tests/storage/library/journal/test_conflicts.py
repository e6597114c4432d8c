from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlite_utils import Database

from storage.library.journal.conflicts import (
    Conflict,
    ConflictChoice,
    choose,
    conflicts,
    count_conflicts,
)
from storage.library.journal.journal import UndoResult, edits, redo, undo, write_gesture
from storage.records import Clip, Event, Label, ball_key, clip_key, event_key
from tests.storage.library.builders import VIDEO, ball, present
from tests.storage.library.trees import merge, received
from tests.storage.library.undoable import undoable

MINE, THEIRS = ball(1), ball(2)
KEY = ball_key(1)


@pytest.fixture
def conflict(db: Database) -> Conflict:
    """Frame 1, where I say MINE and Bob says THEIRS, who has thought longer about it."""
    write_gesture(db, VIDEO, {KEY: MINE}, "Ada")
    merge(db, VIDEO, "bob's", [received(1, after=ball(9)), received(2, [1], THEIRS)])
    [conflict] = conflicts(db, VIDEO)
    return conflict


def keep(db: Database, conflict: Conflict, label: Label | None) -> None:
    choose(db, VIDEO, [ConflictChoice(conflict.key, conflict.edits, label)], "Ada")


def test_a_conflict_says_what_who_and_when(conflict: Conflict) -> None:
    theirs, mine = conflict.sides

    assert (conflict.key, conflict.frame) == (KEY, 1)
    assert (mine.label, mine.author, mine.mine) == (MINE, "Ada", True)
    assert (theirs.label, theirs.author, theirs.mine) == (THEIRS, "bob", False)
    assert theirs.time == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("label", [MINE, THEIRS, ball(3), None])
def test_a_choice_settles_it_and_joins_all_that_was_seen(
    db: Database, conflict: Conflict, label: Label | None
) -> None:
    keep(db, conflict, label)
    choice = edits(db, VIDEO)[-1]

    assert {choice.parent, *choice.others} == conflict.edits
    assert present(db).get(KEY) == label
    assert count_conflicts(db) == 0


def test_undoing_the_choice_makes_the_conflict_anew_and_redo_settles_it(
    db: Database, conflict: Conflict
) -> None:
    before = present(db)
    keep(db, conflict, MINE)
    undo(db, VIDEO, "Ada")
    [again] = conflicts(db, VIDEO)

    assert {side.label for side in again.sides} == {MINE, THEIRS}
    redo(db, VIDEO, "Ada")
    assert (present(db), count_conflicts(db)) == ({KEY: MINE}, 0)
    assert before == {KEY: THEIRS}


def test_a_conflict_made_anew_still_tells_who_said_what(db: Database, conflict: Conflict) -> None:
    keep(db, conflict, None)
    undo(db, VIDEO, "Cleo")
    [again] = conflicts(db, VIDEO)

    assert {(side.author, side.mine, side.label) for side in again.sides} == {
        ("Ada", True, MINE),
        ("bob", False, THEIRS),
    }


def test_many_choices_are_one_step(db: Database, conflict: Conflict) -> None:
    event, clip = event_key(UUID(int=1)), clip_key(UUID(int=1))
    write_gesture(db, VIDEO, {event: Event(7, "hit"), clip: Clip(3, 9, "a")}, "Ada")
    theirs = [received(5, after=Event(6, "hit"), key=event), received(6, key=clip)]
    merge(db, VIDEO, "bob's", theirs)
    found = conflicts(db, VIDEO)
    choose(db, VIDEO, [ConflictChoice(one.key, one.edits, None) for one in found], "Ada")
    gone = present(db)
    undo(db, VIDEO, "Ada")

    assert [(one.key, one.frame) for one in found] == [(KEY, 1), (clip, 3), (event, 6)]
    assert (gone, count_conflicts(db)) == ({}, 3)


def test_a_side_that_came_after_the_look_is_not_chosen_away(
    db: Database, conflict: Conflict
) -> None:
    merge(db, VIDEO, "cleo's", [received(7, after=ball(7), author="cleo")])
    keep(db, conflict, MINE)
    [left] = conflicts(db, VIDEO)

    assert {side.label for side in left.sides} == {MINE, ball(7)}


def test_what_was_settled_meanwhile_is_left_alone(db: Database, conflict: Conflict) -> None:
    keep(db, conflict, THEIRS)
    keep(db, conflict, MINE)

    assert present(db) == {KEY: THEIRS}


def test_two_who_choose_the_same_do_not_conflict_again(db: Database, conflict: Conflict) -> None:
    keep(db, conflict, MINE)
    [first, *others] = [edit.bytes for edit in conflict.edits]
    choice = received(9, after=MINE)._replace(parent=first, others=b"".join(others))
    merge(db, VIDEO, "bob's", [choice])

    assert (present(db), count_conflicts(db)) == ({KEY: MINE}, 0)


def test_undo_of_my_side_takes_back_my_side_alone(db: Database, conflict: Conflict) -> None:
    undo(db, VIDEO, "Ada")
    [left] = conflicts(db, VIDEO)

    assert {side.label for side in left.sides} == {None, THEIRS}


def test_undo_leaves_what_somebody_else_has_said_too(db: Database) -> None:
    write_gesture(db, VIDEO, {KEY: MINE, ball_key(2): MINE}, "Ada")
    merge(db, VIDEO, "bob's", [received(1, after=MINE)])
    turned = undo(db, VIDEO, "Ada")

    assert [edit.key for edit in turned.edits] == [ball_key(2)]
    assert turned.left == {KEY}
    assert present(db) == {KEY: MINE}


def test_a_step_that_others_have_overtaken_everywhere_tells_what_it_left(db: Database) -> None:
    [mine] = write_gesture(db, VIDEO, {KEY: MINE}, "Ada")
    merge(db, VIDEO, "bob's", [received(1, after=THEIRS)._replace(parent=mine.id.bytes)])

    assert undo(db, VIDEO, "Ada") == UndoResult([], frozenset({KEY}))
    assert undoable(db, VIDEO) == (False, True)


def test_a_video_without_edits_has_no_conflicts(db: Database) -> None:
    assert (conflicts(db, VIDEO), count_conflicts(db, VIDEO)) == ([], 0)
