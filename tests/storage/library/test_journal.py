from datetime import UTC
from uuid import UUID

import pytest

from storage.errors import UserError
from storage.library.journal import edits, redo, undo, undoable, write_gesture
from storage.library.library import open_library
from storage.library.videos import put_video
from storage.records import BallLabel, Clip, Event, Visibility, ball_key, clip_key, event_key
from tests.storage.library import builders
from tests.storage.library.builders import VIDEO, ball, present
from tests.storage.library.undo_contract import assert_no_step, assert_one_step

EVENT, CLIP = event_key(UUID(int=1)), clip_key(UUID(int=2))
LABELS = {
    ball_key(1): ball(),
    ball_key(2): BallLabel(Visibility.ABSENT),
    EVENT: Event(3, "hit"),
    CLIP: Clip(3, 9, "rally"),
}
MOVED = {
    ball_key(1): ball(11),
    ball_key(2): ball(12),
    EVENT: Event(4, "hit"),
    CLIP: Clip(3, 10, "rally"),
}


def place(db, x, frame=1, author="me"):
    return write_gesture(db, VIDEO, {ball_key(frame): ball(x)}, author)


def x_at(db, frame=1):
    label = present(db).get(ball_key(frame))
    return label.x if label else None


@pytest.mark.parametrize("key", LABELS)
def test_making_a_label_is_one_step(library, db, key):
    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: LABELS[key]}, "me"))


@pytest.mark.parametrize("key", LABELS)
def test_changing_a_label_is_one_step(library, db, key):
    write_gesture(db, VIDEO, LABELS, "me")

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: MOVED[key]}, "me"))


@pytest.mark.parametrize("key", LABELS)
def test_removing_a_label_is_one_step(library, db, key):
    write_gesture(db, VIDEO, LABELS, "me")

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, {key: None}, "me"))


def test_many_changes_at_once_are_one_step(library, db):
    write_gesture(db, VIDEO, LABELS, "me")
    many = {ball_key(frame): ball(frame) for frame in range(1, 300)} | {EVENT: None}

    assert_one_step(library, lambda db: write_gesture(db, VIDEO, many, "me"))


def test_a_change_that_changes_nothing_is_no_step(library, db):
    write_gesture(db, VIDEO, LABELS, "me")

    assert_no_step(library, lambda db: write_gesture(db, VIDEO, LABELS, "you"))


def test_removing_what_is_not_there_is_no_step(library, db):
    assert_no_step(library, lambda db: write_gesture(db, VIDEO, dict.fromkeys(LABELS), "me"))


def test_no_change_at_all_is_no_step(library, db):
    assert_no_step(library, lambda db: write_gesture(db, VIDEO, {}, "me"))


def test_undo_and_redo_with_nothing_to_do_are_no_step(library, db):
    assert_no_step(library, lambda db: (undo(db, VIDEO, "me"), redo(db, VIDEO, "me")))


def test_only_what_changes_is_written(db):
    write_gesture(db, VIDEO, LABELS, "me")
    made = write_gesture(db, VIDEO, LABELS | {CLIP: None}, "me")

    assert [edit.key for edit in made] == [CLIP]


def test_an_edit_says_what_who_when_and_where(db, library):
    [first] = place(db, 1, author="Ada")
    [second] = place(db, 2, author="Bob")

    assert (first.parent, first.before, first.after) == (None, None, ball(1))
    assert (second.parent, second.before, second.after) == (first.id, ball(1), ball(2))
    assert (first.author, second.author) == ("Ada", "Bob")
    assert (second.device, second.video, second.key) == (library.device, VIDEO, ball_key(1))
    assert second.time.tzinfo is UTC
    assert edits(db, VIDEO) == [first, second]


def test_the_edits_of_one_gesture_share_its_id(db):
    first = write_gesture(db, VIDEO, LABELS, "me")
    second = write_gesture(db, VIDEO, MOVED, "me")

    assert len({edit.gesture for edit in first}) == 1
    assert len({edit.gesture for edit in first + second}) == 2
    assert len({edit.id for edit in first + second}) == 8


def test_a_device_counts_its_edits_without_a_gap(db):
    put_video(db, builders.video(fingerprint="other"))
    write_gesture(db, VIDEO, LABELS, "me")
    write_gesture(db, "other", LABELS, "me")
    undo(db, VIDEO, "me")
    numbers = [edit.sequence for video in (VIDEO, "other") for edit in edits(db, video)]

    assert sorted(numbers) == list(range(1, 13))


