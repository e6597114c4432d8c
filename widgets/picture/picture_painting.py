"""What the picture view paints beside the marks: picture, loupe, badges, messages."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from storage.foreign_text import one_line
from storage.records import Review, Source, Visibility
from widgets.common import theme
from widgets.picture.ball_marks import BallMark
from widgets.picture.overlay_marks import COMPARED
from widgets.picture.viewport import Viewport

_LOUPE = 66.0  # radius, view pixels
_TONES = {
    "plain": theme.TEXT,
    "warning": theme.WARNING,
    "danger": theme.DANGER,
    "compared": COMPARED,
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A short note in a corner of the picture."""

    text: str
    tone: str = "plain"  # a name of _TONES


def ball_badge(mark: BallMark | None) -> Badge | None:
    """What is to be said of a ball that cannot be drawn."""
    if mark is None:
        return None
    if mark.review is Review.REJECTED:
        return Badge("Prediction rejected", "danger")
    if mark.visibility is Visibility.ABSENT and mark.source is Source.HUMAN:
        return Badge("No ball in this frame")
    return None


def paint_ground(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area, theme.WELL)


def paint_picture(painter: QPainter, picture: QImage, view: Viewport, smooth: bool) -> None:
    left, top = view.origin
    target = QRectF(left, top, view.width * view.zoom, view.height * view.zoom)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(target, picture, QRectF(picture.rect()))


def paint_zoom(painter: QPainter, area: QRectF, zoom: float) -> None:
    text = f"{zoom * 100:.0f}\u202f%"
    width = _pill_width(text)
    _paint_pill(painter, QPointF(area.right() - width - 12, area.bottom() - 36), text, theme.TEXT)


def paint_focus(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(theme.ACCENT, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def paint_badges(painter: QPainter, area: QRectF, badges: list[Badge]) -> None:
    corner = QPointF(area.left() + 12, area.top() + 12)
    for badge in badges:
        _paint_pill(painter, corner, badge.text, _TONES[badge.tone])
        corner += QPointF(0, 30)


def paint_message(
    painter: QPainter, area: QRectF, title: str, advice: str, over: bool = False
) -> None:
    """A title and what to do, in the middle; over a picture it is dimmed first."""
    title, advice = one_line(title), one_line(advice)
    if over:
        painter.fillRect(area, QColor(12, 13, 15, 190))
    heading, text = theme.font(18, QFont.Weight.DemiBold), theme.font(13)
    room = area.adjusted(24, 0, -24, 0)
    room.setWidth(min(room.width(), 520))
    room.moveCenter(area.center())
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    above = QFontMetricsF(heading).boundingRect(room, wrap, title).height()
    below = QFontMetricsF(text).boundingRect(room, wrap, advice).height() if advice else 0
    top = area.center().y() - (above + 8 + below) / 2
    painter.setFont(heading)
    painter.setPen(theme.TEXT)
    painter.drawText(QRectF(room.left(), top, room.width(), above), wrap, title)
    painter.setFont(text)
    painter.setPen(theme.MUTED)
    painter.drawText(QRectF(room.left(), top + above + 8, room.width(), below + 2), wrap, advice)


def paint_loupe(
    painter: QPainter, area: QRectF, picture: QImage, view: Viewport, label: QPointF
) -> None:
    """Magnify what is under the ball being moved, beside it, with cross hairs on the point."""
    x, y = view.to_view(label.x(), label.y())
    centre = _beside(QPointF(x, y), area)
    scale = max(view.zoom * 3, 6.0)
    span = 2 * _LOUPE / scale
    source = QRectF(label.x() + 0.5 - span / 2, label.y() + 0.5 - span / 2, span, span)
    circle = QPainterPath()
    circle.addEllipse(centre, _LOUPE, _LOUPE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(circle, theme.WELL)
    painter.setClipPath(circle)
    painter.translate(centre)
    painter.scale(scale, scale)
    painter.translate(-source.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QPointF(0, 0), picture)
    painter.restore()
    _paint_cross_hairs(painter, centre)


def _paint_cross_hairs(painter: QPainter, centre: QPointF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(0, 0, 0, 150), 3.0), (theme.SOURCE_COLOURS[Source.HUMAN], 1.25)):
        painter.setPen(QPen(colour, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            direction = QPointF(dx, dy)
            painter.drawLine(centre + direction * 5, centre + direction * 26)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(0, 0, 0, 170), 4.0), (theme.TEXT, 1.5)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(centre, _LOUPE, _LOUPE)
    painter.restore()


def _beside(point: QPointF, area: QRectF) -> QPointF:
    """Up and to the right of the pointer, or where there is room."""
    off = _LOUPE + 34
    room = area.adjusted(_LOUPE + 6, _LOUPE + 6, -_LOUPE - 6, -_LOUPE - 6)
    x = point.x() + (off if point.x() + off < room.right() else -off)
    y = point.y() + (-off if point.y() - off > room.top() else off)
    return QPointF(x, max(room.top(), min(y, room.bottom())))


def _pill_width(text: str) -> float:
    return QFontMetricsF(theme.font(12)).horizontalAdvance(text) + 20


def _paint_pill(painter: QPainter, corner: QPointF, text: str, colour: QColor) -> None:
    box = QRectF(corner.x(), corner.y(), _pill_width(text), 24)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 13, 15, 205))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(colour)
    painter.setFont(theme.font(12))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
