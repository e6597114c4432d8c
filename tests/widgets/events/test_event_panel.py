import pytest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from storage.records import Event, Review, Source
from tests.finding import find_child
from widgets.events.event_panel import ACTIONS, WIDTH, EventPanel
from widgets.events.threshold_sliders import ClassThreshold

PROPOSAL = Event(12, "hit", 0.83, Source.MODEL, Review.UNREVIEWED)


@pytest.fixture
def panel(qtbot: QtBot) -> EventPanel:
    panel = EventPanel()
    qtbot.addWidget(panel)
    return panel


def test_without_events_it_says_how_to_get_some(panel: EventPanel) -> None:
    panel.set_keys({"add_hit": "H", "add_bounce": "B"})

    assert panel.empty_text.startswith("No events yet. Track the ball, or press H for a hit")


def test_what_is_hidden_is_told(panel: EventPanel) -> None:
    panel.set_events((), proposed=7)

    assert "below their thresholds" in panel.empty_text


def test_with_events_there_is_a_list(panel: EventPanel) -> None:
    panel.set_events([PROPOSAL], proposed=1)

    assert panel.empty_text == ""
    assert panel.model.rowCount() == 1


@pytest.mark.parametrize("name", [*(name for name, *_ in ACTIONS), "accept_events"])
def test_each_button_asks_for_its_action(panel: EventPanel, qtbot: QtBot, name: str) -> None:
    panel.set_enabled_actions({name})

    with qtbot.waitSignal(panel.action_asked) as asked:
        find_child(panel, QPushButton, name).click()
    assert asked.args == [name]


def test_each_button_shows_its_key_and_says_what_it_does(panel: EventPanel) -> None:
    panel.set_keys({name: "F9" for name, *_ in ACTIONS})

    for name, _, _, advice, *_ in ACTIONS:
        assert find_child(panel, QPushButton, name).toolTip() == f"{advice}  (F9)"


def test_thresholds_are_shown_only_where_a_model_proposes(panel: EventPanel) -> None:
    panel.set_thresholds([])
    assert panel.sliders.isHidden()

    panel.set_thresholds([ClassThreshold("hit", 0.5, 1, 2)])
    assert not panel.sliders.isHidden()


def test_what_was_typed_as_a_class_stays(panel: EventPanel) -> None:
    panel.set_classes(["hit", "bounce"])
    find_child(panel, QComboBox, "event_class").setCurrentText("smash ")
    panel.set_classes(["hit", "bounce", "serve"])

    assert panel.chosen_class == "smash"


def test_a_hostile_name_does_not_widen_it(panel: EventPanel) -> None:
    event = Event(12, "<h1>" + "x" * 60_000, attributes=(("text", "y" * 1000),))
    panel.set_events([event], 0)
    panel.set_current(event, 0)

    assert panel.sizeHint().width() <= WIDTH


def test_models_are_offered_where_there_is_more_than_one(panel: EventPanel, qtbot: QtBot) -> None:
    models = next(
        box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Model for events"
    )
    panel.set_models(["events-path"], "events-path")
    assert models.isHidden()

    panel.set_models(["events-path", "mine"], "mine")
    assert models.currentText() == "mine"
    with qtbot.waitSignal(panel.model_chosen) as asked:
        models.activated.emit(0)
    assert asked.args == ["events-path"]
