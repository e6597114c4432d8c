"""What can be laid over the picture beside the ball: heat, candidates, another analysis."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from widgets.picture.heat_painting import Heat, paint_heat, paint_heat_legend
from widgets.picture.overlay_marks import (
    CandidateMark,
    candidate_near,
    paint_candidates,
    paint_compared,
    paint_ghost,
)


@dataclass(frozen=True, eq=False)
class Overlays:
    """All of it, for one frame."""

    heat: Heat | None = None
    heat_note: str = ""  # whose it is, or why there is none; empty while heat is not wanted
    heat_missing: bool = False  # there is none, and none will come
    candidates: tuple[CandidateMark, ...] = ()
    compared: tuple[float, float] | None = None  # label coordinates
    compared_note: str = ""  # what the other analysis says
    ghost: tuple[tuple[float, float], ...] = ()  # the path that a correction has just replaced

    def paint_below(self, painter: QPainter, width: float, height: float) -> None:
        """What lies under the ball and its trail, in coordinates of a picture of this size."""
        if self.heat is not None:
            paint_heat(painter, self.heat, QRectF(0, 0, width, height))

    def paint_above(self, painter: QPainter, unit: float) -> None:
        """What lies over the trail; `unit` is one screen pixel in picture coordinates."""
        paint_candidates(painter, self.candidates, unit)
        if self.compared is not None:
            paint_compared(painter, *self.compared, unit)
        paint_ghost(painter, self.ghost, unit)

    def paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """How to read the heat, in the `area` of the view."""
        if self.heat_note:
            paint_heat_legend(painter, area, self.heat_note, scale=not self.heat_missing)

    def candidate_at(self, label: QPointF, unit: float) -> CandidateMark | None:
        """The candidate that a press at this label point means."""
        return candidate_near(self.candidates, label.x(), label.y(), unit)


NOTHING = Overlays()
