from datetime import UTC
from uuid import UUID

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.journal.journal import UndoResult, edits, redo, undo, write_gesture
from storage.library.labels import ball_labels
from storage.library.library import Library, open_library
from storage.library.videos import put_video
from storage.records import (
    BallLabel,
    Clip,
    Edit,
    Event,
    Label,
    Visibility,
    ball_key,
    clip_key,
    event_key,
)
from tests.storage.library import builders
from tests.storage.library.builders import VIDEO, OtherDevice, ball, present
from tests.storage.library.undo_contract import assert_no_step, assert_one_step
from tests.storage.library.undoable import undoable

EVENT, CLIP = event_key(UUID(int=1)), clip_key(UUID(int=2))
LABELS: dict[str, Label] = {
    ball_key(1): ball(),
    ball_key(2): BallLabel(Visibility.ABSENT),
    EVENT: Event(3, "hit"),
    CLIP: Clip(3, 9, "rally"),
}
MOVED: dict[str, Label] = {
    ball_key(1): ball(11),
    ball_key(2): ball(12),
    EVENT: Event(4, "hit"),
    CLIP: Clip(3, 10, "rally"),
}


def place(db: Database, x: float, frame: int = 1, author: str = "me") -> list[Edit]:
    return write_gesture(db, VIDEO, {ball_key(frame): ball(x)}, author)


def x_at(db: Database, frame: int = 1) -> float | None:
    stored = ball_labels(db, VIDEO).get(frame)
    return stored.label.x if stored else None


@pytest.mark.parametrize("key", LABELS)
def test_making_a_label_is_one_step(library: Library, db: Database, key: str) -> None:
    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: LABELS[key]}, "me"))


@pytest.mark.parametrize("key", LABELS)
def test_changing_a_label_is_one_step(library: Library, db: Database, key: str) -> None:
    write_gesture(db, VIDEO, LABELS, "me")

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: MOVED[key]}, "me"))


@pytest.mark.parametrize("key", LABELS)
def test_removing_a_label_is_one_step(library: Library, db: Database, key: str) -> None:
    write_gesture(db, VIDEO, LABELS, "me")

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: None}, "me"))


def test_many_changes_at_once_are_one_step(library: Library, db: Database) -> None:
    write_gesture(db, VIDEO, LABELS, "me")
    balls = {ball_key(frame): ball(frame) for frame in range(1, 300)}

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {**balls, EVENT: None}, "me"))


def test_a_change_that_changes_nothing_is_no_step(library: Library, db: Database) -> None:
    write_gesture(db, VIDEO, LABELS, "me")

    assert_no_step(library, lambda db: write_gesture(db, VIDEO, LABELS, "you"))


def test_removing_what_is_not_there_is_no_step(library: Library, db: Database) -> None:
    assert_no_step(library, lambda db: write_gesture(db, VIDEO, dict.fromkeys(LABELS), "me"))


def test_no_change_at_all_is_no_step(library: Library, db: Database) -> None:
    assert_no_step(library, lambda db: write_gesture(db, VIDEO, {}, "me"))


def test_undo_and_redo_with_nothing_to_do_are_no_step(library: Library, db: Database) -> None:
    assert_no_step(library, lambda db: (undo(db, VIDEO, "me"), redo(db, VIDEO, "me")))


def test_only_what_changes_is_written(db: Database) -> None:
    write_gesture(db, VIDEO, LABELS, "me")
    made = write_gesture(db, VIDEO, {**LABELS, CLIP: None}, "me")

    assert [edit.key for edit in made] == [CLIP]


def test_an_edit_says_what_who_when_and_where(db: Database, library: Library) -> None:
    [first] = place(db, 1, author="Ada")
    [second] = place(db, 2, author="Bob")

    assert (first.parent, first.before, first.after) == (None, None, ball(1))
    assert (second.parent, second.before, second.after) == (first.id, ball(1), ball(2))
    assert (first.author, second.author) == ("Ada", "Bob")
    assert (second.device, second.video, second.key) == (library.device, VIDEO, ball_key(1))
    assert second.time.tzinfo is UTC
    assert edits(db, VIDEO) == [first, second]


def test_the_edits_of_one_gesture_share_its_id(db: Database) -> None:
    first = write_gesture(db, VIDEO, LABELS, "me")
    second = write_gesture(db, VIDEO, MOVED, "me")

    assert len({edit.gesture for edit in first}) == 1
    assert len({edit.gesture for edit in first + second}) == 2
    assert len({edit.id for edit in first + second}) == 8


def test_a_device_counts_its_edits_without_a_gap(db: Database) -> None:
    put_video(db, builders.video(fingerprint="other"))
    write_gesture(db, VIDEO, LABELS, "me")
    write_gesture(db, "other", LABELS, "me")
    undo(db, VIDEO, "me")
    numbers = [edit.sequence for video in (VIDEO, "other") for edit in edits(db, video)]

    assert sorted(numbers) == list(range(1, 13))


def test_a_removed_label_is_the_parent_of_its_successor(db: Database) -> None:
    place(db, 1)
    [removed] = write_gesture(db, VIDEO, {ball_key(1): None}, "me")
    [again] = place(db, 2)

    assert (again.parent, again.before) == (removed.id, None)


