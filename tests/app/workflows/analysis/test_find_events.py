"""Events of a stored ball run: found, stored, shown, brought up to date."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.workflows.analysis.find_events import event_record, find_events, increasing
from inference.actions.data.labelled_path import HIT, LabelledPath
from inference.actions.data.simulated import simulated_path
from inference.actions.prediction.path_events import PathEvent
from storage.errors import UserError
from storage.library.library import Library
from storage.library.predictions.events import event_predictions
from storage.library.predictions.predictions import put_candidates, put_track
from storage.library.predictions.runs import active_run, put_run, runs
from storage.media.frame_table import FrameTable
from storage.records import Candidates, Run, Source, Video
from tests.inference.ball.pictures import enter, flying, pictures, write_video
from tests.storage.library.builders import run

FRAMES = 250
Tracked = tuple[Library, Video, FrameTable, Run]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "rally.mp4", pictures(flying(FRAMES)))


@pytest.fixture(scope="module")
def rally() -> LabelledPath:
    return simulated_path(3, "badminton", 12.0)


@pytest.fixture
def tracked(clip: Path, rally: LabelledPath, library: Library) -> Tracked:
    """A library with a video, and a run that has seen the ball of a simulated rally in it."""
    video, table = enter(library, clip)
    ball = run(video=video.fingerprint, stop=FRAMES)
    x, y = (
        np.interp(table.times, rally.path.seconds, axis) for axis in (rally.path.x, rally.path.y)
    )
    with library.connect() as db:
        put_run(db, ball)
        put_track(
            db,
            ball.id,
            0,
            np.ones(FRAMES, bool),
            x * video.width + (video.width - 1) / 2,
            y * video.width + (video.height - 1) / 2,
            np.full(FRAMES, 0.9, np.float32),
            np.full(FRAMES, Source.MODEL, np.uint8),
        )
    return library, video, table, ball


def test_the_hits_of_a_rally_are_found_and_shown(tracked: Tracked, rally: LabelledPath) -> None:
    library, video, table, ball = tracked

    found = find_events(library, video, table, ball)

    times = np.array([table.times[event.frame] for event in found.events if event.name == HIT])
    hits = [rally.path.seconds[event.frame] for event in rally.events[:-1]]
    seen = [second for second in hits if second < table.times[-1] - 0.5]
    assert sum(np.abs(times - second).min() < 0.1 for second in seen) >= len(seen) - 1
    with library.connect() as db:
        assert active_run(db, video.fingerprint, "events") == found.run
        assert {event.source for event in event_predictions(db, found.run.id)} == {Source.MODEL}
    assert found.sport == "badminton"
    assert len(found.rallies) == 1


def test_less_sure_events_are_stored_too(tracked: Tracked) -> None:
    library, video, table, ball = tracked

    found = find_events(library, video, table, ball)

    with library.connect() as db:
        stored = event_predictions(db, found.run.id)
    assert set(found.events) <= set(stored)
    assert all(event.confidence >= 0.5 for event in found.events)


def test_the_same_track_gives_the_same_run_again(tracked: Tracked) -> None:
    library, video, table, ball = tracked
    first = find_events(library, video, table, ball)

    second = find_events(library, video, table, ball)

    with library.connect() as db:
        assert [each.id for each in runs(db, video.fingerprint, "events")] == [first.run.id]
        assert len(event_predictions(db, first.run.id)) > 0
    assert second == replace(first, run=second.run)


def test_no_rally_reaches_across_a_cut_that_the_run_saw(tracked: Tracked) -> None:
    library, video, table, ball = tracked
    whole = find_events(library, video, table, ball).rallies[0]
    middle = sum(whole) // 2
    nothing = np.full((FRAMES, 1), np.nan, np.float32)
    cut = np.arange(FRAMES) == middle
    with library.connect() as db:
        put_candidates(db, ball.id, 0, Candidates(nothing, nothing, nothing, cut))

    parts = find_events(library, video, table, ball).rallies

    assert all(stop <= middle + 1 or first >= middle for first, stop in parts)
    assert parts != (whole,)


def test_a_model_that_is_not_there_is_told(tracked: Tracked) -> None:
    library, video, table, ball = tracked

    with pytest.raises(UserError, match="no model gone"):
        find_events(library, video, table, ball, "gone")


def test_side_and_serve_are_attributes() -> None:
    hit, bounce = PathEvent(3, "hit", 0.75, "near", True), PathEvent(5, "bounce", 0.5)

    assert event_record(hit).attributes == (("serve", "yes"), ("side", "near"))
    assert event_record(bounce).attributes == ()


def test_times_of_a_damaged_file_are_made_to_grow() -> None:
    assert np.all(np.diff(increasing(np.array([0.0, 0.04, 0.04, 0.02, 0.1]))) > 0)
