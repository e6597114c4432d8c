"""What the tests of widgets share: the theme and a picture."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from widgets.common.theme import apply_theme


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> None:
    """Widgets are looked at as users see them; the theme is heavy, so it is put on once."""
    if not qapp.styleSheet():
        apply_theme(qapp)


@pytest.fixture
def picture() -> QImage:
    """A grey picture of 640 x 360."""
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    picture.fill(QColor(100, 100, 100))
    return picture
