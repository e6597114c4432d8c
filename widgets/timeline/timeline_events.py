"""The event lanes of a timeline: what lies on each, and how it is painted."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from storage.records import Event, Review
from widgets.common import theme
from widgets.timeline.timeline_lanes import Lanes, event_lane_names, lane_of
from widgets.timeline.timeline_scale import TimeScale

_COLOURS = tuple(
    QColor(name) for name in ("#7fd1b9", "#f2a97e", "#9db7f5", "#e2d36b", "#d79be8", "#8fd0ea")
)
_HEAD = 9.0  # pixels from head to head of events
_FAINTEST = 70  # alpha of a proposal that a model hardly believes in
_SHADES = 8


class LaneEvents:
    """Events by lane and frame, so that thousands cost no more than those in sight."""

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.names = event_lane_names(events)
        self._lanes: dict[str, list[Event]] = {name: [] for name in self.names}
        for event in sorted(events, key=_painting_order):
            self._lanes[lane_of(event, self.names)].append(event)
        self._frames = {
            name: np.array([event.frame for event in lane], np.int64)
            for name, lane in self._lanes.items()
        }
        self._ranks = {
            name: np.array([_rank(event) for event in lane], np.float64)
            for name, lane in self._lanes.items()
        }

    def nearest(self, lane: str, frame: float) -> Event | None:
        """The event of a lane that begins nearest to `frame`; of several the one seen."""
        frames = self._frames.get(lane)
        if frames is None or not len(frames):
            return None
        after = int(np.searchsorted(frames, frame))
        beside = [place for place in (after - 1, after) if 0 <= place < len(frames)]
        best = min(beside, key=lambda place: abs(float(frames[place]) - frame))
        return self._lanes[lane][int(np.searchsorted(frames, frames[best]))]

    def columns(self, lane: str, scale: TimeScale, left: float) -> Iterator[tuple[float, Event]]:
        """One event for each pixel column in sight that has any, with its x on the widget.

        Of several in a column the first that a person stands by, else the surest one.
        """
        margin = 8 * scale.span / scale.width
        ends = scale.first - margin, scale.first + scale.span + margin
        low, high = np.searchsorted(self._frames[lane], ends)
        frames, ranks = self._frames[lane][low:high], self._ranks[lane][low:high]
        places = left + np.round((frames + 0.5 - scale.first) / scale.span * scale.width)
        order = np.lexsort((ranks, places))
        first = np.diff(places[order], prepend=-np.inf) > 0
        for i in order[first]:
            yield float(places[i]), self._lanes[lane][low + i]


def paint_events(painter: QPainter, events: LaneEvents, scale: TimeScale, lanes: Lanes) -> None:
    """A tick with a head for each event, full once a person stands by it.

    A proposal is hollow, and the fainter the less sure the model is; a rejected one is crossed out.
    Where ticks stand close only some have heads.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row, (name, lane) in enumerate(lanes.events.items()):
        painter.setClipRect(lane)
        head = -np.inf
        for x, event in events.columns(name, scale, lane.left()):
            colour = _colour(event, row)
            painter.setPen(QPen(colour, 1.5))
            painter.drawLine(QLineF(x, lane.top() + 2, x, lane.bottom() - 2))
            if x - head >= _HEAD:
                head = x
                _paint_head(painter, QPointF(x, lane.center().y()), event, colour)
    painter.restore()


def paint_current_event(
    painter: QPainter, event: Event | None, scale: TimeScale, lanes: Lanes
) -> None:
    """A ring around the event that a gesture would be about."""
    if event is None or not scale.shows(event.frame):
        return
    lane = lanes.events.get(lane_of(event, list(lanes.events)))
    if lane is None:
        return
    x = lane.left() + round(scale.x_at(event.frame + 0.5))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.ACCENT, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, lane.center().y()), 7, 7)
    painter.restore()


def _paint_head(painter: QPainter, at: QPointF, event: Event, colour: QColor) -> None:
    if event.review is Review.REJECTED:
        for way in (1, -1):
            painter.drawLine(QLineF(at.x() - 3, at.y() - 3 * way, at.x() + 3, at.y() + 3 * way))
        return
    painter.setBrush(theme.WELL if event.review is Review.UNREVIEWED else colour)
    painter.drawEllipse(at, 3.5, 3.5)


def _colour(event: Event, row: int) -> QColor:
    if event.review is Review.REJECTED:
        return theme.REVIEW_COLOURS[Review.REJECTED]
    colour = QColor(_COLOURS[row % len(_COLOURS)])
    if event.review is Review.UNREVIEWED:
        step = round(event.confidence * _SHADES) / _SHADES
        colour.setAlpha(round(_FAINTEST + (255 - _FAINTEST) * step))
    return colour


def _rank(event: Event) -> float:
    """Which of several events in one place is seen: the lowest."""
    if event.review is Review.REJECTED:
        return 3.0
    return 2 - event.confidence if event.review is Review.UNREVIEWED else 0.0


def _painting_order(event: Event) -> tuple[int, float, str]:
    return event.frame, _rank(event), event.name