def test_undo_is_an_edit_like_any_other(db: Database) -> None:
    [made] = place(db, 1)
    [undone] = undo(db, VIDEO, "Bob").edits

    assert (undone.parent, undone.before, undone.after) == (made.id, ball(1), None)
    assert (undone.author, undone.sequence) == ("Bob", 2)
    assert edits(db, VIDEO, ball_key(1)) == [made, undone]


def test_the_history_of_a_key_leaves_out_the_others(db: Database) -> None:
    place(db, 1, frame=1)
    other = place(db, 2, frame=11)

    assert edits(db, VIDEO, ball_key(11)) == other


def test_undo_goes_back_step_by_step_and_redo_forward(db: Database) -> None:
    for x in (1, 2, 3):
        place(db, x)
    back = [undo(db, VIDEO, "me").edits and x_at(db) for _ in range(4)]
    forward = [redo(db, VIDEO, "me").edits and x_at(db) for _ in range(4)]

    assert back == [2, 1, None, []]
    assert forward == [1, 2, 3, []]


def test_undo_after_a_redo_takes_back_the_same_step(db: Database) -> None:
    place(db, 1)
    place(db, 2)
    for turn in (undo, undo, redo, undo, redo):
        turn(db, VIDEO, "me")

    assert x_at(db) == 1
    assert undoable(db, VIDEO) == (True, True)


def test_a_new_gesture_clears_redo(db: Database) -> None:
    place(db, 1)
    undo(db, VIDEO, "me")
    place(db, 2)

    assert undoable(db, VIDEO) == (True, False)
    assert redo(db, VIDEO, "me").edits == []


def test_a_gesture_that_changes_nothing_keeps_redo(db: Database) -> None:
    place(db, 1)
    place(db, 2)
    undo(db, VIDEO, "me")
    place(db, 1)

    assert undoable(db, VIDEO) == (True, True)


def test_videos_have_stacks_of_their_own(db: Database) -> None:
    put_video(db, builders.video(fingerprint="other"))
    place(db, 1)
    write_gesture(db, "other", {ball_key(1): ball()}, "me")
    undo(db, VIDEO, "me")

    assert undoable(db, VIDEO) == (False, True)
    assert undoable(db, "other") == (True, False)


def test_undo_leaves_what_another_device_has_changed_since(
    db: Database, other_device: OtherDevice
) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball(1), ball_key(2): ball(2)}, "me")
    with other_device():
        place(db, 50, frame=2, author="you")
    undo(db, VIDEO, "me")

    assert (x_at(db, 1), x_at(db, 2)) == (None, 50)


def test_a_step_that_another_device_has_overtaken_is_passed_over(
    db: Database, other_device: OtherDevice
) -> None:
    place(db, 1, frame=1)
    place(db, 2, frame=2)
    with other_device():
        place(db, 50, frame=2, author="you")
    undo(db, VIDEO, "me")

    assert (x_at(db, 1), x_at(db, 2)) == (None, 50)
    assert undoable(db, VIDEO) == (False, True)


def test_another_devices_gestures_are_not_undone(db: Database, other_device: OtherDevice) -> None:
    with other_device():
        place(db, 50)

    assert undoable(db, VIDEO) == (False, False)
    assert undo(db, VIDEO, "me") == UndoResult()


def test_a_label_that_makes_no_sense_writes_nothing(db: Database) -> None:
    with pytest.raises(ValueError, match="makes no sense"):
        write_gesture(db, VIDEO, {ball_key(1): ball(), ball_key(2): ball(float("nan"))}, "me")

    assert edits(db, VIDEO) == []


def test_labels_of_an_unknown_video_are_refused(db: Database) -> None:
    with pytest.raises(UserError, match="no longer in the library"):
        write_gesture(db, "unknown", {ball_key(1): ball()}, "me")


def test_a_full_disk_loses_nothing_that_was_saved(db: Database, library: Library) -> None:
    place(db, 1)
    db.conn.execute("pragma max_page_count = 1")  # held at the present size
    with pytest.raises(UserError, match="is full"):
        write_gesture(db, VIDEO, {ball_key(frame): ball() for frame in range(1000)}, "me")

    with open_library(library.folder).connect() as again:
        assert present(again) == {ball_key(1): ball(1)}
        assert len(edits(again, VIDEO)) == 1


def test_a_number_is_never_given_twice_even_after_removing_a_video(db: Database) -> None:
    put_video(db, builders.video(fingerprint="other"))
    write_gesture(db, "other", LABELS, "me")
    db.conn.execute("delete from videos where fingerprint = 'other'")
    [edit] = place(db, 1)

    assert edit.sequence == len(LABELS) + 1


def test_a_label_outside_of_the_video_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="not in a video of 1000 frames"):
        write_gesture(db, VIDEO, {ball_key(1000): ball()}, "me")


def test_an_author_is_cut_to_one_line(db: Database) -> None:
    [edit] = place(db, 1, author="Ada\n" + "x" * 500)

    assert edit.author == "Ada " + "x" * 196
