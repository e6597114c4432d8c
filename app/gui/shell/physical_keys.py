"""Keys by their place on the keyboard, for layouts that have no Latin letters or plain digits.

On a French keyboard the digits need Shift, on a Russian one there is no N. Qt finds a shortcut by
what a key would type; where that is neither a letter of the alphabet nor a digit, its place says
which of them it has on an American keyboard.
"""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_FIRST = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}  # scan codes by row
_KEYS = {first + place: key for first, row in _FIRST.items() for place, key in enumerate(row)}
_X11 = 8  # what X11 and Wayland add to the scan code; Windows adds nothing
_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
)


def physical_sequence(event: QKeyEvent, platform: str) -> QKeySequence | None:
    """The shortcut at the place of a pressed key; None where what it types says which it is.

    `platform` is Qt's name of it: xcb, wayland, windows …
    """
    if _types_latin(event):
        return None
    code = event.nativeScanCode() - (0 if platform == "windows" else _X11)
    if (name := _KEYS.get(code)) is None:
        return None
    modifiers = event.modifiers() & _MODIFIERS
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(name))))


def _types_latin(event: QKeyEvent) -> bool:
    key = event.key()
    return Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z
