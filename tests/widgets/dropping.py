"""Files dragged from another program onto a widget."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_BUTTON, _NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def enter(widget: QWidget, mime: QMimeData) -> bool:
    """Drag over a widget; whether it would take what is dragged."""
    event = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, mime, _BUTTON, _NO_KEY)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, mime: QMimeData) -> None:
    enter(widget, mime)
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, mime, _BUTTON, _NO_KEY)
    QApplication.sendEvent(widget, event)
