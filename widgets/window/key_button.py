"""A button that shows its key where the action is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from widgets.common import theme
from widgets.common.icons import icon

_EDGE = 9  # from the frame to what is inside
_ICON = 18
_GAP = 6
_CAP = 19  # height of a key's cap


class KeyButton(QPushButton):
    """Icon and text at the left, the key in a cap at the right.

    A checkable one shows what is so; a click asks for it, and checks nothing by itself.
    """

    def __init__(
        self, text: str, drawing: str, parent: QWidget | None = None, primary: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._key = ""
        self._primary = primary
        if primary:
            self.setProperty("role", "primary")
        self.setIcon(icon(drawing, QColor("white") if primary else theme.TEXT))
        self.setFont(theme.font(13, QFont.Weight.DemiBold) if primary else theme.font(12))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        # the keyboard belongs to the picture: a click must not leave Space on a button
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_key(self, key: str) -> None:
        self._key = key
        self.updateGeometry()
        self.update()

    @property
    def key(self) -> str:
        """The text of the key."""
        return self._key

    def _cap_width(self) -> float:
        if not self._key:
            return 0.0
        return max(20.0, QFontMetricsF(theme.font(11)).horizontalAdvance(self._key) + 10)

    def _text_colour(self) -> QColor:
        if not self.isEnabled():
            return theme.DISABLED
        return QColor("white") if self._primary else theme.TEXT

    def _paint_cap(self, painter: QStylePainter) -> None:
        width = self._cap_width()
        cap = QRectF(self.width() - width - 7.5, self.height() / 2 - _CAP / 2, width, _CAP)
        primary = self._primary and self.isEnabled()
        painter.setPen(QPen(QColor(255, 255, 255, 70) if primary else theme.OUTLINE, 1))
        painter.setBrush(QColor(0, 0, 0, 70) if primary else theme.WELL)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(theme.font(11))
        painter.setPen(QColor("white") if primary else theme.MUTED)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    # Qt

    def nextCheckState(self) -> None:
        """A click does not check: the owner says what is so."""

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        cap = self._cap_width() + _GAP if self._key else 0
        width = _EDGE + _ICON + _GAP + text + cap + _EDGE
        return QSize(round(width + 0.5), 34 if self._primary else 30)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        place = QRectF(_EDGE, (self.height() - _ICON) / 2, _ICON, _ICON).toRect()
        self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode, state)
        painter.setPen(self._text_colour())
        painter.setFont(self.font())
        words = QRectF(_EDGE + _ICON + _GAP, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            self._paint_cap(painter)
        painter.end()
