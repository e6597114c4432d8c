"""A window edits while another process writes predictions into the same library."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlite_utils import Database

from storage.library.database import data_version
from storage.library.journal.journal import edits, undo, write_gesture
from storage.library.library import Library
from storage.library.predictions.predictions import candidates, done_chunks, predicted_track
from storage.library.predictions.runs import put_run
from storage.library.predictions.tracks import effective_track
from storage.records import CHUNK, ball_key
from tests.storage.library.builders import VIDEO, ball, present, run, some_candidates
from tests.storage.library.replay import replayed

ROOT = Path(__file__).parents[3]
CHUNKS = 80


def edit_while_it_runs(db: Database, process: subprocess.Popen[str]) -> None:
    """Place balls, undo and read the track until the process has ended."""
    frame = 0
    while process.poll() is None:
        frame += 1
        write_gesture(db, VIDEO, {ball_key(frame % 1000): ball(frame)}, "me")
        if frame % 3 == 0:
            undo(db, VIDEO, "me")
        effective_track(db, VIDEO, 1000)


def write_in_two_processes(db: Database, library: Library) -> UUID:
    """Edit here while a process writes the predictions of a new run, whose id is returned."""
    made = run()
    put_run(db, made)
    module = "tests.storage.library.prediction_writer"
    command = [sys.executable, "-m", module, str(library.folder), str(made.id), str(CHUNKS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        edit_while_it_runs(db, process)
    assert process.returncode == 0
    return made.id


def test_neither_loses_anything(db: Database, library: Library) -> None:
    version = data_version(db)
    made = write_in_two_processes(db, library)
    history = edits(db, VIDEO)

    assert done_chunks(db, made) == set(range(CHUNKS))
    np.testing.assert_array_equal(
        predicted_track(db, made, CHUNKS * CHUNK).x, np.arange(CHUNKS * CHUNK)
    )
    np.testing.assert_array_equal(
        candidates(db, made, 7 * CHUNK, 8 * CHUNK).x, some_candidates(CHUNK, 12, seed=7).x
    )
    assert len(history) > 10
    assert replayed(history) == present(db)
    assert data_version(db) != version
