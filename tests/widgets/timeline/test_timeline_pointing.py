import numpy as np
import pytest
from PySide6.QtCore import QPointF

from storage.records import BallTrack, Event
from widgets.events.event_columns import EventColumns
from widgets.timeline.timeline_events import LaneEvents
from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_painting import TimelineContent
from widgets.timeline.timeline_pointing import event_at, hover_text
from widgets.timeline.timeline_pool import TrackPool
from widgets.timeline.timeline_scale import TimeScale

LANES = lay_out(1112, 220, ["bounce", "hit"])
SCALE = TimeScale.fitted(500, LANES.ruler.width())
EVENTS = [Event(200, "hit"), Event(206, "bounce")]


def on_lane(name: str, frame: float) -> QPointF:
    lane = LANES.events[name]
    return QPointF(lane.left() + SCALE.x_at(frame), lane.center().y())


@pytest.mark.parametrize(
    ("lane", "frame", "found"),
    [("hit", 202, EVENTS[0]), ("hit", 206, None), ("bounce", 206, EVENTS[1])],
)
def test_an_event_is_found_on_its_own_lane(lane: str, frame: float, found: Event | None) -> None:
    assert (
        event_at(LaneEvents(EventColumns.of(EVENTS)), LANES, SCALE, on_lane(lane, frame)) == found
    )


def test_the_note_says_time_frame_and_event() -> None:
    content = TimelineContent(
        np.arange(500) / 25,
        TrackPool(BallTrack.empty(500)),
        LaneEvents(EventColumns.of(EVENTS)),
        (),
        (),
    )

    assert hover_text(content, LANES, SCALE, on_lane("hit", 201)).split("  \u00b7  ") == [
        "00:00:08.000",
        "200",
        "hit",
        "Person",
    ]
