"""A library made before kinds and tasks were told apart (`fixtures/before_kinds`).

Ana has labelled, analysed twice, synced, met a conflict, undone two gestures and not yet sent
six edits. Its bucket has files of edits in format 1; Bob has written the last of them since.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlite_utils import Database

from storage.library.journal.conflicts import conflicts
from storage.library.journal.journal import edits, redo, undo
from storage.library.journal.sync_state import known_files, unsent_videos
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import candidates
from storage.library.predictions.runs import active_run, runs
from storage.library.predictions.tracks import effective_track
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Review,
    Source,
    Visibility,
    assignment_key,
    ball_key,
    clip_key,
    event_key,
)
from tests.storage.library.builders import VIDEO, ball, present
from tests.storage.library.undoable import undoable

OLD = Path(__file__).parent / "fixtures" / "before_kinds"
MOTION, TRACKNET = UUID(int=1), UUID(int=2)
EVENT, CLIP, ASSIGNMENT, BOUNCE = (UUID(int=number) for number in range(1, 5))

LABELS = {
    **{ball_key(frame): ball(float(frame), 7.5) for frame in range(10, 20)},
    ball_key(15): ball(55.0),
    ball_key(20): BallLabel(Visibility.ABSENT),
    ball_key(21): BallLabel(Visibility.CLEAR, review=Review.REJECTED),
    ball_key(100): ball(2.0),
    event_key(EVENT): Event(13, "serve"),
    event_key(BOUNCE): Event(40, "bounce", 0.75, Source.MODEL, Review.UNREVIEWED),
    clip_key(CLIP): Clip(10, 60, "rally"),
    assignment_key(ASSIGNMENT): Assignment(0, 150, "ana"),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The old library, opened by this version."""
    (tmp_path / "library.db").write_bytes(gzip.decompress((OLD / "library.db.gz").read_bytes()))
    return open_library(tmp_path)


@pytest.fixture
def db(library: Library) -> Iterator[Database]:
    with library.connect() as db:
        yield db


def test_it_keeps_every_label_and_edit(db: Database) -> None:
    assert present(db) == LABELS
    assert len(edits(db, VIDEO)) == 25


def test_it_keeps_its_conflict(db: Database) -> None:
    [conflict] = conflicts(db, VIDEO)

    assert {side.label for side in conflict.sides} == {ball(55.0), ball(66.0)}


def test_it_keeps_its_runs_and_which_one_is_shown(db: Database) -> None:
    active = active_run(db, VIDEO)

    assert [(run.id, run.task) for run in runs(db, VIDEO, task=None)] == [
        (TRACKNET, "ball"),
        (MOTION, "ball"),
    ]
    assert active is not None
    assert active.id == TRACKNET


def test_it_keeps_candidates_and_tracks(db: Database) -> None:
    sums = [float(np.nansum(candidates(db, run, 0, 300).x)) for run in (TRACKNET, MOTION)]

    assert sums == [164700.0, 104700.0]
    assert float(np.nansum(effective_track(db, VIDEO, 300).x)) == 73451.0


def test_what_was_done_before_can_be_undone_and_redone(db: Database) -> None:
    assert undoable(db, VIDEO) == (True, True)

    redo(db, VIDEO, "ana")
    redo(db, VIDEO, "ana")
    assert present(db) == LABELS | {
        clip_key(CLIP): Clip(10, 70, "long rally"),
        ball_key(101): ball(3.0),
    }
    for _ in range(4):
        undo(db, VIDEO, "ana")
    assert present(db) == {key: label for key, label in LABELS.items() if key != ball_key(100)}


def test_it_keeps_what_has_to_be_sent_and_what_was_received(db: Database, library: Library) -> None:
    assert unsent_videos(db, 1) == {VIDEO: 6}
    assert library.device == "4741a7f6-9039-4489-baed-bd48f7c77d4c"
    assert len(known_files(db, 1, VIDEO)) == 6


def test_opening_it_again_changes_nothing(library: Library) -> None:
    with open_library(library.folder).connect() as db:
        assert present(db) == LABELS
