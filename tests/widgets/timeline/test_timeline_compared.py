import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from storage.records import Source
from tests.widgets.tracks import model_track
from widgets.common import theme
from widgets.picture.overlay_marks import COMPARED
from widgets.timeline.timeline import Timeline
from widgets.timeline.timeline_compared import DIFFERENT, ComparedRuns

FRAMES = 500


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1112, 260)  # 1000 pixels of frames
    timeline.set_frames(np.arange(FRAMES) / 25)
    timeline.show()
    return timeline


@pytest.fixture
def compared() -> ComparedRuns:
    """Two runs that differ in frames 100 to 199."""
    different = np.zeros(FRAMES, np.bool_)
    different[100:200] = True
    tracks = (model_track(FRAMES), model_track(FRAMES))
    return ComparedRuns.of(("fast", "motion"), tracks, different)


def near(one: QColor, other: QColor) -> bool:
    return abs(one.hue() - other.hue()) < 12


def colour_at(image: QImage, timeline: Timeline, lane: str, frame: int) -> QColor:
    box = timeline.lanes.compared[lane]
    return image.pixelColor(int(box.left() + timeline.scale.x_at(frame)), int(box.bottom() - 5))


def test_each_run_has_a_lane_in_its_own_colour(timeline: Timeline, compared: ComparedRuns) -> None:
    timeline.set_compared(compared)
    image = timeline.grab().toImage()

    assert list(timeline.lanes.compared) == ["fast", "motion", DIFFERENT]
    assert near(colour_at(image, timeline, "fast", 50), theme.SOURCE_COLOURS[Source.MODEL])
    assert near(colour_at(image, timeline, "motion", 50), COMPARED)


def test_the_lane_of_differences_is_marked_where_they_differ(
    timeline: Timeline, compared: ComparedRuns
) -> None:
    timeline.set_compared(compared)
    image = timeline.grab().toImage()

    inside, outside = (colour_at(image, timeline, DIFFERENT, frame) for frame in (150, 300))
    assert near(inside, theme.WARNING)
    assert outside.lightness() < 40


def test_one_frame_of_a_long_video_is_seen(timeline: Timeline) -> None:
    frames = 540_000
    different = np.zeros(frames, np.bool_)
    different[270_000] = True
    tracks = (model_track(frames), model_track(frames))
    timeline.set_frames(np.arange(frames) / 50)
    timeline.set_compared(ComparedRuns.of(("fast", "motion"), tracks, different))
    image = timeline.grab().toImage()

    assert near(colour_at(image, timeline, DIFFERENT, 270_000), theme.WARNING)


def test_comparing_asks_for_more_room_and_gives_it_back(
    timeline: Timeline, compared: ComparedRuns
) -> None:
    before = timeline.minimumSizeHint().height()
    timeline.set_compared(compared)
    assert timeline.minimumSizeHint().height() > before

    timeline.set_compared(None)
    assert timeline.minimumSizeHint().height() == before
    assert not timeline.lanes.compared


def test_another_video_is_not_compared(timeline: Timeline, compared: ComparedRuns) -> None:
    timeline.set_compared(compared)

    timeline.set_frames(np.arange(20) / 25)
    assert not timeline.lanes.compared
