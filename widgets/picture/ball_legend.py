"""What the shapes over the picture mean, drawn by the code that draws them over the picture."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.records import Review, Source, Visibility
from widgets.common import theme
from widgets.picture.ball_marks import BallMark, paint_ball
from widgets.picture.overlay_marks import CandidateMark, paint_candidates, paint_compared

_ROW = 30
_SCALE = 0.8
_MARK = BallMark(-0.5, -0.5)  # drawn around (0, 0)
SOURCES = (
    ("Model", _MARK),
    ("Person", replace(_MARK, source=Source.HUMAN)),
    ("Interpolated", replace(_MARK, source=Source.INTERPOLATED)),
    ("Re-linked", replace(_MARK, source=Source.RELINKED)),
    ("Accepted", replace(_MARK, source=Source.HUMAN, review=Review.ACCEPTED)),
    ("Rejected", replace(_MARK, review=Review.REJECTED)),
    ("Blurred", replace(_MARK, visibility=Visibility.HARD)),
    ("Occluded", replace(_MARK, visibility=Visibility.OCCLUDED)),
)
_CANDIDATE = CandidateMark(-0.5, -0.5, 0.6)
Mark = BallMark | CandidateMark | None  # None: the ball of the analysis that is compared
MARKS: tuple[tuple[str, Mark], ...] = (
    *SOURCES,
    ("Candidate", _CANDIDATE),
    ("Chosen candidate", replace(_CANDIDATE, chosen=True)),
    ("Compared", None),
)


class BallLegend(QWidget):
    """Marks and their names in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend: " + ", ".join(name for name, _ in MARKS))

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW * ((len(MARKS) + 1) // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(12))
        for number, (name, mark) in enumerate(MARKS):
            row, column = divmod(number, 2)
            left, middle = column * self.width() / 2, (row + 0.5) * _ROW
            painter.save()
            painter.translate(left + 16, middle)
            _paint(painter, mark)
            painter.restore()
            painter.setPen(theme.MUTED)
            box = QRectF(left + 38, middle - _ROW / 2, self.width() / 2 - 38, _ROW)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()


def _paint(painter: QPainter, mark: Mark) -> None:
    if isinstance(mark, BallMark):
        paint_ball(painter, mark, _SCALE)
    elif isinstance(mark, CandidateMark):
        paint_candidates(painter, [mark], _SCALE)
    else:
        paint_compared(painter, -0.5, -0.5, _SCALE)
