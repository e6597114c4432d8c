"""What is painted once and kept (widgets.timeline.timeline_still), on a timeline."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from storage.records import BallTrack, BallTrackBuilder, Review, Source
from tests.widgets.tracks import model_track
from widgets.timeline.timeline import Timeline
from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_painting import TimelineContent
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_still import Still


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


# the pixmap by itself

FRAMES = 400
SIZE = QSize(700, 200)
LANES = lay_out(SIZE.width(), SIZE.height(), [])
SCALE = TimeScale.fitted(FRAMES, LANES.ruler.width())


def painted(still: Still, content: TimelineContent, ratio: float = 1) -> QPixmap:
    return still.pixmap(SIZE, ratio, content, SCALE, LANES)


def content_of(track: BallTrack) -> TimelineContent:
    content = TimelineContent.empty(np.arange(FRAMES) / 25)
    content.pool.update(track, 0, FRAMES)
    return content


def test_it_is_painted_once_and_kept(qtbot: QtBot) -> None:
    still, content = Still(), content_of(model_track(FRAMES))
    first = painted(still, content).cacheKey()

    assert painted(still, content).cacheKey() == first
    still.forget()
    assert painted(still, content).cacheKey() != first


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_it_has_the_pixels_of_the_screen(ratio: float, qtbot: QtBot) -> None:
    pixmap = painted(Still(), content_of(model_track(FRAMES)), ratio)

    assert pixmap.size() == (SIZE.toSizeF() * ratio).toSize()
    assert pixmap.devicePixelRatio() == ratio


def test_another_screen_makes_another_one(qtbot: QtBot) -> None:
    still, content = Still(), content_of(model_track(FRAMES))
    painted(still, content, 1)

    assert painted(still, content, 2).devicePixelRatio() == 2


def test_two_edits_are_painted_with_all_between_them(qtbot: QtBot) -> None:
    still, content = Still(), content_of(model_track(FRAMES))
    painted(still, content)
    changed = BallTrackBuilder.of(model_track(FRAMES))
    for first, stop in ((300, 310), (50, 60)):
        changed.source[first:stop] = Source.HUMAN
        changed.review[first:stop] = Review.ACCEPTED
        still.edit(first, stop)
    content.pool.update(changed.build(), 0, FRAMES)

    edited = painted(still, content).toImage()

    assert edited == painted(Still(), content).toImage()
