from fractions import Fraction
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.journal.journal import edits, write_gesture
from storage.library.predictions.predictions import put_candidates
from storage.library.predictions.runs import runs
from storage.library.videos import (
    frame_table,
    mark_opened,
    move_video,
    put_frame_table,
    put_video,
    recent_videos,
    remove_video,
    video,
)
from storage.records import Review, ball_key
from tests.storage.library import builders
from tests.storage.library.builders import VIDEO, ball, predict, present, some_candidates
from tests.storage.library.undoable import undoable


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), None])
def test_a_video_comes_back_as_it_was_put(db: Database, rate: Fraction | None) -> None:
    put_video(db, builders.video(fingerprint="new", rate=rate))

    assert video(db, "new") == builders.video(fingerprint="new", rate=rate)


def test_an_unknown_video_is_none(db: Database) -> None:
    assert video(db, "unknown") is None


def test_putting_a_video_again_keeps_its_labels(db: Database) -> None:
    write_gesture(db, VIDEO, {ball_key(3): ball()}, "me")
    put_video(db, builders.video(width=1920))

    assert present(db) == {ball_key(3): ball()}


def test_a_name_that_is_not_unicode_is_kept(db: Database) -> None:
    odd = Path("/videos/\udcff.mp4")
    move_video(db, VIDEO, odd)

    assert video(db, VIDEO) == builders.video(path=odd)


def test_the_video_opened_last_comes_first(db: Database) -> None:
    for fingerprint in ("second", "never"):
        put_video(db, builders.video(fingerprint=fingerprint))
    mark_opened(db, VIDEO)
    mark_opened(db, "second")

    assert [item.video.fingerprint for item in recent_videos(db)] == ["second", VIDEO, "never"]


def test_analysed_and_reviewed_frames_are_counted(db: Database) -> None:
    predict(db, [1.0] * 300, first=100)
    labels = {ball_key(frame): ball() for frame in range(5)}
    write_gesture(db, VIDEO, labels, "me")
    write_gesture(db, VIDEO, {ball_key(9): ball(review=Review.UNREVIEWED)}, "me")
    [summary] = recent_videos(db)

    assert (summary.analysed, summary.reviewed) == (300, 5)


def test_only_the_shown_run_counts_as_analysed(db: Database) -> None:
    predict(db, [1.0] * 300)
    predict(db, [1.0] * 20)

    assert recent_videos(db)[0].analysed == 20


def test_a_frame_table_is_kept_and_replaced(db: Database) -> None:
    put_frame_table(db, VIDEO, b"old")
    put_frame_table(db, VIDEO, b"new")

    assert frame_table(db, VIDEO) == b"new"
    assert frame_table(db, "unknown") is None


def test_removing_a_video_takes_all_that_is_known_of_it(db: Database) -> None:
    run = predict(db, [1.0])
    put_candidates(db, run, 0, some_candidates(10))
    put_frame_table(db, VIDEO, b"table")
    write_gesture(db, VIDEO, {ball_key(3): ball()}, "me")
    remove_video(db, VIDEO)
    kept = {"_sqlite_migrations", "devices", "this_device", "sqlite_sequence", "known_kinds"}
    kept |= {"videos"}  # the library itself

    assert (present(db), edits(db, VIDEO), runs(db, VIDEO)) == ({}, [], [])
    assert undoable(db, VIDEO) == (False, False)
    assert {table.name for table in db.tables if table.count} == kept


def test_removing_a_video_never_touches_its_file(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "final.mp4"
    path.write_bytes(b"picture")
    move_video(db, VIDEO, path)
    remove_video(db, VIDEO)

    assert path.read_bytes() == b"picture"


def test_removing_a_video_leaves_the_others(db: Database) -> None:
    put_video(db, builders.video(fingerprint="other"))
    write_gesture(db, VIDEO, {ball_key(3): ball()}, "me")
    remove_video(db, "other")

    assert present(db) == {ball_key(3): ball()}


def test_writing_to_a_removed_video_is_told_to_the_user(db: Database) -> None:
    remove_video(db, VIDEO)

    with pytest.raises(UserError, match="no longer in the library"):
        mark_opened(db, VIDEO)
