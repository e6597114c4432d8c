import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont

from storage.records import Review, Source
from widgets.common import theme

GROUNDS = [theme.BACKGROUND, theme.WELL, theme.SURFACE, theme.RAISED]
TEXTS = [theme.TEXT, theme.MUTED, theme.ACCENT, theme.WARNING, theme.DANGER, theme.DONE]


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(p) for p in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", GROUNDS, ids=QColor.name)
@pytest.mark.parametrize("text", TEXTS, ids=QColor.name)
def test_text_can_be_read_on_every_ground(text: QColor, ground: QColor) -> None:
    assert contrast(text, ground) >= 4.5


def test_white_can_be_read_on_the_primary_button() -> None:
    assert contrast(QColor("white"), theme.ACCENT_DEEP) >= 4.5


def test_every_source_and_state_has_a_colour() -> None:
    assert set(theme.SOURCE_COLOURS) == set(Source)
    assert set(theme.REVIEW_COLOURS) == set(Review)


def test_the_style_sheet_is_filled_in_and_its_pictures_are_there() -> None:
    text = theme.style_sheet()

    pictures = re.findall(r"url\((.+?)\)", text)
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)
    assert not re.search(r"\$(?!names)", text)


def test_digits_have_one_width() -> None:
    assert theme.font().featureValue(QFont.Tag("tnum")) == 1
