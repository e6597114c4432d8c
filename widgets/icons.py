"""The application's own icons: one set of line drawings, tinted when they are loaded."""

from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets import theme

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, colour: QColor = theme.TEXT, checked: QColor = theme.ACCENT) -> QIcon:
    """`resources/icons/<name>.svg` in `colour`, and in `checked` where a button is on."""
    drawing = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for size in _SIZES:
        for ratio in (1, 2):
            add = icon.addPixmap
            add(_tinted(drawing, colour, size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
            add(_tinted(drawing, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
            add(_tinted(drawing, theme.DISABLED, size, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
    return icon


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` logical pixels."""
    drawing = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return _tinted(drawing, colour, size, ratio)


def _tinted(drawing: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    tinted = drawing.replace("currentColor", colour.name())
    pixels = round(size * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(tinted.encode()))
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
