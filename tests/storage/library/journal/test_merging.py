from hypothesis import given, settings
from sqlite_utils import Database

from storage.library.database import rows
from storage.library.journal.conflicts import count_conflicts
from storage.library.journal.journal import edits, undo, write_gesture
from storage.library.journal.merging import (
    DeviceEdits,
    MergeResult,
    merge_edits,
    parents_of,
)
from storage.library.journal.revision_tree import places
from storage.library.videos import put_video
from storage.records import Clip, Event, ball_key
from tests.storage.library import builders
from tests.storage.library.builders import VIDEO, ball, present
from tests.storage.library.trees import (
    Delivery,
    deliveries,
    merge,
    new_library,
    received,
    state,
    state_after,
)

BOB = "bob's"


@given(deliveries())
@settings(max_examples=150, deadline=None)
def test_the_same_edits_lead_to_the_same_state_in_any_order(delivery: Delivery) -> None:
    assert state_after(delivery.first) == state_after(delivery.second)


@given(deliveries(complete=False))
@settings(max_examples=150, deadline=None)
def test_so_do_edits_whose_parents_never_come(delivery: Delivery) -> None:
    assert state_after(delivery.first) == state_after(delivery.second)


@given(deliveries())
@settings(max_examples=100, deadline=None)
def test_growing_a_tree_edit_by_edit_gives_the_tree_of_all_edits(delivery: Delivery) -> None:
    with new_library() as db:
        for piece in delivery.first:
            merge(db, VIDEO, BOB, piece)
        for key in ("ball/0", "ball/1", "ball/2"):
            found = rows(
                db, f"select uuid, parent, others, depth, leaf from edits where key='{key}'"
            )
            whole = places({uuid: parents_of(*named) for uuid, *named, _, _ in found})

            assert {uuid: (place.depth, place.leaf) for uuid, place in whole.items()} == {
                uuid: (depth, leaf) for uuid, _, _, depth, leaf in found
            }


def test_an_edit_on_the_head_moves_the_head(db: Database) -> None:
    [mine] = write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    merge(db, VIDEO, BOB, [received(5, after=ball(2))._replace(parent=mine.id.bytes)])

    assert present(db) == {ball_key(1): ball(2)}
    assert count_conflicts(db) == 0


def test_two_edits_on_one_parent_are_a_conflict_and_the_longest_chain_is_shown(
    db: Database,
) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    theirs = [received(1, after=ball(2)), received(2, [1], ball(3))]
    merge(db, VIDEO, BOB, theirs)

    assert present(db) == {ball_key(1): ball(3)}
    assert count_conflicts(db, VIDEO) == 1


def test_of_equally_long_chains_the_greatest_uuid_is_shown(db: Database) -> None:
    merge(db, VIDEO, BOB, [received(2, after=ball(2)), received(1, after=ball(1))])

    assert present(db) == {ball_key(1): ball(2)}


