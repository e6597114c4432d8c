import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.journal import write_gesture
from storage.library.journal_rows import edits, heads, this_writer
from storage.records import ball_key
from tests.storage.library.builders import VIDEO, ball


def test_a_key_that_nobody_has_written_has_an_empty_head(db: Database) -> None:
    writer = this_writer(db, VIDEO, "me")
    head = heads(db, writer, ["ball/1"])["ball/1"]

    assert (head.edit, head.label) == (None, None)


def test_the_head_is_the_last_edit_of_its_key(db: Database) -> None:
    for x in (1, 2):
        [last] = write_gesture(db, VIDEO, {ball_key(1): ball(x)}, "me")
    write_gesture(db, VIDEO, {ball_key(11): ball(3)}, "me")
    head = heads(db, this_writer(db, VIDEO, "me"), ["ball/1", "ball/11"])["ball/1"]

    assert (head.edit, head.label) == (last.id, ball(2))


def test_heads_are_found_by_index_alone(db: Database) -> None:
    plan = db.execute(
        """
        explain query plan
        select id from edits where video = 1 and key = 'ball/1' order by id desc limit 1
        """
    ).fetchall()

    assert "USING COVERING INDEX edits_by_key (video=? AND key=?)" in plan[0][-1]


def test_a_damaged_history_is_told_to_the_user(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball()}, "me")
    db.execute("update edits set after = '{'")

    with pytest.raises(UserError, match="ball/1 is damaged"):
        edits(db, VIDEO)


def test_a_history_of_a_newer_format_is_told_to_the_user(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(1): ball()}, "me")
    db.execute("update edits set format = 9")

    with pytest.raises(UserError, match="format 9"):
        write_gesture(db, VIDEO, {ball_key(1): None}, "me")


def test_ids_of_edits_never_meet(db: Database) -> None:
    balls = {ball_key(frame): ball() for frame in range(300)}
    made = [
        *write_gesture(db, VIDEO, balls, "me"),
        *write_gesture(db, VIDEO, dict.fromkeys(balls), "me"),
    ]

    assert len({edit.id for edit in made}) == 600
    assert {edit.id.version for edit in made} == {4}
