"""The figures of events, as logs and cards show them."""

from inference.actions.evaluation.event_metrics import EVENT_METRICS, EventMetrics
from inference.actions.evaluation.metrics import ScoredEvent, VideoEvents


def test_figures_are_of_all_and_of_each_class() -> None:
    labels = [ScoredEvent(10, "hit", side="near"), ScoredEvent(30, "bounce")]
    found = [ScoredEvent(11, "hit", side="near"), ScoredEvent(90, "bounce")]

    figures = EventMetrics((VideoEvents(found, labels),)).figures()

    assert figures["f1"] == 0.5
    assert (figures["hit_f1"], figures["bounce_f1"], figures["side"]) == (1, 0, 1)
    assert figures["hit_error"] == 1
    assert figures["bounce_error"] is None
    assert set(EVENT_METRICS) <= set(figures)


def test_a_class_that_is_not_labelled_has_no_figure() -> None:
    metrics = EventMetrics((VideoEvents([], [ScoredEvent(1, "hit")]),))

    assert metrics.figures()["bounce_f1"] is None
    assert metrics.primary == 0