def test_equal_contents_never_conflict(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    merge(db, VIDEO, BOB, [received(1, after=ball(1))])

    assert count_conflicts(db) == 0


def test_a_change_of_what_two_have_said_alike_joins_both(db: Database) -> None:
    [mine] = write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    merge(db, VIDEO, BOB, [received(1, after=ball(1))])
    [moved] = write_gesture(db, VIDEO, {ball_key(1): ball(9)}, "me")

    assert {moved.parent, *moved.others} == {mine.id, edits(db, VIDEO)[1].id}
    assert count_conflicts(db) == 0


def test_a_plain_gesture_settles_no_conflict(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    merge(db, VIDEO, BOB, [received(1, after=ball(2))])
    write_gesture(db, VIDEO, {ball_key(1): ball(3)}, "me")

    assert present(db) == {ball_key(1): ball(3)}
    assert count_conflicts(db) == 1


def test_every_kind_of_label_follows(db: Database) -> None:
    event, clip = f"event/{'0' * 8}-{'-'.join(['0' * 4] * 3)}-{'0' * 12}", ""
    clip = event.replace("event", "clip")
    merge(
        db,
        VIDEO,
        BOB,
        [
            received(1, after=Event(3, "hit"), key=event),
            received(2, after=Clip(1, 2, "a"), key=clip),
        ],
    )

    assert present(db) == {event: Event(3, "hit"), clip: Clip(1, 2, "a")}


def test_who_made_an_edit_is_remembered(db: Database) -> None:
    merge(db, VIDEO, BOB, [received(1, after=ball(1), author="Bob", sequence=7)])
    [edit] = edits(db, VIDEO)

    assert (edit.author, edit.device, edit.sequence) == ("Bob", BOB, 7)


def test_what_has_come_already_is_not_new(db: Database) -> None:
    pair = [received(1, after=ball(1)), received(2, [1], ball(2))]
    counts = [merge(db, VIDEO, BOB, pair[:1]), merge(db, VIDEO, BOB, pair)]

    assert [result.new for result in counts] == [1, 1]


def test_edits_of_others_are_not_undone(db: Database) -> None:
    merge(db, VIDEO, BOB, [received(1, after=ball(1))])

    assert undo(db, VIDEO, "me").edits == []


def test_an_edit_that_was_changed_on_its_way_is_left_out_and_costs_no_other(db: Database) -> None:
    merge(db, VIDEO, BOB, [received(1, after=ball(1))])
    result = merge(
        db, VIDEO, BOB, [received(2, after=ball(3), key="ball/2"), received(1, after=ball(2))]
    )

    assert result == MergeResult(new=1, tampered=1)
    assert present(db) == {"ball/1": ball(1), "ball/2": ball(3)}


def gestures_of(db: Database) -> list[tuple[str, str, int]]:
    """Device, author and number of edits of each gesture."""
    return rows(
        db,
        """
        select devices.uuid, author, count(*)
          from edits join gestures on gestures.id = edits.gesture
          join devices on devices.id = gestures.device
         group by gestures.id order by devices.uuid = :bob, author
        """,
        {"bob": BOB},
    )


def test_edits_that_claim_a_gesture_of_another_video_get_one_of_their_own(db: Database) -> None:
    put_video(db, builders.video(fingerprint="other"))
    merge(db, "other", BOB, [received(1, gesture=9)])
    merge(db, VIDEO, BOB, [received(2, gesture=9)])

    assert [count for _, _, count in gestures_of(db)] == [1, 1]


def test_a_foreign_edit_never_joins_my_gesture_nor_its_undo(db: Database) -> None:
    [mine] = write_gesture(db, VIDEO, {ball_key(1): ball(1)}, "me")
    foreign = received(5, after=ball(2), key="ball/2", author="eve")
    merge(db, VIDEO, BOB, [foreign._replace(gesture=mine.gesture.bytes)])
    [_, (device, author, count)] = gestures_of(db)
    undone = undo(db, VIDEO, "me").edits

    assert (device, author, count) == (BOB, "eve", 1)
    assert [edit.key for edit in undone] == ["ball/1"]
    assert present(db) == {"ball/2": ball(2)}


def test_pieces_of_a_gesture_of_one_device_stay_one_gesture(db: Database) -> None:
    for id in (1, 2):
        merge(db, VIDEO, BOB, [received(id, gesture=9, key=f"ball/{id}")])
        merge(db, VIDEO, "cleo's", [received(id + 5, gesture=9, key=f"ball/{id}")])

    assert sorted(count for _, _, count in gestures_of(db)) == [2, 2]


def placings_of(db: Database, pieces: list[DeviceEdits]) -> int:
    """How many rows the database writes while it takes in `pieces` together."""
    before = db.conn.total_changes
    merge_edits(db, VIDEO, pieces)
    return db.conn.total_changes - before


def test_a_chain_that_comes_child_first_costs_about_as_much_as_one_in_order() -> None:
    chain = [received(id, [id - 1] if id > 1 else [], ball(id)) for id in range(1, 1201)]
    pieces = [DeviceEdits(BOB, [edit]) for edit in chain]
    with new_library() as forward, new_library() as backward:
        in_order = placings_of(forward, pieces)
        child_first = placings_of(backward, pieces[::-1])

        assert state(backward) == state(forward)
        assert child_first < 4 * in_order


def test_removing_a_video_takes_what_came_for_it(db: Database) -> None:
    merge(db, VIDEO, BOB, [received(2, [1], ball(2)), received(3, after=ball(3))])
    db.conn.execute("delete from videos")

    for table in ("edits", "missing_parents", "conflicts", "ball_labels"):
        assert rows(db, f"select count(*) from {table}") == [(0,)]


def test_what_a_piece_costs_does_not_grow_with_the_journal(db: Database) -> None:
    asked: list[str] = []
    edits = [received(id, [id + 1000], ball(1), ball_key(id % 10)) for id in range(1, 501)]
    db.conn.set_trace_callback(asked.append)
    merge(db, VIDEO, BOB, edits)
    db.conn.set_trace_callback(None)

    for sql in asked:
        if sql.lstrip().lower().startswith(("select", "update", "delete")):
            plan = " ".join(line[-1] for line in db.conn.execute(f"explain query plan {sql}"))
            assert "edits_by_key (video=?)" not in plan, sql
            assert "gestures_by_video" not in plan, sql
            assert "SCAN edits" not in plan, sql
