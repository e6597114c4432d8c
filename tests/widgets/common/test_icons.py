from importlib.resources import files
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from widgets.common.icons import icon, pixmap

FOLDER = files("resources") / "icons"
NAMES = sorted(
    path.name.removesuffix(".svg")
    for path in FOLDER.iterdir()
    if not path.name.startswith("indicator-")
)


@pytest.mark.parametrize("name", NAMES)
def test_icons_are_one_set(name: str) -> None:
    drawing = ElementTree.fromstring((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))

    assert drawing.get("viewBox") == "0 0 24 24"
    assert drawing.get("stroke") == "currentColor"
    assert drawing.get("stroke-width") == "1.75"


@pytest.mark.parametrize("name", NAMES)
def test_icons_are_drawn_in_the_colour_asked_for(name: str) -> None:
    image = pixmap(name, 48, QColor("#ff0000")).toImage()

    inked = [
        image.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert all(colour == QColor("#ff0000") for colour in inked)


def test_icons_are_sharp_on_a_dense_screen() -> None:
    picture = icon("play").pixmap(QSize(20, 20), 2.0)

    assert picture.size() == QSize(40, 40)


def test_a_disabled_icon_looks_so() -> None:
    play = icon("play")

    enabled, disabled = (
        play.pixmap(QSize(24, 24), mode).toImage()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    )
    assert enabled != disabled
