"""How a timeline is painted: all that stands still goes into one pixmap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from storage.foreign_text import one_line
from storage.records import BallTrack, Clip
from widgets.common import theme
from widgets.timeline.timeline_compared import ComparedRuns, paint_compared_lanes
from widgets.timeline.timeline_compared_events import ComparedEvents, paint_compared_events
from widgets.timeline.timeline_events import LaneEvents, paint_events
from widgets.timeline.timeline_lanes import GUTTER, RULER, Lanes
from widgets.timeline.timeline_places import PlaceTick, paint_healed, paint_places
from widgets.timeline.timeline_pool import TrackPool
from widgets.timeline.timeline_scale import TimeScale, ticks
from widgets.timeline.timeline_track import Range, paint_analysing, paint_overview, paint_track

_CLIP = QColor("#6d84b4")


@dataclass(frozen=True, eq=False)
class TimelineContent:
    """All that a timeline shows, but for the playhead."""

    times: NDArray[np.float64]
    pool: TrackPool
    events: LaneEvents
    clips: Sequence[Clip]
    analysing: Sequence[Range]
    compared: ComparedRuns | None = None
    places: Sequence[PlaceTick] = ()
    compared_events: ComparedEvents | None = None
    healed: Range | None = None

    @classmethod
    def empty(cls, times: NDArray[np.float64]) -> "TimelineContent":
        """A video whose frames are on screen from `times` on, seconds; nobody has seen it yet."""
        return cls(times, TrackPool(BallTrack.empty(len(times))), LaneEvents(), (), ())

    @property
    def compared_names(self) -> Sequence[str]:
        """The lanes of two analyses; none while nothing is compared."""
        return self.compared.lane_names if self.compared is not None else ()


def paint_still(
    painter: QPainter, content: TimelineContent, scale: TimeScale, lanes: Lanes, ratio: float
) -> None:
    """Paint lanes, ruler and names; `ratio` is screen pixels to a logical pixel."""
    _paint_names(painter, lanes)
    for _, lane in lanes.named():
        painter.fillRect(lane, theme.WELL)
    if scale.frames == 0:
        return
    _paint_ruler(painter, content, scale, lanes)
    paint_track(painter, content.pool, scale, lanes, ratio)
    if content.compared is not None:
        paint_compared_lanes(painter, content.compared, scale, lanes.compared, ratio)
    paint_places(painter, content.places, scale, lanes.confidence)
    paint_healed(painter, content.healed, scale, lanes.review)
    paint_analysing(painter, content.analysing, scale, lanes)
    paint_events(painter, content.events, scale, lanes)
    if content.compared_events is not None:
        paint_compared_events(painter, content.compared_events, scale, lanes)
    _paint_clips(painter, content.clips, scale, lanes.clips)
    paint_overview(painter, content.pool, scale, lanes.overview, ratio)


def paint_range(
    painter: QPainter, first: int | None, stop: int | None, scale: TimeScale, lanes: Lanes
) -> None:
    """A bar with handles in the ruler, and what is outside the range dimmed."""
    if first is None and stop is None:
        return
    left = lanes.ruler.left() + scale.x_at(first or 0)
    right = lanes.ruler.left() + scale.x_at(scale.frames if stop is None else stop)
    painter.save()
    painter.setClipRect(lanes.ruler.united(lanes.clips))
    veil = QColor(20, 21, 25, 125)
    below = QRectF(lanes.ruler.left(), lanes.confidence.top(), 0, 0)
    below.setBottom(lanes.bottom)
    painter.fillRect(QRectF(below.left(), below.top(), left - below.left(), below.height()), veil)
    end = lanes.ruler.right()
    painter.fillRect(QRectF(right, below.top(), max(0.0, end - right), below.height()), veil)
    bar = QRectF(left, lanes.ruler.bottom() - 8, right - left, 8)
    soft = QColor(theme.ACCENT)
    soft.setAlpha(90)
    painter.fillRect(bar, soft)
    painter.restore()
    painter.setPen(Qt.PenStyle.NoPen)
    for x, set_, side in ((left, first is not None, 1), (right, stop is not None, -1)):
        if set_ and lanes.ruler.left() - 1 <= x <= lanes.ruler.right() + 1:
            _paint_handle(painter, x, side, lanes)


def paint_playhead(painter: QPainter, frame: int, scale: TimeScale, lanes: Lanes) -> None:
    """A line through the middle of its frame, with a cap in the ruler."""
    if scale.frames == 0 or not scale.shows(frame):
        return
    left, right = scale.x_at(frame), scale.x_at(frame + 1)
    start = lanes.ruler.left()
    if right - left > 4:
        glow = QColor(theme.PLAYHEAD)
        glow.setAlpha(28)
        rest = QRectF(start + left, lanes.ruler.bottom(), right - left, 0)
        rest.setBottom(lanes.bottom)
        painter.fillRect(rest & QRectF(lanes.ruler.united(lanes.clips)), glow)
    x = round(start + (left + right) / 2) + 0.5
    painter.save()
    painter.setPen(QPen(QColor(0, 0, 0, 140), 3))
    painter.drawLine(QLineF(x, lanes.ruler.bottom() - 8, x, lanes.bottom))
    painter.setPen(QPen(theme.PLAYHEAD, 1))
    painter.drawLine(QLineF(x, lanes.ruler.bottom() - 8, x, lanes.bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 140), 1))
    painter.setBrush(theme.PLAYHEAD)
    top = lanes.ruler.bottom() - 16
    cap = [(-5, 0), (5, 0), (5, 6), (0, 12), (-5, 6)]
    painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in cap]))
    painter.restore()


def paint_hover(painter: QPainter, x: float, text: str, lanes: Lanes) -> None:
    """A faint line under the pointer, and what is there in the ruler."""
    box = hover_box(x, text, lanes)
    line = QColor(theme.PLAYHEAD)
    line.setAlpha(70)
    painter.fillRect(QRectF(round(x), lanes.ruler.bottom(), 1, lanes.bottom - RULER), line)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.OUTLINE, 1))
    painter.setBrush(theme.RAISED)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.TEXT)
    painter.setFont(theme.font(11))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def hover_box(x: float, text: str, lanes: Lanes) -> QRectF:
    """Where the note of `paint_hover` goes: over `x`, held inside the ruler."""
    width = QFontMetricsF(theme.font(11)).horizontalAdvance(text) + 16
    box = QRectF(0, 1, width, 18)
    box.moveLeft(min(max(x - width / 2, lanes.ruler.left()), lanes.ruler.right() - width))
    return box


def _paint_names(painter: QPainter, lanes: Lanes) -> None:
    font = theme.font(11)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.MUTED)
    for name, lane in lanes.named():
        box = QRectF(12, lane.top(), GUTTER - 22, lane.height())
        text = metrics.elidedText(one_line(name), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _paint_ruler(
    painter: QPainter, content: TimelineContent, scale: TimeScale, lanes: Lanes
) -> None:
    ruler = lanes.ruler
    painter.save()
    painter.setClipRect(ruler)
    painter.setFont(theme.font(11))
    for tick in ticks(scale, content.times):
        x = round(ruler.left() + tick.x) + 0.5
        painter.setPen(theme.OUTLINE if not tick.label else theme.MUTED)
        painter.drawLine(QLineF(x, ruler.bottom() - (9 if tick.label else 5), x, ruler.bottom()))
        if tick.label:
            painter.setPen(theme.MUTED)
            painter.drawText(QPointF(x + 4, ruler.top() + 15), tick.label)
    painter.restore()


def _paint_clips(painter: QPainter, clips: Sequence[Clip], scale: TimeScale, lane: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(lane)
    font = theme.font(11)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for clip in clips:
        left, right = (lane.left() + scale.x_at(frame) for frame in (clip.first, clip.stop))
        if right < lane.left() or left > lane.right():
            continue
        box = QRectF(left, lane.top() + 1, max(3.0, right - left), lane.height() - 2)
        painter.setPen(QPen(_CLIP, 1))
        painter.setBrush(QColor(109, 132, 180, 90))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        room = QRectF(max(box.left(), lane.left()) + 6, box.top(), 0, box.height())
        room.setRight(min(box.right(), lane.right()) - 4)
        if room.width() > 14:
            painter.setPen(theme.TEXT)
            text = metrics.elidedText(
                one_line(clip.name), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def _paint_handle(painter: QPainter, x: float, side: int, lanes: Lanes) -> None:
    """A bracket that opens into the range."""
    top, bottom = lanes.ruler.bottom() - 14, lanes.ruler.bottom()
    painter.fillRect(QRectF(x - (0 if side > 0 else 3), top, 3, bottom - top), theme.ACCENT)
    for y in (top, bottom - 2.5):
        painter.fillRect(QRectF(x - (0 if side > 0 else 7), y, 7, 2.5), theme.ACCENT)
    line = QColor(theme.ACCENT)
    line.setAlpha(120)
    painter.fillRect(QRectF(x - (0 if side > 0 else 1), bottom, 1, lanes.bottom - bottom), line)