def test_a_removed_label_is_the_parent_of_its_successor(db):
    place(db, 1)
    [removed] = write_gesture(db, VIDEO, {ball_key(1): None}, "me")
    [again] = place(db, 2)

    assert (again.parent, again.before) == (removed.id, None)


def test_undo_is_an_edit_like_any_other(db):
    [made] = place(db, 1)
    [undone] = undo(db, VIDEO, "Bob")

    assert (undone.parent, undone.before, undone.after) == (made.id, ball(1), None)
    assert (undone.author, undone.sequence) == ("Bob", 2)
    assert edits(db, VIDEO, ball_key(1)) == [made, undone]


def test_the_history_of_a_key_leaves_out_the_others(db):
    place(db, 1, frame=1)
    other = place(db, 2, frame=11)

    assert edits(db, VIDEO, ball_key(11)) == other


def test_undo_goes_back_step_by_step_and_redo_forward(db):
    for x in (1, 2, 3):
        place(db, x)
    back = [undo(db, VIDEO, "me") and x_at(db) for _ in range(4)]
    forward = [redo(db, VIDEO, "me") and x_at(db) for _ in range(4)]

    assert back == [2, 1, None, []]
    assert forward == [1, 2, 3, []]


def test_undo_after_a_redo_takes_back_the_same_step(db):
    place(db, 1)
    place(db, 2)
    for turn in (undo, undo, redo, undo, redo):
        turn(db, VIDEO, "me")

    assert x_at(db) == 1
    assert undoable(db, VIDEO) == (True, True)


def test_a_new_gesture_clears_redo(db):
    place(db, 1)
    undo(db, VIDEO, "me")
    place(db, 2)

    assert undoable(db, VIDEO) == (True, False)
    assert redo(db, VIDEO, "me") == []


def test_a_gesture_that_changes_nothing_keeps_redo(db):
    place(db, 1)
    place(db, 2)
    undo(db, VIDEO, "me")
    place(db, 1)

    assert undoable(db, VIDEO) == (True, True)


def test_videos_have_stacks_of_their_own(db):
    put_video(db, builders.video(fingerprint="other"))
    place(db, 1)
    write_gesture(db, "other", {ball_key(1): ball()}, "me")
    undo(db, VIDEO, "me")

    assert undoable(db, VIDEO) == (False, True)
    assert undoable(db, "other") == (True, False)


def test_undo_leaves_what_another_device_has_changed_since(db, other_device):
    write_gesture(db, VIDEO, {ball_key(1): ball(1), ball_key(2): ball(2)}, "me")
    with other_device():
        place(db, 50, frame=2, author="you")
    undo(db, VIDEO, "me")

    assert (x_at(db, 1), x_at(db, 2)) == (None, 50)


def test_a_step_that_another_device_has_overtaken_is_passed_over(db, other_device):
    place(db, 1, frame=1)
    place(db, 2, frame=2)
    with other_device():
        place(db, 50, frame=2, author="you")
    undo(db, VIDEO, "me")

    assert (x_at(db, 1), x_at(db, 2)) == (None, 50)
    assert undoable(db, VIDEO) == (False, True)


def test_another_devices_gestures_are_not_undone(db, other_device):
    with other_device():
        place(db, 50)

    assert undoable(db, VIDEO) == (False, False)
    assert undo(db, VIDEO, "me") == []


def test_a_label_that_makes_no_sense_writes_nothing(db):
    with pytest.raises(ValueError, match="makes no sense"):
        write_gesture(db, VIDEO, {ball_key(1): ball(), ball_key(2): ball(float("nan"))}, "me")

    assert edits(db, VIDEO) == []


def test_labels_of_an_unknown_video_are_refused(db):
    with pytest.raises(UserError, match="not in the library"):
        write_gesture(db, "unknown", {ball_key(1): ball()}, "me")


def test_a_full_disk_loses_nothing_that_was_saved(db, library):
    place(db, 1)
    db.conn.execute("pragma max_page_count = 1")  # held at the present size
    with pytest.raises(UserError, match="no space left"):
        write_gesture(db, VIDEO, {ball_key(frame): ball() for frame in range(2000)}, "me")

    with open_library(library.folder).connect() as again:
        assert present(again) == {ball_key(1): ball(1)}
        assert len(edits(again, VIDEO)) == 1


def test_a_number_is_never_given_twice_even_after_removing_a_video(db):
    put_video(db, builders.video(fingerprint="other"))
    write_gesture(db, "other", LABELS, "me")
    db.conn.execute("delete from videos where fingerprint = 'other'")
    [edit] = place(db, 1)

    assert edit.sequence == len(LABELS) + 1
