"""Marks beside the ball: where else it might be, and where another analysis sees it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

CANDIDATE = QColor("#bfe3ff")
COMPARED = QColor("#ff9f5a")
GHOST = QColor(255, 255, 255, 150)
_HALO = QColor(0, 0, 0, 130)
_REACH = 12.0  # units around a candidate in which a press takes it, at least


@dataclass(frozen=True, slots=True)
class CandidateMark:
    """A place where the ball might be, in label coordinates; `chosen`: the path goes through it."""

    x: float
    y: float
    score: float  # 0 to 1
    chosen: bool = False

    @property
    def radius(self) -> float:
        """Of its ring, in units: surer ones are larger."""
        return 5.0 + 7.0 * min(1.0, max(0.0, self.score))


def paint_candidates(
    painter: QPainter, candidates: Sequence[CandidateMark], unit: float = 1.0
) -> None:
    """Draw faint rings in picture coordinates, the surest last; `unit` is one screen pixel."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for mark in sorted(candidates, key=lambda mark: mark.score):
        painter.save()
        painter.translate(mark.x + 0.5, mark.y + 0.5)
        painter.scale(unit, unit)
        ring = QPainterPath()
        ring.addEllipse(QPointF(0, 0), mark.radius, mark.radius)
        if mark.chosen:
            _add_ticks(ring, mark.radius)
        _stroke(painter, ring, CANDIDATE, 0.35 + 0.55 * min(1.0, max(0.0, mark.score)), 1.4)
        painter.restore()
    painter.restore()


def candidate_near(
    candidates: Sequence[CandidateMark], x: float, y: float, unit: float
) -> CandidateMark | None:
    """The nearest candidate whose ring is around label point (x, y), or almost."""
    near = [
        (distance, number)
        for number, mark in enumerate(candidates)
        if (distance := math.hypot(mark.x - x, mark.y - y)) <= max(mark.radius, _REACH) * unit
    ]
    return candidates[min(near)[1]] if near else None


def paint_compared(painter: QPainter, x: float, y: float, unit: float = 1.0) -> None:
    """Draw where the other analysis sees the ball, at label point (x, y): a triangle around it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x + 0.5, y + 0.5)
    painter.scale(unit, unit)
    path = QPainterPath(QPointF(0, -15))
    path.lineTo(13, 9)
    path.lineTo(-13, 9)
    path.closeSubpath()
    _stroke(painter, path, COMPARED, 0.95, 2.0)
    painter.restore()


def paint_ghost(
    painter: QPainter, points: Sequence[tuple[float, float]], unit: float = 1.0
) -> None:
    """Draw where the ball was shown before a correction, at label points in order: dotted rings."""
    if not points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(GHOST, 1.4 * unit)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    for x, y in points:
        painter.drawEllipse(QPointF(x + 0.5, y + 0.5), 6 * unit, 6 * unit)
    painter.restore()


def _add_ticks(path: QPainterPath, radius: float) -> None:
    """Four short lines outwards, between those of a person's mark."""
    near, far = (radius + 1.5) * math.sqrt(0.5), (radius + 5.5) * math.sqrt(0.5)
    for sx in (-1, 1):
        for sy in (-1, 1):
            path.moveTo(sx * near, sy * near)
            path.lineTo(sx * far, sy * far)


def _stroke(
    painter: QPainter, path: QPainterPath, colour: QColor, opacity: float, width: float
) -> None:
    for tone, wide in ((_HALO, width + 1.6), (colour, width)):
        tone = QColor(tone)
        tone.setAlphaF(tone.alphaF() * opacity)
        painter.strokePath(path, QPen(tone, wide, j=Qt.PenJoinStyle.RoundJoin))
