from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from app.workflows.review.healing import fill_gap, place_ball
from storage.library.journal.journal import undo
from storage.library.library import Library
from storage.library.predictions.predictions import put_candidates
from storage.library.predictions.runs import active_run
from storage.library.predictions.tracks import effective_track
from storage.library.videos import recent_videos
from storage.records import BallTrack, Candidates, Source, Video
from tests.app.rally import ABSENT, CLIP_FRAMES, RATE, ball_at

MIDDLE = ABSENT.start + 2


@pytest.fixture
def db(library: Library, tracked: Path) -> Iterator[Database]:
    """The library of the tracked clip, with the true ball for the one candidate of each frame."""
    with closing(library.connect()) as db:
        video = recent_videos(db)[0].video
        run = active_run(db, video.fingerprint)
        assert run is not None
        x, y = np.array([ball_at(f) for f in range(CLIP_FRAMES)], np.float32).T[:, :, None]
        score = np.full((CLIP_FRAMES, 1), 0.3, np.float32)
        put_candidates(db, run.id, 0, Candidates(x, y, score, np.zeros(CLIP_FRAMES, np.bool_)))
        yield db


def shown(db: Database) -> tuple[Video, BallTrack]:
    video = recent_videos(db)[0].video
    return video, effective_track(db, video.fingerprint, video.frames)


def test_one_undo_takes_back_a_point_and_what_it_healed(db: Database) -> None:
    video, before = shown(db)

    correction = place_ball(db, video, before, MIDDLE, *ball_at(MIDDLE), "ana")

    _, after = shown(db)
    assert correction.healed.new == len(ABSENT) - 1
    assert correction.frames == (ABSENT.start, ABSENT.stop)
    assert not np.isnan(after.x[ABSENT.start : ABSENT.stop]).any()
    assert after.source[MIDDLE] == Source.HUMAN
    undo(db, video.fingerprint, "ana")
    assert np.isnan(shown(db)[1].x[ABSENT.start : ABSENT.stop]).all()


def test_a_ball_that_is_there_already_changes_nothing(db: Database) -> None:
    video, track = shown(db)

    assert place_ball(db, video, track, 10, float(track.x[10]), float(track.y[10]), "a").edits == []


def test_a_gap_between_points_of_a_model_is_filled(db: Database) -> None:
    video, track = shown(db)

    edits = fill_gap(db, video, track, np.arange(CLIP_FRAMES) / RATE, MIDDLE, "ana")

    _, after = shown(db)
    assert len(edits) == len(ABSENT)
    assert np.hypot(*(np.array([after.x[MIDDLE], after.y[MIDDLE]]) - ball_at(MIDDLE))) < 3
