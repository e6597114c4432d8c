"""Doubtful places on a timeline: ticks at the top of the lane of confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from storage.records import Source
from widgets.common import theme
from widgets.timeline.timeline_scale import TimeScale

_TALL = 5.0  # pixels of a tick
_LEAST = 3.0  # pixels that the shortest place is wide


@dataclass(frozen=True, slots=True)
class PlaceTick:
    """Frames `[first, stop)` that want a look."""

    first: int
    stop: int
    doubt: float  # 0 to 1
    current: bool = False
    done: bool = False


def paint_places(
    painter: QPainter, places: Sequence[PlaceTick], scale: TimeScale, lane: QRectF
) -> None:
    """Paint the ticks along the top of `lane`, the one at hand last and with a frame."""
    painter.save()
    painter.setClipRect(lane)
    for place in sorted(places, key=lambda place: (place.current, not place.done, place.doubt)):
        left, right = (lane.left() + scale.x_at(frame) for frame in (place.first, place.stop))
        if right < lane.left() or left > lane.right():
            continue
        box = QRectF(left, lane.top(), max(_LEAST, right - left), _TALL)
        painter.fillRect(box, _colour(place))
        if place.current:
            painter.setPen(QPen(theme.PLAYHEAD, 1))
            painter.drawRect(QRectF(left, lane.top() + 0.5, box.width(), lane.height() - 1))
            painter.setBrush(theme.PLAYHEAD)
            middle = box.center().x()
            top = box.bottom()
            corners = [(-4, 0), (4, 0), (0, 5)]
            painter.drawPolygon(QPolygonF([QPointF(middle + x, top + y) for x, y in corners]))
    painter.restore()


def paint_healed(
    painter: QPainter, frames: tuple[int, int] | None, scale: TimeScale, lane: QRectF
) -> None:
    """A band over frames `[first, stop)` that a correction has just changed."""
    if frames is None:
        return
    left, right = (lane.left() + scale.x_at(frame) for frame in frames)
    band = QRectF(left, lane.top(), max(_LEAST, right - left), lane.height()) & lane
    painter.fillRect(band, theme.SOURCE_COLOURS[Source.RELINKED])


def _colour(place: PlaceTick) -> QColor:
    colour = QColor(theme.DONE if place.done else theme.DANGER)
    if not place.done and place.doubt < 0.6:
        colour = QColor(theme.WARNING)
    colour.setAlpha(130 if place.done else 230)
    return colour
