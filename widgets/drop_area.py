"""Where videos are dropped, and the first thing a new user sees."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets import theme
from widgets.icons import pixmap


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files of a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class DropArea(QWidget):
    """Takes dropped files, and offers a button to open one and a link to the sample."""

    open_asked = Signal()
    sample_asked = Signal()
    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self._icon = QLabel()
        self._title = QLabel("Drop a video here")
        self._advice = QLabel("MP4, MOV, MKV, AVI, MPEG-TS \u2026 it stays where it is.")
        self._open = QPushButton("Open video\u2026")
        self._sample = QPushButton("Try the sample rally")
        self.setAcceptDrops(True)
        self._build()

    def set_key(self, key: str) -> None:
        """The key that opens a video, for the button's tool tip."""
        self._open.setToolTip(f"Open video  ({key})" if key else "")

    def set_sample_offered(self, offered: bool) -> None:
        self._sample.setVisible(offered)

    def _build(self) -> None:
        self._icon.setPixmap(pixmap("drop-video", 56, theme.MUTED, self.devicePixelRatioF()))
        self._title.setProperty("role", "heading")
        self._advice.setProperty("role", "muted")
        self._open.setProperty("role", "primary")
        self._sample.setProperty("role", "flat")
        self._open.clicked.connect(self._ask_to_open)
        self._sample.clicked.connect(self._ask_for_sample)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._open, self._sample):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(1)
        for label in (self._icon, self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(12)
        column.addLayout(buttons)
        column.setAlignment(buttons, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def _ask_to_open(self) -> None:
        self.open_asked.emit()

    def _ask_for_sample(self) -> None:
        self.sample_asked.emit()

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.ACCENT if self._over else theme.SURFACE)
        ground.setAlpha(36 if self._over else 140)
        painter.setBrush(ground)
        pen = QPen(theme.ACCENT if self._over else theme.OUTLINE, 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        for path in dropped_paths(event.mimeData()):
            self.file_dropped.emit(path)
        event.acceptProposedAction()
