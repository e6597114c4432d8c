from functools import partial

import numpy as np
import pytest

from inference.ball.detection.prediction import slice_candidates
from inference.ball.tracking import model_track as module
from inference.ball.tracking.confidence import MOTION_CALIBRATION
from inference.ball.tracking.model_track import ModelTrack, model_track
from inference.ball.tracking.trajectory import find_path
from storage.records import CHUNK, Source
from tests.inference.ball.flights import WIDTH, joined, rally, seen

FOUND = joined(*(seen(rally(), hidden=range(56, 60), seed=s) for s in range(15)))
FRAMES = len(FOUND)


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT", CHUNK)


def tracked(seen: np.ndarray | None = None) -> ModelTrack:
    return model_track(partial(slice_candidates, FOUND), FRAMES, WIDTH, MOTION_CALIBRATION, seen)


def test_segments_join_to_the_path_of_the_whole() -> None:
    track, path = tracked().track, find_path(FOUND, WIDTH)

    np.testing.assert_array_equal(track.x, path.x)
    np.testing.assert_array_equal(track.confidence, path.confidence)
    np.testing.assert_array_equal(track.visibility, path.visible)


def test_frames_that_were_not_looked_at_have_no_position() -> None:
    track = tracked(np.arange(FRAMES) // CHUNK == 1).track

    known = np.flatnonzero(track.source != Source.NONE)
    assert (known[0], known[-1], len(known)) == (CHUNK, 2 * CHUNK - 1, CHUNK)
    assert np.isnan(track.x[:CHUNK]).all()


def test_signals_are_those_of_the_whole_video() -> None:
    features, path = tracked().features, find_path(FOUND, WIDTH)

    assert features is not None
    np.testing.assert_allclose(features.probability(MOTION_CALIBRATION), path.confidence, atol=1e-6)
