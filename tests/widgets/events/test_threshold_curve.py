import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from widgets.events.threshold_curve import ClassCurve, CurveStrip, curve_text

CURVE = ClassCurve(np.array([0.5, 0.75, np.nan]), np.array([1.0, 0.6, 0.0]), 8)


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (0.0, "50\u202f% are right, 100\u202f% of yours are found"),
        (0.5, "75\u202f% are right, 60\u202f% of yours are found"),
        (1.0, "nothing is proposed, 0\u202f% of yours are found"),
    ],
)
def test_it_says_what_the_threshold_gives(threshold: float, words: str) -> None:
    assert words in curve_text(CURVE, threshold)


def test_it_takes_room_only_where_there_is_a_curve(qtbot: QtBot) -> None:
    strip = CurveStrip()
    qtbot.addWidget(strip)
    assert strip.isHidden()

    strip.set_curve(CURVE)
    strip.set_threshold(0.5)
    assert not strip.isHidden()
    assert "8 judged events" in strip.toolTip()
    assert strip.grab().toImage() != CurveStrip().grab().toImage()
