"""A model's events against people's, by hand (inference.review.event_judgement)."""

import numpy as np

from inference.review.event_judgement import (
    STEPS,
    Judgement,
    cells,
    judge_events,
    threshold_curves,
)
from storage.records import PROPOSAL, Event, Review, Source


def proposal(frame: int, name: str = "hit", confidence: float = 0.9) -> Event:
    return Event(frame, name, confidence, Source.MODEL, Review.UNREVIEWED)


def rejected(frame: int, name: str = "hit") -> Event:
    return Event(frame, name, review=Review.REJECTED)


PREDICTED = [
    proposal(10),
    proposal(30, "bounce", 0.7),
    proposal(50, confidence=0.6),
    proposal(70, confidence=0.4),
    proposal(90),  # nobody has judged it
]
LABELS = [
    Event(11, "hit", review=Review.ACCEPTED),
    Event(31, "hit"),
    rejected(50),
    Event(72, "hit", attributes=((PROPOSAL, "70 hit"),), review=Review.CORRECTED),
    Event(120, "bounce"),
]
JUDGED = [
    Judgement(11, "hit", "hit", 0.9),
    Judgement(31, "hit", "bounce", 0.7),
    Judgement(50, None, "hit", 0.6),
    Judgement(72, "hit", "hit", 0.4),
    Judgement(120, "bounce", None, 0.0),
]


def test_each_of_peoples_events_has_the_prediction_it_is_about() -> None:
    assert judge_events(PREDICTED, LABELS) == JUDGED


def test_two_labels_never_share_a_prediction() -> None:
    judged = judge_events([proposal(10)], [Event(9, "hit"), Event(11, "hit")])

    assert [one.predicted for one in judged].count("hit") == 1


def test_a_rejection_without_its_prediction_says_nothing() -> None:
    assert judge_events([], [rejected(5)]) == []


def test_precision_and_recall_are_of_what_was_judged() -> None:
    hits = threshold_curves(JUDGED)["hit"]

    assert hits.precision[[0, 50, 65, 95]].tolist()[:3] == [2 / 3, 1 / 2, 1]
    assert np.isnan(hits.precision[95])
    assert hits.recall[[0, 50, 95]].tolist() == [2 / 3, 1 / 3, 0]
    assert len(hits.recall) == STEPS


def test_cells_have_the_worst_first() -> None:
    surer = Judgement(200, "hit", "bounce", 0.95)
    matrix = cells([*JUDGED, surer], {"hit": 0.5, "bounce": 0.5})

    assert matrix["hit", "bounce"] == [surer, JUDGED[1]]
    assert matrix[None, "hit"] == [JUDGED[2]]
    assert matrix["hit", None] == [JUDGED[3]]  # 40 % is below the threshold
    assert matrix["hit", "hit"] == [JUDGED[0]]
