"""A strip that says what happened and what to do, without standing in the way."""

from html import escape
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from storage.foreign_text import one_line
from widgets.common import theme
from widgets.common.icons import icon, pixmap

Kind = Literal["error", "warning", "info", "done"]
_COLOURS = {
    "error": theme.DANGER,
    "warning": theme.WARNING,
    "info": theme.ACCENT,
    "done": theme.DONE,
}
_LONGEST = 300  # characters of a title: a file's name, and what is wrong with it
_MUTED = theme.MUTED.name()


class NoticeBar(QWidget):
    """Hidden until there is something to say; closed by its button or Escape."""

    closed = Signal()
    action_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words = QLabel(), QLabel()
        self._text = ""
        self._action, self._close = QPushButton(), QToolButton()
        self._action.setObjectName("notice-action")
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self.hide()

    def show_notice(
        self, title: str, advice: str = "", kind: Kind = "error", action: str = ""
    ) -> None:
        """Show a notice in place of the last; `action` is the text of a button, if any."""
        title, advice = one_line(title, _LONGEST), one_line(advice, 2 * _LONGEST)
        self._icon.setPixmap(pixmap(kind, 20, _COLOURS[kind], self.devicePixelRatioF()))
        self._text = f"{title} {advice}".strip()
        # the text comes from anywhere: nothing in it is taken for markup
        words = f"<b>{escape(title)}</b>&nbsp; <span style='color:{_MUTED}'>{escape(advice)}</span>"
        self._words.setText(words)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(self._text)
        self.show()

    def clear(self) -> None:
        """Hide the notice without saying that the user closed it."""
        self.hide()

    @property
    def text(self) -> str:
        """Title and advice as shown."""
        return self._text

    def _build(self) -> None:
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._close.setIcon(icon("close", theme.MUTED))
        self._close.setIconSize(QSize(16, 16))
        self._close.setProperty("role", "flat")
        self._close.setToolTip("Close  (Esc)")
        self._close.setAccessibleName("Close")
        for button in (self._action, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._action.clicked.connect(self._ask_for_action)
        self._close.clicked.connect(self._close_by_user)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)

    def _ask_for_action(self) -> None:
        self.action_asked.emit()

    def _close_by_user(self) -> None:
        self.hide()
        self.closed.emit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close_by_user()
        else:
            super().keyPressEvent(event)
