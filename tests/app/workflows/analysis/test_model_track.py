from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlite_utils import Database

from app.workflows.analysis import model_track as module
from app.workflows.analysis.model_track import model_signals, model_track
from app.workflows.analysis.run_track import write_track
from inference.ball.tracking.confidence import MOTION
from inference.ball.tracking.trajectory import find_path
from storage.library.journal.journal import write_gesture
from storage.library.library import open_library
from storage.library.predictions.predictions import (
    CHUNK,
    predicted_track,
    put_candidates,
    put_track,
)
from storage.library.predictions.runs import put_run
from storage.library.videos import put_video
from storage.records import BallLabel, Run, Source, Video, Visibility, ball_key
from tests.inference.ball.flights import WIDTH, joined, part, rally, seen

FOUND = joined(*(seen(rally(), hidden=range(56, 60), seed=s) for s in range(15)))
FRAMES = len(FOUND)
VIDEO = Video("v", Path("rally.mp4"), FRAMES, WIDTH, 288, FRAMES / 25, None)
RUN = Run(UUID(int=1), "v", "motion", "", "{}", 0, FRAMES, "cpu", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A library with a run that has no candidates yet."""
    with open_library(tmp_path).connect() as db:
        put_video(db, VIDEO)
        put_run(db, RUN)
        yield db


def look(db: Database, chunks: range) -> None:
    for chunk in chunks:
        put_candidates(db, RUN.id, chunk, part(FOUND, chunk * CHUNK, (chunk + 1) * CHUNK))


def test_a_label_does_not_help(db: Database) -> None:
    look(db, range(4))
    beside = float(FOUND.x[20, 3]), float(FOUND.y[20, 3])
    write_gesture(db, "v", {ball_key(20): BallLabel(Visibility.CLEAR, *beside)}, "ana")
    list(write_track(db, VIDEO, RUN, range(FRAMES)))

    helped, alone = predicted_track(db, RUN.id, FRAMES), model_track(db, VIDEO, RUN)

    assert helped.x[20] == pytest.approx(beside[0])
    np.testing.assert_array_equal(alone.x, find_path(FOUND, WIDTH).x)


def test_segments_join_to_the_path_of_the_whole(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(db, range(4))
    monkeypatch.setattr(module, "SEGMENT", CHUNK)

    track, path = model_track(db, VIDEO, RUN), find_path(FOUND, WIDTH)

    np.testing.assert_array_equal(track.x, path.x)
    np.testing.assert_array_equal(track.confidence, path.confidence)
    np.testing.assert_array_equal(track.visibility, path.visible)


def test_it_says_nothing_of_frames_that_it_has_not_looked_at(db: Database) -> None:
    look(db, range(1, 2))

    track = model_track(db, VIDEO, RUN)

    known = np.flatnonzero(track.source != Source.NONE)
    assert (known[0], known[-1], len(known)) == (CHUNK, 2 * CHUNK - 1, CHUNK)
    assert np.isnan(track.x[:CHUNK]).all()


def test_a_run_without_candidates_is_taken_at_its_word(db: Database) -> None:
    one = np.ones(1)
    sure, source = np.full(1, 0.5, np.float32), np.full(1, Source.MODEL, np.uint8)
    put_track(db, RUN.id, 7, one > 0, one * 30, one * 40, sure, source)

    track = model_track(db, VIDEO, RUN)

    assert (track.x[7], track.y[7], track.confidence[7]) == (30, 40, 0.5)


def test_what_is_known_of_the_path_is_told_of_the_whole_video(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(db, range(4))
    monkeypatch.setattr(module, "SEGMENT", CHUNK)

    told, path = model_signals(db, VIDEO, RUN), find_path(FOUND, WIDTH)

    assert told is not None
    np.testing.assert_allclose(told.probability(MOTION), path.confidence, atol=1e-6)


def test_a_run_without_candidates_knows_nothing_of_its_path(db: Database) -> None:
    assert model_signals(db, VIDEO, RUN) is None
