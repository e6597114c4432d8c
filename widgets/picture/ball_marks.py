"""The ball as it is drawn over a picture, on the screen and into exported videos alike."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from storage.records import BallTrack, Review, Source, Visibility
from widgets.common import theme

RADIUS = 9.0  # of a mark, in units
_HALO = QColor(0, 0, 0, 150)
_LINE = 2.0


@dataclass(frozen=True, slots=True)
class BallMark:
    """The ball of one frame as a view shows it; `x`, `y` are None where no position is known."""

    x: float | None
    y: float | None
    source: Source = Source.MODEL
    visibility: Visibility = Visibility.CLEAR
    review: Review = Review.UNREVIEWED
    confidence: float = 1.0

    @property
    def centre(self) -> QPointF | None:
        """Where the mark is drawn: the centre of the top-left pixel is (0, 0) in labels."""
        if self.x is None or self.y is None:
            return None
        return QPointF(self.x + 0.5, self.y + 0.5)


def mark_at(track: BallTrack, frame: int) -> BallMark | None:
    """The mark of one frame; None where nobody and nothing has looked."""
    source = Source(int(track.source[frame]))
    if source is Source.NONE:
        return None
    x, y = float(track.x[frame]), float(track.y[frame])
    located = math.isfinite(x) and math.isfinite(y)
    confidence = float(track.confidence[frame])
    return BallMark(
        x if located else None,
        y if located else None,
        source,
        Visibility(int(track.visibility[frame])),
        Review(int(track.review[frame])),
        confidence if math.isfinite(confidence) else 0.0,
    )


def marks_in(track: BallTrack, first: int, stop: int) -> list[BallMark | None]:
    """The marks of frames `[first, stop)`, which is cut to the track."""
    return [mark_at(track, frame) for frame in range(max(0, first), min(stop, len(track)))]


def paint_ball(painter: QPainter, mark: BallMark, unit: float = 1.0) -> None:
    """Draw `mark` in picture coordinates; `unit` is the length of one screen pixel in them."""
    centre = mark.centre
    if centre is None:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(unit, unit)
    colour = QColor(_colour(mark))
    colour.setAlphaF(0.6 + 0.4 * min(1.0, max(0.0, mark.confidence)))
    _stroke(painter, _shape(mark), colour, dashed=_dashed(mark))
    _stroke(painter, _visibility_shape(mark.visibility), colour)
    if mark.review is Review.ACCEPTED:
        _stroke(painter, _tick(), theme.REVIEW_COLOURS[Review.ACCEPTED])
    painter.restore()


def paint_trail(
    painter: QPainter,
    past: Sequence[BallMark | None],
    future: Sequence[BallMark | None] = (),
    unit: float = 1.0,
) -> None:
    """Draw the way of the ball: `past` ends and `future` starts at the shown frame.

    Both are in the order of time and fade with the distance from the shown frame; None is a frame
    without a known ball, and no line is drawn across it.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_way(painter, list(reversed(past)), unit, 0.95)
    _paint_way(painter, list(future), unit, 0.6)
    painter.restore()


def _paint_way(
    painter: QPainter, marks: Sequence[BallMark | None], unit: float, strength: float
) -> None:
    """Draw marks that go away from the shown frame, nearest first."""
    fades = [strength * (1 - i / (len(marks) + 1)) for i in range(len(marks))]
    for mark, further, fade in zip(marks, marks[1:], fades, strict=False):
        if mark and further and mark.centre and further.centre:
            # the ring of the shown frame stays empty: in it is the ball
            start = mark.centre if mark is not marks[0] else _leaving(mark, further, unit)
            if start:
                _paint_piece(painter, start, further.centre, _colour(further), unit, fade)
    for mark, fade in zip(marks[1:], fades[1:], strict=True):
        if mark and mark.centre:
            _paint_step(painter, mark, mark.centre, unit, fade)


def _leaving(mark: BallMark, further: BallMark, unit: float) -> QPointF | None:
    """Where the way from `mark` leaves its ring; None where it does not."""
    if mark.centre is None or further.centre is None:
        return None
    offset = further.centre - mark.centre
    length = math.hypot(offset.x(), offset.y())
    radius = (RADIUS + 1) * unit
    return mark.centre + offset * (radius / length) if length > radius else None


