import pytest

from app.gui.shell.settings import Settings
from app.gui.tagging.event_thresholds import EventThresholds
from storage.formats.export.options import USUAL_THRESHOLD


def test_a_class_has_the_usual_threshold_at_first(settings: Settings) -> None:
    thresholds = EventThresholds(settings)

    assert thresholds.of("hit") == USUAL_THRESHOLD


def test_a_threshold_is_kept_for_its_class(settings: Settings) -> None:
    EventThresholds(settings).set("a/b <hit>", 0.25)

    again = EventThresholds(settings)
    assert (again.of("a/b <hit>"), again.of("bounce")) == (0.25, USUAL_THRESHOLD)


@pytest.mark.parametrize("text", ["{", "[]", '{"hit": "x"}', '{"hit": NaN}', "[" * 9999])
def test_damaged_settings_are_passed_over(settings: Settings, text: str) -> None:
    settings.remember("events", {"thresholds": text})

    assert EventThresholds(settings).of("hit") == USUAL_THRESHOLD
