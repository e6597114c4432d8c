"""When a ring of focus is drawn: where the keyboard led, not where the mouse clicked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def came_by_keyboard(event: QFocusEvent) -> bool:
    """Whether focus came by a key; who clicks knows where he is."""
    return event.reason() in _BY_KEYBOARD
