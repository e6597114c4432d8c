from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.predictions.predictions import done_chunks, put_candidates
from storage.library.predictions.runs import (
    activate_run,
    active_run,
    matching_run,
    put_run,
    remove_run,
    runs,
)
from storage.records import Run
from tests.storage.library.builders import VIDEO, run, some_candidates


def put_three(db: Database) -> list[Run]:
    """Three runs, oldest first."""
    made = [run(created=datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2, 3)]
    for each in made:
        put_run(db, each)
    return made


def test_runs_come_back_newest_first(db: Database) -> None:
    made = put_three(db)

    assert runs(db, VIDEO) == made[::-1]


def test_no_run_is_shown_before_it_is_activated(db: Database) -> None:
    put_three(db)

    assert active_run(db, VIDEO) is None


def test_the_activated_run_is_shown(db: Database) -> None:
    first, second, _ = put_three(db)
    activate_run(db, VIDEO, first.id)
    activate_run(db, VIDEO, second.id)

    assert active_run(db, VIDEO) == second


def test_showing_no_run_is_possible(db: Database) -> None:
    first, *_ = put_three(db)
    activate_run(db, VIDEO, first.id)
    activate_run(db, VIDEO, None)

    assert active_run(db, VIDEO) is None


def test_a_run_that_is_gone_cannot_be_activated(db: Database) -> None:
    with pytest.raises(UserError, match="no longer in the library"):
        activate_run(db, VIDEO, uuid4())


def test_putting_a_run_again_widens_it_and_keeps_its_predictions(db: Database) -> None:
    made = run(stop=100)
    put_run(db, made)
    put_candidates(db, made.id, 0, some_candidates(100))
    put_run(db, run(id=made.id, stop=500))

    assert [each.stop for each in runs(db, VIDEO)] == [500]
    assert done_chunks(db, made.id) == {0}


def test_after_removing_the_shown_run_the_newest_other_is_shown(db: Database) -> None:
    oldest, middle, newest = put_three(db)
    activate_run(db, VIDEO, middle.id)
    remove_run(db, middle.id)

    assert active_run(db, VIDEO) == newest
    assert runs(db, VIDEO) == [newest, oldest]


def test_after_removing_the_last_run_none_is_shown(db: Database) -> None:
    made = run()
    put_run(db, made)
    activate_run(db, VIDEO, made.id)
    remove_run(db, made.id)

    assert active_run(db, VIDEO) is None


def test_removing_another_run_changes_nothing_shown(db: Database) -> None:
    oldest, middle, _ = put_three(db)
    activate_run(db, VIDEO, middle.id)
    remove_run(db, oldest.id)

    assert active_run(db, VIDEO) == middle


def test_a_run_is_continued_only_with_the_same_model_weights_and_settings(db: Database) -> None:
    put_run(db, run(model="motion", weights="abc", settings='{"a":1}'))
    made = run(model="net", weights="abc", settings='{"a":1}')
    put_run(db, made)

    assert matching_run(db, VIDEO, "net", "abc", '{"a":1}') == made
    assert matching_run(db, VIDEO, "net", "abd", '{"a":1}') is None
    assert matching_run(db, VIDEO, "net", "abc", '{"a":2}') is None
    assert matching_run(db, "other", "net", "abc", '{"a":1}') is None
