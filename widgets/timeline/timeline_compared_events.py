"""The events of a second analysis on the lanes of the first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from widgets.events.event_columns import EventColumns
from widgets.picture.overlay_marks import COMPARED
from widgets.timeline.timeline_lanes import Lanes, lane_of
from widgets.timeline.timeline_scale import TimeScale

_SIZE = 4.0  # pixels from the middle of a triangle to its corners
_AGREED = 90  # alpha of an event that the shown analysis sees, too


@dataclass(frozen=True, eq=False)
class ComparedEvents:
    """What a second analysis sees, and of each whether the shown one does not see it."""

    events: EventColumns
    different: NDArray[np.bool_]


def paint_compared_events(
    painter: QPainter, compared: ComparedEvents, scale: TimeScale, lanes: Lanes
) -> None:
    """A triangle at the foot of a lane for each event, bright where only this analysis sees it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    names = list(lanes.events)
    for name, lane in lanes.events.items():
        classes = [one for one in compared.events.names if lane_of(one, names) == name]
        rows = compared.events.rows_of(classes)
        painter.setClipRect(lane)
        _paint_lane(painter, compared, rows, scale, lane)
    painter.restore()


def _paint_lane(
    painter: QPainter,
    compared: ComparedEvents,
    rows: NDArray[np.int64],
    scale: TimeScale,
    lane: QRectF,
) -> None:
    frames, different = compared.events.frames[rows], compared.different[rows]
    inside = (frames >= scale.first - 1) & (frames <= scale.first + scale.span + 1)
    frames, different = frames[inside], different[inside]
    places = np.round((frames + 0.5 - scale.first) / scale.span * scale.width)
    # of several in a column one that differs is seen
    order = np.lexsort((~different, places))
    for i in order[np.diff(places[order], prepend=-np.inf) > 0]:
        colour = QColor(COMPARED)
        colour.setAlpha(255 if different[i] else _AGREED)
        painter.setBrush(colour)
        _paint_triangle(painter, QPointF(lane.left() + float(places[i]), lane.bottom()))


def _paint_triangle(painter: QPainter, foot: QPointF) -> None:
    corners = [(-_SIZE, 0), (_SIZE, 0), (0, -1.6 * _SIZE)]
    painter.drawPolygon(QPolygonF([QPointF(foot.x() + x, foot.y() + y) for x, y in corners]))