def _paint_piece(
    painter: QPainter, start: QPointF, end: QPointF, colour: QColor, unit: float, fade: float
) -> None:
    for tone, width in ((_HALO, 4.0), (colour, 2.0)):
        tone = QColor(tone)
        tone.setAlphaF(tone.alphaF() * fade)
        painter.setPen(QPen(tone, width * unit, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(start, end)


def _paint_step(
    painter: QPainter, mark: BallMark, centre: QPointF, unit: float, fade: float
) -> None:
    """Draw one frame of the trail: a dot, or the source's own shape."""
    painter.save()
    painter.translate(centre)
    painter.scale(unit, unit)
    painter.setOpacity(fade)
    colour = _colour(mark)
    hollow = mark.source is Source.INTERPOLATED
    painter.setPen(QPen(colour if hollow else _HALO, 1.2))
    painter.setBrush(theme.WELL if hollow else colour)
    painter.drawPath(_step_shape(mark))
    painter.restore()


def _dashed(mark: BallMark) -> bool:
    return mark.source is Source.INTERPOLATED and mark.review is not Review.REJECTED


def _colour(mark: BallMark) -> QColor:
    if mark.review is Review.REJECTED:
        return theme.REVIEW_COLOURS[Review.REJECTED]
    return theme.SOURCE_COLOURS[mark.source]


def _shape(mark: BallMark) -> QPainterPath:
    """The outline that tells the source, around (0, 0), in units."""
    path = QPainterPath()
    if mark.review is Review.REJECTED:
        _add_lines(path, [(-7, -7, 7, 7), (-7, 7, 7, -7)])
    elif mark.source is Source.RELINKED:
        _add_diamond(path, RADIUS + 2.5)
    else:
        path.addEllipse(QPointF(0, 0), RADIUS, RADIUS)
        if mark.source is Source.HUMAN:
            inner, outer = RADIUS - 4, RADIUS + 4
            _add_lines(path, [(0, -outer, 0, -inner), (0, inner, 0, outer)])
            _add_lines(path, [(-outer, 0, -inner, 0), (inner, 0, outer, 0)])
    return path


def _visibility_shape(visibility: Visibility) -> QPainterPath:
    """Blurred: arcs as of something in motion. Occluded: the corners of what hides the ball."""
    path = QPainterPath()
    if visibility is Visibility.HARD:
        square = QRectF(-16, -16, 32, 32)
        for start in (-32, 148):
            path.arcMoveTo(square, start)
            path.arcTo(square, start, 64)
    elif visibility is Visibility.OCCLUDED:
        far, near = 15, 8
        for sx in (-1, 1):
            for sy in (-1, 1):
                path.moveTo(sx * near, sy * far)
                path.lineTo(sx * far, sy * far)
                path.lineTo(sx * far, sy * near)
    return path


def _step_shape(mark: BallMark) -> QPainterPath:
    path = QPainterPath()
    if mark.source is Source.HUMAN:
        path.addRect(-3, -3, 6, 6)
    elif mark.source is Source.RELINKED:
        _add_diamond(path, 4)
    else:
        path.addEllipse(QPointF(0, 0), 2.8, 2.8)
    return path


def _tick() -> QPainterPath:
    path = QPainterPath(QPointF(9, 12))
    path.lineTo(12.5, 15.5)
    path.lineTo(19, 8)
    return path


def _add_diamond(path: QPainterPath, radius: float) -> None:
    path.moveTo(0, -radius)
    for x, y in ((radius, 0), (0, radius), (-radius, 0)):
        path.lineTo(x, y)
    path.closeSubpath()


def _add_lines(path: QPainterPath, lines: Sequence[tuple[float, float, float, float]]) -> None:
    for x1, y1, x2, y2 in lines:
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)


def _stroke(painter: QPainter, path: QPainterPath, colour: QColor, dashed: bool = False) -> None:
    """Draw lines that stand out from any picture: the colour on a dark halo."""
    pen = QPen(_HALO, _LINE + 2, c=Qt.PenCapStyle.FlatCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tone, width in ((_HALO, _LINE + 2), (colour, _LINE)):
        pen.setColor(tone)
        pen.setWidthF(width)
        if dashed:
            # nine dashes around the ring, whatever the width of the pen
            around = 2 * math.pi * RADIUS / width / 9
            pen.setDashPattern([around * 0.62, around * 0.38])
        painter.strokePath(path, pen)
