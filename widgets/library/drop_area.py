"""Where videos are dropped, and the first thing a new user sees."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from storage.records import Source
from widgets.common import theme
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.picture.ball_marks import BallMark, paint_ball, paint_trail

_TITLE = "Drop a video here"
_VEIL = QColor(12, 13, 15, 165)


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files of a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class DropArea(QWidget):
    """Takes dropped files, and offers a button to open one and one for the sample."""

    open_asked = Signal()
    sample_asked = Signal()
    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self._picture: QImage | None = None
        self._title = PlainLabel(_TITLE)
        self._advice = PlainLabel(
            "Track the ball, correct the model's mistakes, and export labels and clips.\n"
            "Your videos stay where they are and are never changed."
        )
        self._curve = _FlightCurve()
        self._open = QPushButton("Open video\u2026")
        self._sample = QPushButton("Try the sample rally")
        self.setAcceptDrops(True)
        self.setMaximumSize(760, 440)
        self._build()

    def set_key(self, key: str) -> None:
        """The key that opens a video, for the button's tool tip."""
        self._open.setToolTip(tool_tip(f"Open video  ({key})" if key else ""))

    def set_sample_offered(self, offered: bool) -> None:
        """While the sample is being rendered it cannot be asked for again; nothing moves."""
        self._sample.setEnabled(offered)
        self._title.setText(_TITLE if offered else "Rendering the sample rally\u2026")
        self.set_picture(None)

    def set_picture(self, picture: QImage | None) -> None:
        """Show what is on its way behind the words."""
        self._picture = picture
        self._curve.setVisible(picture is None)
        self.update()

    @property
    def first(self) -> QPushButton:
        """What the keyboard comes to first."""
        return self._open

    def _build(self) -> None:
        self._title.setProperty("role", "title")
        self._advice.setProperty("role", "muted")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(self._ask_to_open)
        self._sample.clicked.connect(self._ask_for_sample)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        for button in (self._open, self._sample):
            button.setMinimumHeight(34)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 28)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._curve, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(14)
        column.addLayout(buttons)
        column.addStretch(1)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def _ask_to_open(self) -> None:
        self.open_asked.emit()

    def _ask_for_sample(self) -> None:
        self.sample_asked.emit()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(760, 440)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.ACCENT if self._over else theme.SURFACE)
        ground.setAlpha(36 if self._over else 150)
        painter.setBrush(ground)
        pen = QPen(theme.ACCENT if self._over else QColor("#4a4f5a"), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._picture is not None:
            _paint_behind(painter, self._picture, box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 12, 12)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        for path in dropped_paths(event.mimeData())[:1]:  # one video is reviewed at a time
            self.file_dropped.emit(path)
        event.acceptProposedAction()


def _paint_behind(painter: QPainter, picture: QImage, box: QRectF) -> None:
    """Fill `box` with the middle of a picture, dark enough to read words on."""
    scale = min(picture.width() / box.width(), picture.height() / box.height())
    part = QRectF(0, 0, box.width() * scale, box.height() * scale)
    part.moveCenter(QRectF(picture.rect()).center())
    shape = QPainterPath()
    shape.addRoundedRect(box, 12, 12)
    painter.save()
    painter.setClipPath(shape)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, picture, part)
    painter.fillRect(box, _VEIL)
    painter.restore()


class _FlightCurve(QWidget):
    """A ball that has bounced, drawn as the ball of a video is."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)  # the buttons below it stay where they are
        self.setSizePolicy(policy)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(300, 110)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.OUTLINE, 1.5))
        painter.drawLine(40, 100, 260, 100)
        falls = [(30 + 15 * i, 14 + 0.87 * i * i) for i in range(11)]
        rises = [(180 + 15 * i, 100 - 24.5 * i + 1.75 * i * i) for i in range(1, 6)]
        marks = [BallMark(x, y, Source.MODEL) for x, y in falls + rises]
        paint_trail(painter, marks)
        paint_ball(painter, marks[-1])
        painter.end()
