"""Classes of what surrounds events, or of windows, as a table and as attributes."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.workflows.classification.classify_clips import (
    ClassifiedClip,
    classify_clips,
    classifying_model,
    with_classes,
    write_clips_csv,
)
from app.workflows.videos import OpenedVideo, open_video
from inference.clips.models.architectures import PRESETS, input_entry, make_net
from inference.clips.models.clip_model import Decision
from inference.models.writer import write_model
from storage.errors import UserError
from storage.library.library import Library, open_library
from storage.records import Event
from tests.draining import drained
from tests.inference.ball.pictures import flying, pictures, write_video

FRAMES = 60


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "rally.mp4"
    write_video(path, pictures(flying(FRAMES)))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = open_library(tmp_path / "library")
    write_clip_model(library.models / "strokes")
    return library


def write_clip_model(folder: Path) -> None:
    """A tiny net with weights by chance that is sure of its first class."""
    config = {"width": 4, "ball": False, "path": False, "dropout": 0.5}
    net = make_net("r2plus1d", config, 2)
    net.get_parameter("fc.bias").data[0] = 3
    card = {
        "task": "clips",
        "architecture": "r2plus1d",
        "config": {**config, "classes": ["smash", "drop"]},
        "input": input_entry(PRESETS["r2plus1d-small"].input),
        "decision": Decision(np.zeros(2)).entry(),
    }
    write_model(folder, card, net)


def classified(
    library: Library, video: Path, events: list[Event], around: float = 0.2
) -> tuple[OpenedVideo, tuple[ClassifiedClip, ...]]:
    opened = drained(open_video(library, video))
    model = classifying_model(library, "strokes")
    work = classify_clips(library, opened, model, events, range(FRAMES), around)
    return opened, drained(work)


def test_what_surrounds_an_event_gets_a_class(library: Library, video: Path) -> None:
    events = [Event(0, "hit"), Event(30, "hit")]

    opened, clips = classified(library, video, events)

    rate = opened.table.typical_rate
    assert clips[0].first == 0
    assert clips[1].first == pytest.approx(30 - 0.2 * rate, abs=1)
    assert clips[1].stop == pytest.approx(31 + 0.2 * rate, abs=1)
    assert [clip.name for clip in clips] == ["smash", "smash"]
    assert [dict(event.attributes) for event in with_classes(events, clips)] == [
        {"class": "smash"}
    ] * 2


def test_without_events_windows_go_through_the_whole_video(library: Library, video: Path) -> None:
    _, clips = classified(library, video, [])

    assert len(clips) > 2
    assert clips[0].first == 0
    assert all(clip.stop <= FRAMES for clip in clips)
    assert all(one.first < other.first < one.stop for one, other in pairwise(clips))


def test_classes_are_a_table(tmp_path: Path) -> None:
    clip = ClassifiedClip(3, 9, "smash", 0.75, "drop", 0.25, Event(5, "hit"))

    write_clips_csv(tmp_path / "rally.clips.csv", [clip])

    assert (tmp_path / "rally.clips.csv").read_text().splitlines() == [
        "first,last,event,class,confidence,second,second_confidence",
        "3,8,hit,smash,0.7500,drop,0.2500",
    ]


def test_an_event_that_was_not_classified_stays_as_it_is() -> None:
    event = Event(5, "hit")

    assert with_classes([event], []) == (event,)


def test_a_model_of_series_cannot_classify_videos(library: Library) -> None:
    config = {"head": "linear", "width": 1, "inputs": 3, "dropout": 0.5}
    card = {
        "task": "clips",
        "architecture": "series",
        "config": {**config, "classes": ["smash", "drop"]},
        "input": input_entry(PRESETS["series"].input),
        "decision": Decision(np.zeros(2)).entry(),
    }
    write_model(library.models / "numbers", card, make_net("series", config, 2))

    with pytest.raises(UserError, match="series of numbers, not videos"):
        classifying_model(library, "numbers")
