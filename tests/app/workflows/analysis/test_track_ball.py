from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import enumerate as enumerate_threads

import numpy as np
import pytest

from app.workflows.analysis.track_ball import AnalysisProgress, AnalysisRequest, track_ball
from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import candidates, done_chunks, predicted_track
from storage.library.predictions.runs import active_run
from storage.library.predictions.tracks import effective_track
from storage.media.frame_table import FrameTable
from storage.records import BallLabel, Source, Video, Visibility, ball_key
from tests.draining import drained
from tests.inference.ball.pictures import enter, flying, pictures, write_video

FRAMES = 560  # three chunks, the last one short
MOTION = AnalysisRequest("motion")  # nets, which take longer, may stop and go on as it may
Opened = tuple[Library, Video, FrameTable]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "rally.mp4", pictures(flying(FRAMES)))


@pytest.fixture
def opened(clip: Path, tmp_path: Path) -> Opened:
    library = open_library(tmp_path / "library")
    return library, *enter(library, clip)


@pytest.fixture(scope="module")
def whole(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    """What is in the library after an analysis without a stop."""
    library = open_library(tmp_path_factory.mktemp("whole"))
    video, table = enter(library, clip)
    drained(track_ball(library, video, table, MOTION))
    return stored(library, video)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(enumerate_threads())
    yield
    assert set(enumerate_threads()) <= before


def stored(library: Library, video: Video) -> list[np.ndarray]:
    """All that the active run has left in the library."""
    with library.connect() as db:
        run = active_run(db, video.fingerprint)
        assert run is not None
        found = candidates(db, run.id, 0, video.frames)
        track = predicted_track(db, run.id, video.frames)
    arrays = found.x, found.y, found.score, found.cut
    return [*arrays, track.visibility, track.x, track.y, track.confidence, track.source]


def stop_after(opened: Opened, chunks: int, near: int) -> list[AnalysisProgress]:
    """Analyse until so many chunks are written, then stop; returns what was reported."""
    work = track_ball(*opened, MOTION, lambda: near)
    steps = []
    for step in work:
        steps.append(step)
        if sum(s.written is not None for s in steps) == chunks:
            break
    work.close()
    return steps


def test_the_ball_of_a_real_video_is_found(opened: Opened) -> None:
    library, video, _ = opened

    result = drained(track_ball(*opened))

    with library.connect() as db:
        track = effective_track(db, video.fingerprint, video.frames)
    off = np.hypot(track.x - flying(FRAMES)[:, 0], track.y - flying(FRAMES)[:, 1])
    assert (off < 2).mean() > 0.9
    assert result.visible == np.count_nonzero(track.visibility)
    assert result.frames == FRAMES
    assert (track.source != Source.NONE).all()


@pytest.mark.parametrize(("chunks", "near"), [(1, 300), (2, 559), (2, 0)])
def test_cancelling_and_continuing_changes_nothing(
    opened: Opened, whole: list[np.ndarray], chunks: int, near: int
) -> None:
    stop_after(opened, chunks, near)
    drained(track_ball(*opened, MOTION))

    for one, other in zip(whole, stored(opened[0], opened[1]), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_was_done_before_a_cancel_is_kept_and_not_done_again(opened: Opened) -> None:
    library, video, _ = opened
    first = stop_after(opened, 1, near=300)[-1]

    with library.connect() as db:
        run = active_run(db, video.fingerprint)
        assert run is not None
        assert done_chunks(db, run.id) == {1}
    assert first.written == (256, 512)
    assert next(track_ball(*opened, MOTION)).done == 256


def test_the_chunk_at_the_playhead_comes_first(opened: Opened) -> None:
    assert stop_after(opened, 1, near=540)[-1].written == (512, 560)


def test_progress_rises_to_the_end(opened: Opened) -> None:
    steps = list(track_ball(*opened, MOTION))

    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[0] == 0
    assert steps[-1].done == steps[-1].total == FRAMES


def test_a_range_analyses_its_chunks_and_tracks_its_frames(opened: Opened) -> None:
    library, video, table = opened

    result = drained(track_ball(library, video, table, replace(MOTION, frames=range(100, 200))))

    with library.connect() as db:
        known = predicted_track(db, result.run.id, FRAMES).source != Source.NONE
        assert done_chunks(db, result.run.id) == {0}
    assert np.flatnonzero(known).tolist() == list(range(100, 200))


def test_the_order_of_ranges_changes_nothing(opened: Opened, whole: list[np.ndarray]) -> None:
    library, video, table = opened
    for first, stop in ((500, 560), (0, 300), (0, 560)):
        drained(track_ball(library, video, table, replace(MOTION, frames=range(first, stop))))

    for one, other in zip(whole, stored(library, video), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_path_respects_what_people_have_said(opened: Opened) -> None:
    library, video, _ = opened
    says = BallLabel(Visibility.CLEAR, 200.0, 20.0)
    with library.connect() as db:
        write_gesture(db, video.fingerprint, {ball_key(310): says}, "ana")

    result = drained(track_ball(*opened, MOTION))

    with library.connect() as db:
        effective = effective_track(db, video.fingerprint, FRAMES)
        predicted = predicted_track(db, result.run.id, FRAMES)
    assert (effective.x[310], effective.source[310]) == (200, Source.HUMAN)
    assert predicted.source[310] == Source.MODEL
    assert predicted.visibility[310] == 0


def test_another_model_is_refused(opened: Opened) -> None:
    with pytest.raises(UserError):
        next(track_ball(*opened, AnalysisRequest("tracknet")))


def test_a_range_outside_the_video_is_a_mistake(opened: Opened) -> None:
    with pytest.raises(ValueError, match="561"):
        next(track_ball(*opened, AnalysisRequest(frames=range(0, 561))))


def test_a_video_that_is_gone_is_told(opened: Opened, tmp_path: Path) -> None:
    library, video, table = opened
    gone = Video(
        video.fingerprint, tmp_path / "gone.mp4", FRAMES, video.width, video.height, 28.0, None
    )

    with pytest.raises(UserError):
        drained(track_ball(library, gone, table))
