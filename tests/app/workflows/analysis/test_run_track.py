from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlite_utils import Database

from app.workflows.analysis import run_track
from inference.ball.tracking.trajectory import find_path
from storage.library.journal.journal import write_gesture
from storage.library.library import open_library
from storage.library.predictions.predictions import predicted_track, put_candidates, put_track
from storage.library.predictions.runs import put_run
from storage.library.videos import put_video
from storage.records import CHUNK, BallLabel, Review, Run, Source, Video, Visibility, ball_key
from tests.inference.ball.flights import WIDTH, joined, part, rally, seen

FOUND = joined(*(seen(rally(), hidden=range(56, 60), seed=s) for s in range(30)))
FRAMES = len(FOUND)
EVERY = range(FRAMES)
VIDEO = Video("v", Path("rally.mp4"), FRAMES, WIDTH, 288, FRAMES / 25, None)
RUN = Run(UUID(int=1), "v", "motion", "", "{}", 0, FRAMES, "cpu", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A library with the candidates of a rally of 1800 frames."""
    with open_library(tmp_path).connect() as db:
        put_video(db, VIDEO)
        put_run(db, RUN)
        for first in range(0, FRAMES, CHUNK):
            put_candidates(db, RUN.id, first // CHUNK, part(FOUND, first, first + CHUNK))
        yield db


def say(db: Database, frame: int, label: BallLabel) -> None:
    write_gesture(db, VIDEO.fingerprint, {ball_key(frame): label}, "ana")


def test_segments_join_to_the_path_of_the_whole(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_track, "SEGMENT", 2 * CHUNK)

    written = list(run_track.write_track(db, VIDEO, RUN, EVERY))

    track, path = predicted_track(db, RUN.id, FRAMES), find_path(FOUND, WIDTH)
    assert written == [(0, 512), (512, 1024), (1024, 1536), (1536, 1800)]
    np.testing.assert_array_equal(track.x, path.x)
    np.testing.assert_array_equal(track.confidence, path.confidence)


def test_a_label_leads_the_path_and_is_not_copied_into_the_run(db: Database) -> None:
    say(db, 20, BallLabel(Visibility.CLEAR, float(FOUND.x[20, 0]) + 2, float(FOUND.y[20, 0])))

    list(run_track.write_track(db, VIDEO, RUN, EVERY))

    track = predicted_track(db, RUN.id, FRAMES)
    assert track.source[20] == Source.MODEL
    assert track.x[20] == FOUND.x[20, 0]


@pytest.mark.parametrize(
    "label",
    [
        BallLabel(Visibility.ABSENT, review=Review.REJECTED),
        BallLabel(Visibility.CLEAR, 5.0, 5.0, Source.INTERPOLATED),
    ],
    ids=["rejected", "filled in"],
)
def test_what_is_nobodys_word_does_not_lead_the_path(db: Database, label: BallLabel) -> None:
    say(db, 20, label)

    list(run_track.write_track(db, VIDEO, RUN, EVERY))

    np.testing.assert_array_equal(predicted_track(db, RUN.id, FRAMES).x, find_path(FOUND, WIDTH).x)


def test_only_wanted_frames_are_written(db: Database) -> None:
    list(run_track.write_track(db, VIDEO, RUN, range(300, 310)))

    known = predicted_track(db, RUN.id, FRAMES).source != Source.NONE
    assert np.flatnonzero(known).tolist() == list(range(300, 310))


def test_a_label_does_not_help_the_model(db: Database) -> None:
    beside = float(FOUND.x[20, 3]), float(FOUND.y[20, 3])
    say(db, 20, BallLabel(Visibility.CLEAR, *beside))
    list(run_track.write_track(db, VIDEO, RUN, EVERY))

    helped = predicted_track(db, RUN.id, FRAMES)
    alone = run_track.stored_model_track(db, VIDEO, RUN).track

    assert helped.x[20] == pytest.approx(beside[0])
    np.testing.assert_array_equal(alone.x, find_path(FOUND, WIDTH).x)


def test_a_model_has_no_position_in_frames_that_it_has_not_looked_at(db: Database) -> None:
    db.conn.execute("delete from candidate_chunks where chunk > 0")

    track = run_track.stored_model_track(db, VIDEO, RUN).track

    assert np.flatnonzero(track.source != Source.NONE).tolist() == list(range(CHUNK))


def test_a_run_without_candidates_keeps_its_stored_positions(db: Database) -> None:
    db.conn.execute("delete from candidate_chunks")
    one = np.ones(1)
    sure, source = np.full(1, 0.5, np.float32), np.full(1, Source.MODEL, np.uint8)
    put_track(db, RUN.id, 7, one > 0, one * 30, one * 40, sure, source)

    stored = run_track.stored_model_track(db, VIDEO, RUN)

    assert (stored.track.x[7], stored.track.y[7], stored.track.confidence[7]) == (30, 40, 0.5)
    assert stored.features is None
