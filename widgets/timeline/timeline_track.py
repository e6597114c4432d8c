"""A track's lanes painted: confidence, review, and the whole video in little; all, or one edit."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from widgets.common import theme
from widgets.timeline.timeline_lanes import Lanes
from widgets.timeline.timeline_pool import TrackPool
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_strips import confidence_strip, review_strip

Range = tuple[int, int]  # frames [first, stop)


def paint_track(
    painter: QPainter,
    pool: TrackPool,
    scale: TimeScale,
    lanes: Lanes,
    ratio: float,
    columns: range | None = None,
) -> None:
    """Paint confidence and review, or just these pixel columns of them."""
    if len(pool) == 0:
        return
    width = _column_count(lanes.confidence, ratio)
    part = columns or range(width)
    pooled = pool.columns(scale.edges(width, part))
    unit = max(1, round(ratio))
    for lane, strip in (
        (lanes.confidence, confidence_strip),
        (lanes.review, partial(review_strip, first=part.start)),
    ):
        image = strip(pooled, max(1, round(lane.height() * ratio)), unit)
        painter.drawImage(_box(lane, part, ratio), image)
    _paint_half(painter, lanes.confidence)


def paint_edit(
    painter: QPainter,
    pool: TrackPool,
    analysing: Sequence[Range],
    scale: TimeScale,
    lanes: Lanes,
    ratio: float,
    frames: Range,
) -> None:
    """Paint again what says something of the labels of these frames, and no more."""
    columns = scale.columns_of(*frames, _column_count(lanes.confidence, ratio))
    if columns:
        painter.save()
        painter.setClipRect(_box(lanes.confidence.united(lanes.review), columns, ratio))
        painter.fillRect(lanes.confidence, theme.WELL)
        painter.fillRect(lanes.review, theme.WELL)
        paint_track(painter, pool, scale, lanes, ratio, columns)
        paint_analysing(painter, analysing, scale, lanes)
        painter.restore()
    whole = TimeScale.fitted(scale.frames, lanes.overview.width())
    columns = whole.columns_of(*frames, _column_count(lanes.overview, ratio))
    painter.save()
    painter.setClipRect(_box(lanes.overview, columns, ratio))
    paint_overview(painter, pool, scale, lanes.overview, ratio, columns)
    painter.restore()


def paint_overview(
    painter: QPainter,
    pool: TrackPool,
    scale: TimeScale,
    lane: QRectF,
    ratio: float,
    columns: range | None = None,
) -> None:
    """The whole video in little, and what of it is shown: the timeline's scroll bar."""
    painter.fillRect(lane, theme.WELL)
    if len(pool):
        width = _column_count(lane, ratio)
        part = columns or range(width)
        pooled = pool.columns(TimeScale.fitted(scale.frames, lane.width()).edges(width, part))
        painter.setOpacity(0.55)
        strip = confidence_strip(pooled, max(1, round(lane.height() * ratio)))
        painter.drawImage(_box(lane, part, ratio), strip)
        painter.setOpacity(1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.MUTED if not scale.fits else theme.OUTLINE, 1))
    painter.setBrush(QColor(255, 255, 255, 20 if not scale.fits else 0))
    painter.drawRoundedRect(overview_window(scale, lane).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.restore()


def overview_window(scale: TimeScale, lane: QRectF) -> QRectF:
    """The part of the overview that stands for what is shown, wide enough to be taken."""
    frames = max(1, scale.frames)
    width = max(12.0, lane.width() * min(1.0, scale.span / frames))
    left = lane.left() + lane.width() * scale.first / frames
    return QRectF(min(left, lane.right() - width), lane.top(), width, lane.height())


def paint_analysing(
    painter: QPainter, chunks: Sequence[Range], scale: TimeScale, lanes: Lanes
) -> None:
    """What is being analysed now: hatched, until its curve is there."""
    painter.save()
    painter.setClipRect(lanes.confidence, Qt.ClipOperation.IntersectClip)
    tint, hatch = QColor(theme.ACCENT), QColor(theme.ACCENT)
    tint.setAlpha(30)
    hatch.setAlpha(90)
    for first, stop in chunks:
        left, right = (lanes.ruler.left() + scale.x_at(frame) for frame in (first, stop))
        box = QRectF(left, lanes.confidence.top(), max(3.0, right - left), 0)
        box.setBottom(lanes.confidence.bottom())
        painter.fillRect(box, tint)
        painter.fillRect(box, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    painter.restore()


def _paint_half(painter: QPainter, lane: QRectF) -> None:
    """Let the fill sink into the dark below its crest, and rule one half, to read it by."""
    shade = QLinearGradient(lane.topLeft(), lane.bottomLeft())
    shade.setColorAt(0.0, QColor(12, 13, 15, 0))
    shade.setColorAt(1.0, QColor(12, 13, 15, 165))
    painter.fillRect(lane.adjusted(0, 0, 0, -2), shade)
    painter.setPen(QPen(QColor(255, 255, 255, 26), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(lane.left(), lane.center().y(), lane.right(), lane.center().y()))


def _column_count(lane: QRectF, ratio: float) -> int:
    """How many pixel columns a lane has; `ratio` is screen pixels to a logical pixel."""
    return max(1, round(lane.width() * ratio))


def _box(lane: QRectF, columns: range, ratio: float) -> QRectF:
    """Where these pixel columns of a lane are."""
    width_of_one = lane.width() / _column_count(lane, ratio)
    left = lane.left() + columns.start * width_of_one
    return QRectF(left, lane.top(), len(columns) * width_of_one, lane.height())
