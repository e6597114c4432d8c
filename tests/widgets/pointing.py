"""A hand on the mouse: events sent to a widget as the window system sends them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

Point = tuple[float, float]
LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
RIGHT = Qt.MouseButton.RightButton


def press(widget: QWidget, at: Point, button: Qt.MouseButton = LEFT) -> None:
    _send(widget, QEvent.Type.MouseButtonPress, at, button, button)


def move(widget: QWidget, to: Point, button: Qt.MouseButton = LEFT) -> None:
    _send(widget, QEvent.Type.MouseMove, to, Qt.MouseButton.NoButton, button)


def release(widget: QWidget, at: Point, button: Qt.MouseButton = LEFT) -> None:
    _send(widget, QEvent.Type.MouseButtonRelease, at, button, Qt.MouseButton.NoButton)


def drag(widget: QWidget, *points: Point, button: Qt.MouseButton = LEFT) -> None:
    """Press at the first point, move through the others, release at the last."""
    press(widget, points[0], button)
    for point in points[1:]:
        move(widget, point, button)
    release(widget, points[-1], button)


def hover(widget: QWidget, at: Point) -> None:
    move(widget, at, Qt.MouseButton.NoButton)


def double_click(widget: QWidget, at: Point) -> None:
    press(widget, at)
    release(widget, at)
    _send(widget, QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT)
    release(widget, at)


def turn_wheel(widget: QWidget, at: Point, up: int = 0, sideways: int = 0) -> None:
    """Turn by notches of 120."""
    place = QPointF(*at)
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(sideways * 120, up * 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _send(
    widget: QWidget,
    kind: QEvent.Type,
    at: Point,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
) -> None:
    place = QPointF(*at)
    event = QMouseEvent(
        kind, place, QPointF(widget.mapToGlobal(place)), button, held, Qt.KeyboardModifier(0)
    )
    QApplication.sendEvent(widget, event)
