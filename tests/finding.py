"""Finding a widget inside a window, as an eye does."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def find_child(parent: QWidget, kind: type[W], name: str = "") -> W:
    """The widget of this kind, and of this object name if one is given."""
    widget = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert isinstance(widget, kind), f"there is no {kind.__name__} {name} here"
    return widget
