import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from storage.quantities import number
from storage.records import Event, Review, Source
from widgets.events.event_table_model import EventTableModel

EVENTS = [
    Event(12, "hit", 0.83, Source.MODEL, Review.UNREVIEWED, attributes=(("side", "far"),)),
    Event(1300, "bounce", review=Review.ACCEPTED),
]


@pytest.fixture
def model() -> EventTableModel:
    model = EventTableModel()
    model.set_times(np.arange(100) / 25)
    return model


def test_it_is_a_model(model: EventTableModel, qapp: object) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_events(EVENTS)
    model.set_events(())


def test_a_row_says_class_frame_confidence_and_source(model: EventTableModel) -> None:
    model.set_events(EVENTS)

    texts = [[model.index(row, column).data() for column in range(4)] for row in range(2)]
    assert texts == [["hit", "12", "83\u202f%", "Model"], ["bounce", number(1300), "", "Accepted"]]


def test_the_tool_tip_says_all_that_is_known(model: EventTableModel) -> None:
    model.set_events(EVENTS)

    advice = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    for words in ("00:00:00.480", "12", "hit", "Model 83\u202f%", "side: far"):
        assert words in advice


def test_an_event_beyond_the_video_has_no_time(model: EventTableModel) -> None:
    model.set_events(EVENTS)

    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole).startswith(number(1300))
