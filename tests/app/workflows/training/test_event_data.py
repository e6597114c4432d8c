"""Labelled events as footage: from folders of tables and from the library, enough or too few.

Tests of app.workflows.training.event_footage too.
"""

from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from app.workflows.training.event_data import plan_event_data
from app.workflows.training.event_footage import footage_in_folder, labelled_paths
from app.workflows.training.request import TrainingRequest
from inference.actions.data.event_data import EventData
from inference.actions.data.labelled_path import HIT
from inference.actions.task import EventsTask
from storage.errors import UserError
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import BallRow, Event, Source, Visibility, attributes, event_key
from tests.draining import drained
from tests.inference.ball.pictures import enter, flying, pictures, write_video

FRAMES = 60
SIDES = ("far", "near")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two venues with a video each, thirty marked hits in one of them and sixty in the other."""
    folder = tmp_path_factory.mktemp("footage")
    for number, name in enumerate(("bern", "oslo")):
        (folder / name).mkdir()
        ball = flying(FRAMES, first=7 * number)
        write_video(folder / name / f"{name}.mp4", pictures(ball, seed=number))
        rows = [
            BallRow(frame, Visibility.CLEAR, float(x), float(y), 1.0, Source.HUMAN)
            for frame, (x, y) in enumerate(ball)
        ]
        write_ball_csv(folder / name / f"{name}.ball.csv", rows)
        write_events_csv(folder / name / f"{name}.events.csv", marked(2 - number))
    return folder


def marked(every: int) -> list[Event]:
    return [
        Event(frame, "hit", attributes=attributes({"side": SIDES[frame % 2]}))
        for frame in range(0, FRAMES, every)
    ]


def planned(library: Library, *sources: str, hold_out: tuple[str, ...] = ()) -> EventData:
    request = TrainingRequest("events", sources=sources, hold_out=hold_out)
    initialization = EventsTask().from_preset("path-small", 0)
    data: EventData = drained(plan_event_data(library, request, initialization))[0]
    return data


def test_tables_beside_videos_are_paths_with_events(folder: Path) -> None:
    bern, oslo = labelled_paths(drained(footage_in_folder(folder)))

    assert (len(bern.events), len(oslo.events)) == (30, 60)
    assert (bern.sport, bern.classes) == ("badminton", frozenset([HIT]))
    assert [event.side for event in oslo.events[:2]] == ["far", "near"]
    assert np.isfinite(bern.path.x).all()


def test_a_venue_is_held_out_by_name(folder: Path, library: Library) -> None:
    data = planned(library, str(folder), hold_out=("bern",))

    assert data.held_out() == ["bern.mp4"]
    assert data.contents()[0] == "60 hits in 1 path"


def test_too_few_labels_are_told(folder: Path, library: Library) -> None:
    with pytest.raises(UserError, match=r"30 labelled events.*besides 60"):
        planned(library, str(folder), hold_out=("oslo",))


@pytest.mark.parametrize("source", ["gone", "notes.txt"])
def test_what_is_no_source_is_told(source: str, library: Library) -> None:
    with pytest.raises(UserError, match="is not a folder"):
        planned(library, source)


def test_a_folder_without_labels_is_told(tmp_path: Path, library: Library) -> None:
    with pytest.raises(UserError, match="no videos with labelled events"):
        planned(library, str(tmp_path))


def test_events_marked_in_the_library_are_labels(folder: Path, library: Library) -> None:
    video, _ = enter(library, folder / "oslo" / "oslo.mp4")
    changes = {event_key(uuid4()): event for event in [*marked(1), Event(3, "smash")]}
    with library.connect() as db:
        write_gesture(db, video.fingerprint, changes, "Ana")

    data = planned(library, "library")

    assert data.contents()[0] == "60 hits in 1 path"
