"""A heat map over the picture, and the scale by which it is read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QLinearGradient, QPainter

from storage.foreign_text import one_line
from widgets.common import theme

# from cold to hot, as dark to bright as their order, so that they are told apart without hues
_TONES = ("#2b1055", "#7a1f7d", "#c93a5c", "#f58a3c", "#fff3a0")
_MOST = 0.78  # opacity of the hottest: the ball stays to be seen
_BAR = 84.0  # pixels across the scale
_TALL = 24.0


@dataclass(frozen=True, eq=False)
class Heat:
    """A heat map as a picture of one pixel a cell, and what it covers from the upper left edge."""

    image: QImage
    width: float  # picture pixels
    height: float


def heat_of(scores: NDArray[np.float32], width: float, height: float) -> Heat:
    """A map of `scores` (h, w), 0 to 1, for so much of the picture. Cold cells are transparent."""
    levels = (np.clip(np.nan_to_num(scores), 0, 1) * 255 + 0.5).astype(np.uint8)
    pixels = np.ascontiguousarray(_COLOURS[levels])
    rows, columns = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, columns, rows, columns * 4, kind).copy()  # the array goes
    return Heat(image, width, height)


def paint_heat(painter: QPainter, heat: Heat, picture: QRectF) -> None:
    """Draw in picture coordinates, cells beyond the `picture` cut off."""
    painter.save()
    painter.setClipRect(picture, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    target = QRectF(0, 0, heat.width, heat.height)
    painter.drawImage(target, heat.image, QRectF(heat.image.rect()))
    painter.restore()


def paint_heat_legend(painter: QPainter, area: QRectF, note: str, scale: bool) -> None:
    """Say whose heat is shown, or why none is, in the upper right corner; `scale` beside it."""
    font, note = theme.font(12), one_line(note)
    words = QFontMetricsF(font).horizontalAdvance(note) + 20
    room = _BAR + 42 if scale else 0
    wide = min(words + room, area.width() - 24)
    box = QRectF(area.right() - 12 - wide, area.top() + 12, wide, _TALL)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(12, 13, 15, 205))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    painter.setPen(theme.TEXT if scale else theme.WARNING)
    text = box.adjusted(10, 0, -room - 10, 0)
    elide = Qt.TextElideMode.ElideRight
    elided = QFontMetricsF(font).elidedText(note, elide, text.width() + 1)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, elided)
    if scale:
        _paint_scale(painter, QPointF(box.right() - room + 10, box.center().y()))
    painter.restore()


def _paint_scale(painter: QPainter, left: QPointF) -> None:
    """Colours from 0 to 1."""
    bar = QRectF(left.x() + 10, left.y() - 4, _BAR, 8)
    shade = QLinearGradient(bar.topLeft(), bar.topRight())
    for step, tone in enumerate(_TONES):
        shade.setColorAt(step / (len(_TONES) - 1), QColor(tone))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawRoundedRect(bar, 2, 2)
    painter.setPen(theme.MUTED)
    painter.setFont(theme.font(11))
    middle = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(left.x() - 4, left.y() - 8, 12, 16), middle, "0")
    painter.drawText(QRectF(bar.right() + 3, left.y() - 8, 12, 16), middle, "1")


def _colours() -> NDArray[np.uint32]:
    """Premultiplied ARGB of each of 256 levels; faint ones show, since most of a map is cold."""
    levels = np.linspace(0, 1, 256)
    stops = np.linspace(0, 1, len(_TONES))
    tones = np.array([QColor(tone).getRgb()[:3] for tone in _TONES], np.float64)  # type: ignore[index]
    opacity = _MOST * np.sqrt(levels)
    red, green, blue = (np.interp(levels, stops, tones[:, i]) * opacity for i in range(3))
    parts = [np.round(part).astype(np.uint32) for part in (opacity * 255, red, green, blue)]
    return np.asarray(parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3], np.uint32)


_COLOURS = _colours()
