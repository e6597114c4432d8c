"""A known video on the start page: picture, name, length, what has been done."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.foreign_text import one_line
from storage.quantities import duration, percent
from widgets.common import theme
from widgets.common.icons import pixmap
from widgets.common.plain_text import tool_tip

WIDTH, HEIGHT = 256, 242
_PICTURE = 144


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a card says of a video."""

    fingerprint: str
    name: str
    folder: str
    seconds: float
    width: int
    height: int
    analysed: float = 0.0  # share of all frames
    reviewed: float = 0.0
    missing: bool = False  # the file is not where it was


class VideoCard(QWidget):
    """One video, opened by click or Enter; its menu removes it from the list."""

    chosen = Signal(str)  # fingerprint
    removal_asked = Signal(str)

    def __init__(self, facts: VideoFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self._thumbnail: QImage | None = None
        self._hovered = False
        self.setFixedSize(WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for text, slot in (("Open", self._choose), ("Remove\u2026", self._ask_removal)):
            action = QAction(text, self)
            action.triggered.connect(slot)
            self.addAction(action)
        self.setToolTip(tool_tip(f"{facts.folder}/{facts.name}" if facts.folder else facts.name))
        self.setAccessibleName(f"{facts.name}, {duration(facts.seconds)}, {progress_text(facts)}")

    @property
    def facts(self) -> VideoFacts:
        """What the card says."""
        return self._facts

    @property
    def has_thumbnail(self) -> bool:
        """Whether the card shows a picture yet."""
        return self._thumbnail is not None

    def set_thumbnail(self, picture: QImage) -> None:
        self._thumbnail = picture
        self.update()

    def _choose(self) -> None:
        self.chosen.emit(self._facts.fingerprint)

    def _ask_removal(self) -> None:
        self.removal_asked.emit(self._facts.fingerprint)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, theme.WELL)
        if self._thumbnail is None:
            mark = pixmap("film", 36, theme.OUTLINE, self.devicePixelRatioF())
            painter.drawPixmap(box.center() - QPointF(18, 18), mark)
        else:
            painter.save()
            painter.setClipPath(shape)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._thumbnail, _covering(self._thumbnail, box))
            painter.restore()
        if self._facts.missing:
            painter.fillPath(shape, QColor(12, 13, 15, 190))
            painter.setPen(theme.WARNING)
            painter.setFont(theme.font(12, QFont.Weight.DemiBold))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "File not found")
        self._paint_length(painter, box)

    def _paint_length(self, painter: QPainter, box: QRectF) -> None:
        text = duration(self._facts.seconds)
        painter.setFont(theme.font(11, QFont.Weight.Medium))
        width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 10
        pill = QRectF(box.right() - width - 6, box.bottom() - 24, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(12, 13, 15, 200))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(theme.TEXT)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        facts, left = self._facts, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(13, QFont.Weight.DemiBold))
        painter.setPen(theme.TEXT)
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(one_line(facts.name), Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(QRectF(box.left(), box.top(), box.width(), 20), left, name)
        painter.setFont(theme.font(12))
        painter.setPen(theme.MUTED)
        metrics = QFontMetricsF(painter.font())
        place = f"{facts.width} \u00d7 {facts.height}"
        if facts.folder:
            place += "  ·  "
            room = box.width() - metrics.horizontalAdvance(place)
            place += _shortened(Path(one_line(facts.folder)), metrics, room)
        painter.drawText(QRectF(box.left(), box.top() + 20, box.width(), 18), left, place)
        progress = QRectF(box.left(), box.top() + 44, box.width(), 18)
        painter.drawText(progress, left, progress_text(facts))
        bar = QRectF(box.left(), box.top() + 68, box.width(), 3)
        painter.fillRect(bar, theme.WELL)
        for share, colour in ((facts.analysed, theme.ACCENT_DEEP), (facts.reviewed, theme.DONE)):
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, 3), colour)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.ACCENT if self.hasFocus() else theme.OUTLINE
        painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1))
        painter.setBrush(theme.RAISED if self._hovered else theme.SURFACE)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        self._paint_picture(painter, QRectF(8, 8, WIDTH - 16, _PICTURE))
        self._paint_words(painter, QRectF(12, _PICTURE + 14, WIDTH - 24, 72))
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.chosen.emit(self._facts.fingerprint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._facts.fingerprint)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(self._facts.fingerprint)
        else:
            super().keyPressEvent(event)


def progress_text(facts: VideoFacts) -> str:
    """How much of a video has been analysed and reviewed."""
    if facts.analysed <= 0 and facts.reviewed <= 0:
        return "Not analysed yet"
    return f"{percent(facts.analysed)} analysed  ·  {percent(facts.reviewed)} reviewed"


def _shortened(folder: Path, metrics: QFontMetricsF, room: float) -> str:
    """A folder without as many of its outer folders as there is no room for."""
    for skipped in range(len(folder.parts)):
        inner = "/".join(folder.parts[skipped:])
        text = f"\u2026/{inner}" if skipped else str(folder)
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(folder.name, Qt.TextElideMode.ElideLeft, room)


def _covering(picture: QImage, box: QRectF) -> QRectF:
    """The middle part of a picture that has the shape of `box`."""
    scale = min(picture.width() / box.width(), picture.height() / box.height())
    part = QRectF(0, 0, box.width() * scale, box.height() * scale)
    part.moveCenter(QRectF(picture.rect()).center())
    return part
