"""The event lanes of a timeline: what lies on each, and how it is painted."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from storage.records import Event, Review
from widgets.common import theme
from widgets.events.event_columns import EventColumns
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

    def __init__(self, events: EventColumns | None = None, more: Sequence[str] = ()) -> None:
        """`more` classes have a lane, too, though none of the events is of them."""
        self._events = events = events or EventColumns.of(())
        self.names = event_lane_names(sorted({*events.names, *more}))
        self._rows = {name: _painted_rows(events, name, self.names) for name in self.names}
        self._frames = {name: events.frames[rows] for name, rows in self._rows.items()}
        self._ranks = {name: events.ranks[rows] for name, rows in self._rows.items()}

    def nearest(self, lane: str, frame: float) -> Event | None:
        """The event of a lane that begins nearest to `frame`; of several the one seen."""
        frames = self._frames.get(lane)
        if frames is None or not len(frames):
            return None
        after = int(np.searchsorted(frames, frame))
        beside = [place for place in (after - 1, after) if 0 <= place < len(frames)]
        best = min(beside, key=lambda place: abs(float(frames[place]) - frame))
        return self._event(lane, int(np.searchsorted(frames, frames[best])))

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
            yield float(places[i]), self._event(lane, low + i)

    def _event(self, lane: str, place: int) -> Event:
        return self._events.events[int(self._rows[lane][place])]


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
            pen = _pen(event, row)
            painter.setPen(pen)
            painter.drawLine(QLineF(x, lane.top() + 2, x, lane.bottom() - 2))
            if x - head >= _HEAD:
                head = x
                _paint_head(painter, QPointF(x, lane.center().y()), event, pen.color())
    painter.restore()


def paint_current_event(
    painter: QPainter, event: Event | None, scale: TimeScale, lanes: Lanes
) -> None:
    """A ring around the event that a gesture would be about."""
    if event is None or not scale.shows(event.frame):
        return
    lane = lanes.events.get(lane_of(event.name, list(lanes.events)))
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
        for side in (1, -1):
            painter.drawLine(QLineF(at.x() - 3, at.y() - 3 * side, at.x() + 3, at.y() + 3 * side))
        return
    painter.setBrush(theme.WELL if event.review is Review.UNREVIEWED else colour)
    painter.drawEllipse(at, 3.5, 3.5)


def _pen(event: Event, row: int) -> QPen:
    step = round(event.confidence * _SHADES) if event.review is Review.UNREVIEWED else _SHADES
    return _pen_of(event.review is Review.REJECTED, step, row % len(_COLOURS))


@cache
def _pen_of(rejected: bool, step: int, row: int) -> QPen:
    if rejected:
        return QPen(theme.REVIEW_COLOURS[Review.REJECTED], 1.5)
    colour = QColor(_COLOURS[row])
    colour.setAlpha(round(_FAINTEST + (255 - _FAINTEST) * step / _SHADES))
    return QPen(colour, 1.5)


def _painted_rows(events: EventColumns, lane: str, lanes: Sequence[str]) -> NDArray[np.int64]:
    """The events of a lane by frame; of several in a frame the one that is seen comes first."""
    classes = [name for name in events.names if lane_of(name, lanes) == lane]
    rows = events.rows_of(classes)
    return rows[np.lexsort((events.ranks[rows], events.frames[rows]))]
