"""Text of strangers in widgets: Qt guesses markup in labels and tool tips, and would load it."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from storage.foreign_text import printable

_MOST = 2000  # characters of a label or a tool tip


class PlainLabel(QLabel):
    """A label that shows its text as it is: no markup, no control characters, not without end."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    # Qt

    def setText(self, text: str) -> None:
        super().setText(_cut(text))


def tool_tip(text: str) -> str:
    """`text` as a tool tip that shows every character of it."""
    shown = _cut(text)
    if not QtText.mightBeRichText(shown):
        return shown
    return f"<qt>{escape(shown)}</qt>".replace("\n", "<br>")


def show_as_plain_text(box: QMessageBox) -> None:
    """Show question and details of `box` as they are; called once both are set."""
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(_cut(label.text()))


def _cut(text: str) -> str:
    return printable(text if len(text) <= _MOST else f"{text[: _MOST - 1]}…")
