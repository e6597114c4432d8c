import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.journal.journal_rows import edits
from storage.records import ball_key
from tests.storage.library.builders import VIDEO, ball


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
