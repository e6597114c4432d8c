"""What a threshold is worth: precision and recall under the slider that moves it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.quantities import percent, plural
from widgets.common import theme
from widgets.common.plain_text import tool_tip

HEIGHT = 22
_HANDLE = 6.0  # pixels from the end of a slider to the middle of its handle there


@dataclass(frozen=True, eq=False)
class ClassCurve:
    """At thresholds from 0 to 1, evenly spaced: arrays of one length, NaN where unknown."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    judged: int  # events that people have judged


class CurveStrip(QWidget):
    """Two lines, as wide as the slider above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: ClassCurve | None = None
        self._threshold = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_curve(self, curve: ClassCurve | None) -> None:
        """Show a curve; None takes no room."""
        self._curve = curve
        self.setVisible(curve is not None)
        self._say()

    def set_threshold(self, threshold: float) -> None:
        """The threshold that the slider has, 0 to 1."""
        self._threshold = threshold
        self._say()

    def _say(self) -> None:
        if (curve := self._curve) is not None:
            self.setToolTip(tool_tip(curve_text(curve, self._threshold)))
            self.setAccessibleName(curve_text(curve, self._threshold))
        self.update()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if (curve := self._curve) is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_HANDLE, 2, -_HANDLE, -2)
        painter.fillRect(box, theme.WELL)
        for values, colour in ((curve.precision, theme.ACCENT), (curve.recall, theme.WARNING)):
            painter.setPen(QPen(colour, 1.5))
            painter.drawPolyline(_line(values, box))
        x = box.left() + self._threshold * box.width()
        painter.setPen(QPen(theme.MUTED, 1))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.end()


def curve_text(curve: ClassCurve, threshold: float) -> str:
    """What the threshold would give, in words."""
    at = min(round(threshold * (len(curve.recall) - 1)), len(curve.recall) - 1)
    precision, recall = (float(values[at]) for values in (curve.precision, curve.recall))
    right = "nothing is proposed" if np.isnan(precision) else f"{percent(precision)} are right"
    found = "" if np.isnan(recall) else f", {percent(recall)} of yours are found"
    judged = plural(curve.judged, "judged event")
    return f"Of {judged}, at {percent(threshold)}: {right}{found}.\nBlue: right. Yellow: found."


def _line(values: NDArray[np.float64], box: QRectF) -> QPolygonF:
    across = np.linspace(box.left(), box.right(), len(values))
    down = box.bottom() - values * box.height()
    known = ~np.isnan(values)
    points = zip(across[known].tolist(), down[known].tolist(), strict=True)
    return QPolygonF([QPointF(x, y) for x, y in points])
