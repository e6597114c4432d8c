import pytest
from sqlite_utils import Database

from storage.library.journal.heads import heads
from storage.library.journal.journal import write_gesture
from storage.records import ball_key
from tests.storage.library.builders import VIDEO, ball, video_number


def test_a_key_that_nobody_has_written_has_an_empty_head(db: Database) -> None:
    head = heads(db, video_number(db), ["ball/1"])["ball/1"]

    assert (head.edit, head.label, head.leaves) == (None, None, ())


def test_the_head_is_the_last_edit_of_its_key(db: Database) -> None:
    for x in (1, 2):
        [last] = write_gesture(db, VIDEO, {ball_key(1): ball(x)}, "me")
    write_gesture(db, VIDEO, {ball_key(11): ball(3)}, "me")
    head = heads(db, video_number(db), ["ball/1", "ball/11"])["ball/1"]

    assert (head.edit, head.label, head.leaves) == (last.id, ball(2), head.agreeing)


@pytest.mark.parametrize("keys", [1, 1000])
def test_every_key_has_its_head(db: Database, keys: int) -> None:
    balls = {ball_key(frame): ball(frame) for frame in range(keys)}
    write_gesture(db, VIDEO, balls, "me")

    assert {key: head.label for key, head in heads(db, 1, balls).items()} == balls


def test_heads_are_found_by_index_alone(db: Database) -> None:
    plan = db.execute(
        """
        explain query plan
        select edits.id
          from json_each('["ball/1"]') as list
          cross join edits on edits.video = 1 and edits.key = list.value and edits.leaf = 1
        """
    ).fetchall()

    assert any(
        "USING COVERING INDEX edits_by_key (video=? AND key=? AND leaf=?)" in line[-1]
        for line in plan
    )
