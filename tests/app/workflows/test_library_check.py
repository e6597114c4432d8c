from datetime import UTC, datetime

import pytest

from app.workflows.library_check import check_now_and_then
from storage.errors import UserError
from storage.library.library import Library
from tests.draining import drained


def test_a_library_is_checked_now_and_then(library: Library) -> None:
    checked = [drained(check_now_and_then(library)) for _ in range(2)]

    assert checked == [True, False]


def test_damage_is_told_with_what_to_do(library: Library) -> None:
    with library.connect() as db:
        db.conn.execute("drop table conflicts")

    with pytest.raises(UserError, match="backup") as damage:
        drained(check_now_and_then(library, datetime.now(UTC)))
    assert "sync" in damage.value.advice
