"""What is under the pointer on a timeline."""

from PySide6.QtCore import QPointF

from storage.foreign_text import one_line
from storage.quantities import number, time_code
from storage.records import Event
from widgets.events.event_text import event_text
from widgets.timeline.timeline_events import LaneEvents
from widgets.timeline.timeline_lanes import Lanes
from widgets.timeline.timeline_painting import TimelineContent
from widgets.timeline.timeline_scale import TimeScale

_LONGEST = 80  # characters of each thing that is said of an event
_BETWEEN = "  \u00b7  "
_SNAP = 5.0  # pixels around an event in which a press means its frame


def event_at(events: LaneEvents, lanes: Lanes, scale: TimeScale, point: QPointF) -> Event | None:
    """The nearest event of the lane under a point, where there is one close by."""
    x = point.x() - lanes.ruler.left()
    for name, lane in lanes.events.items():
        if lane.top() <= point.y() <= lane.bottom():
            event = events.nearest(name, scale.first + x / scale.width * scale.span - 0.5)
            near = event and abs(scale.x_at(event.frame + 0.5) - x) <= _SNAP
            return event if near else None
    return None


def hover_text(content: TimelineContent, lanes: Lanes, scale: TimeScale, point: QPointF) -> str:
    """Time code, frame and event under a point, in one line."""
    event = event_at(content.events, lanes, scale, point)
    frame = event.frame if event else scale.frame_at(point.x() - lanes.ruler.left())
    text = f"{time_code(float(content.times[frame]))}{_BETWEEN}{number(frame)}"
    if event is None:
        return text
    parts = event_text(event).split(_BETWEEN)
    return _BETWEEN.join([text, *(one_line(part, _LONGEST) for part in parts)])
