"""A button that shows its key where the action is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from widgets import theme
from widgets.icons import icon

_MARGIN = 10


class KeyButton(QPushButton):
    """Icon and text at the left, the key in a cap at the right."""

    def __init__(self, text: str, drawing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = ""
        if drawing:
            self.setIcon(icon(drawing))
            self.setIconSize(QSize(18, 18))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        # the keyboard belongs to the picture: a click must not leave Space on a button
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("role", "keyed")

    def set_key(self, key: str) -> None:
        self._key = key
        self.setToolTip(f"{self.text()}  ({key})" if key else self.text())
        self.updateGeometry()
        self.update()

    @property
    def key(self) -> str:
        """The text of the key."""
        return self._key

    def _cap_width(self) -> float:
        if not self._key:
            return 0.0
        return max(20.0, QFontMetricsF(theme.font(11)).horizontalAdvance(self._key) + 12)

    # Qt

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(round(self._cap_width()) + 8, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._key:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._cap_width()
        cap = QRectF(self.width() - width - 7.5, self.height() / 2 - 9.5, width, 19)
        painter.setPen(QPen(theme.OUTLINE, 1))
        painter.setBrush(theme.WELL)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(theme.font(11))
        painter.setPen(theme.MUTED)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()
