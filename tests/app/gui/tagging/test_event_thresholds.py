import pytest
from pytestqt.qtbot import QtBot

from app.gui.shell.settings import Settings
from app.gui.tagging.event_thresholds import EventThresholds
from storage.formats.export.options import USUAL_THRESHOLD


def test_a_class_has_the_usual_threshold_at_first(settings: Settings) -> None:
    thresholds = EventThresholds(settings)

    assert thresholds.of("hit") == USUAL_THRESHOLD


def test_it_begins_where_the_model_does_until_the_user_moves_it(
    settings: Settings, qtbot: QtBot
) -> None:
    thresholds = EventThresholds(settings)
    with qtbot.waitSignal(thresholds.changed):
        thresholds.set_model({"hit": 0.3, "serve": 0.8})
    assert (thresholds.of("hit"), thresholds.of("bounce")) == (0.3, USUAL_THRESHOLD)

    thresholds.set("hit", 0.6)
    assert thresholds.of("hit") == 0.6


def test_a_threshold_is_kept_for_its_class(settings: Settings) -> None:
    EventThresholds(settings).set("a/b <hit>", 0.25)

    again = EventThresholds(settings)
    assert (again.of("a/b <hit>"), again.of("bounce")) == (0.25, USUAL_THRESHOLD)


@pytest.mark.parametrize("text", ["{", "[]", '{"hit": "x"}', '{"hit": NaN}', "[" * 9999])
def test_damaged_settings_are_passed_over(settings: Settings, text: str) -> None:
    settings.remember("events", {"thresholds": text})

    assert EventThresholds(settings).of("hit") == USUAL_THRESHOLD
