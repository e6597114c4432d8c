"""What several people say of one ball, drawn over the picture: a mark and a name for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from storage.foreign_text import one_line
from widgets.common import theme
from widgets.picture.picture_view import PictureView

# told apart by number and name as well: no meaning hangs on the colour alone
COLOURS = tuple(QColor(code) for code in ("#f5c84c", "#ff7eb6", "#7ee0c3", "#b9a3f5"))
_LONGEST = 60  # characters of a name
_RADIUS = 12.0
_GAP = 5.0
_HALO = QColor(0, 0, 0, 170)


@dataclass(frozen=True, slots=True)
class ConflictMark:
    """Where one side sees the ball, in label coordinates; None: not in the picture."""

    text: str
    x: float | None = None
    y: float | None = None
    chosen: bool = False  # the one that is looked at


class ConflictMarks(QWidget):
    """Lies over a picture, lets every press through, and follows its zoom."""

    def __init__(self, picture: PictureView) -> None:
        super().__init__(picture)
        self._picture = picture
        self._sides: Sequence[ConflictMark] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        picture.installEventFilter(self)
        self.hide()

    def set_sides(self, sides: Sequence[ConflictMark]) -> None:
        """Show these sides; none hides the marks."""
        self._sides = sides
        self.setGeometry(self._picture.rect())
        self.setVisible(bool(sides))
        self.raise_()
        self.update()

    def places(self) -> list[QPointF | None]:
        """Where each mark is in the view; None for a ball that is nowhere."""
        return [
            None if side.x is None or side.y is None else self._picture.view_at(side.x, side.y)
            for side in self._sides
        ]

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._picture.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(12))
        nowhere = 0
        for number, (side, place) in enumerate(zip(self._sides, self.places(), strict=True)):
            colour = COLOURS[number % len(COLOURS)]
            if place is None:
                corner = QPointF(12, 12 + 26 * nowhere)
                nowhere += 1
                _paint_text(painter, corner, side, colour)
            else:
                _paint_mark(painter, place, side, colour, number)
        painter.end()


def _paint_mark(
    painter: QPainter, place: QPointF, side: ConflictMark, colour: QColor, number: int
) -> None:
    """A ring with a stem to its name; names of neighbours go to different corners."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tone, width in ((_HALO, 5.0), (colour, 3.0 if side.chosen else 2.0)):
        painter.setPen(QPen(tone, width))
        painter.drawEllipse(place, _RADIUS, _RADIUS)
    right, below = number % 2 == 0, number % 4 in (1, 2)
    text = one_line(side.text, _LONGEST)
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 14
    x = place.x() + _RADIUS + _GAP if right else place.x() - _RADIUS - _GAP - width
    y = place.y() + (_GAP if below else -_GAP - 22)
    _paint_text(painter, QPointF(x, y), side, colour)


def _paint_text(painter: QPainter, corner: QPointF, side: ConflictMark, colour: QColor) -> None:
    text = one_line(side.text, _LONGEST)
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 14
    box = QRectF(corner.x(), corner.y(), width, 22)
    painter.setPen(QPen(colour, 1.5 if side.chosen else 1.0))
    painter.setBrush(QColor(12, 13, 15, 215))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
