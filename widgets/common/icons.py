"""The application's own icons: one set of line drawings, tinted when they are loaded."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from widgets.common import theme

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, colour: QColor = theme.TEXT, checked: QColor = theme.ACCENT) -> QIcon:
    """`resources/icons/<name>.svg` in `colour`, and in `checked` where a button is on."""
    return QIcon(_icon(name, colour.name(), checked.name()))


@cache
def _icon(name: str, colour: str, checked: str) -> QIcon:
    icon = QIcon()
    for size in _SIZES:
        for ratio in (1, 2):
            add = icon.addPixmap
            add(_tinted(name, colour, size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
            add(_tinted(name, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
            add(
                _tinted(name, theme.DISABLED.name(), size, ratio),
                QIcon.Mode.Disabled,
                QIcon.State.Off,
            )
    return icon


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` logical pixels."""
    return _tinted(name, colour.name(), size, ratio)


def _tinted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap.fromImage(_rendered(name, colour, round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _drawing(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache  # a page has some thirty icons in ten sizes: drawn anew they would hold up its opening
def _rendered(name: str, colour: str, pixels: int) -> QImage:
    picture = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    tinted = _drawing(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(tinted.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return picture
