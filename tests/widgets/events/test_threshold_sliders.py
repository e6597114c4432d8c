import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from storage.quantities import percent
from widgets.events.threshold_sliders import ClassThreshold, ThresholdSliders

HIT = ClassThreshold("hit", 0.5, 12, 30)
BOUNCE = ClassThreshold("bounce", 0.25, 3, 3)


@pytest.fixture
def sliders(qtbot: QtBot) -> ThresholdSliders:
    sliders = ThresholdSliders()
    qtbot.addWidget(sliders)
    return sliders


def test_a_class_has_a_slider_and_a_count(sliders: ThresholdSliders) -> None:
    sliders.set_thresholds([HIT, BOUNCE])

    assert sliders.names == ["hit", "bounce"]
    assert sliders.slider("bounce").value() == 25
    assert "12 of 30" in [label.text() for label in sliders.findChildren(QLabel)]


def test_to_show_a_threshold_is_not_to_choose_it(sliders: ThresholdSliders, qtbot: QtBot) -> None:
    sliders.set_thresholds([HIT])

    with qtbot.assertNotEmitted(sliders.threshold_changed):
        sliders.set_thresholds([ClassThreshold("hit", 0.8, 3, 30)])
    assert sliders.slider("hit").value() == 80


def test_the_user_moves_a_threshold(sliders: ThresholdSliders) -> None:
    moved: list[tuple[str, float]] = []
    sliders.threshold_changed.connect(lambda name, value: moved.append((name, value)))
    sliders.set_thresholds([HIT, BOUNCE])

    sliders.slider("bounce").setValue(60)
    assert moved == [("bounce", 0.6)]


def test_a_slider_in_the_hand_stays_the_same(sliders: ThresholdSliders) -> None:
    sliders.set_thresholds([HIT])
    slider = sliders.slider("hit")

    sliders.set_thresholds([ClassThreshold("hit", 0.6, 9, 30)])
    assert sliders.slider("hit") is slider


def test_a_hostile_name_is_plain_text(sliders: ThresholdSliders) -> None:
    sliders.set_thresholds([ClassThreshold("<b>hit</b>" * 100, 0.5, 1, 1)])

    texts = [label.text() for label in sliders.findChildren(QLabel)]
    assert texts[0].startswith("<b>")
    assert sliders.sizeHint().width() < 328


def test_a_threshold_is_told_in_percent(sliders: ThresholdSliders) -> None:
    sliders.set_thresholds([BOUNCE])

    assert percent(0.25) in [label.text() for label in sliders.findChildren(QLabel)]
