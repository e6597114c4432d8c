"""What is painted once and kept (widgets.timeline.timeline_still), on a timeline."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from storage.records import BallTrack, BallTrackBuilder, Review, Source
from tests.widgets.tracks import model_track
from widgets.timeline.timeline import Timeline


def timeline_of(track: BallTrack, zoom: float, qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1112, 220)
    timeline.set_frames(np.arange(len(track)) / 25)
    timeline.set_track(track)
    timeline.set_analysing([(len(track) // 2, len(track))])
    timeline.zoom(zoom, 500)
    timeline.show()
    return timeline


@pytest.mark.parametrize("zoom", [1, 3.7, 900])
@pytest.mark.parametrize("frames", [40, 5000])
def test_an_edit_is_painted_as_if_all_were_painted(frames: int, zoom: float, qtbot: QtBot) -> None:
    numbers = np.random.default_rng(7)
    track = model_track(frames, confidence=numbers.random(frames).astype(np.float32))
    timeline = timeline_of(track, zoom, qtbot)
    timeline.grab()

    for _ in range(20):
        first = int(numbers.integers(frames))
        stop = min(frames, first + int(numbers.choice([1, 2, 30])))
        builder = BallTrackBuilder.of(track)
        builder.source[first:stop] = numbers.choice([Source.HUMAN, Source.NONE, Source.MODEL])
        builder.review[first:stop] = numbers.choice([*Review])
        track = builder.build()
        timeline.update_track(track, first, stop)

    assert timeline.grab().toImage() == timeline_of(track, zoom, qtbot).grab().toImage()
