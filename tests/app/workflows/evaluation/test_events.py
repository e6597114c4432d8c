"""Events evaluated: tables against labels, runs, and what is told of them.

Tests of app.workflows.evaluation.event_report too.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from app.workflows.evaluation.event_report import EventReport, PredictedEvents, uninformed
from app.workflows.evaluation.events import evaluate_events
from app.workflows.evaluation.request import EvaluationRequest
from app.workflows.videos import OpenedVideo
from inference.actions.evaluation.metrics import ScoredEvent, VideoEvents
from storage.errors import UserError
from storage.formats.tables.events_csv import write_events_csv
from storage.library.library import Library
from storage.library.predictions.events import put_event_predictions
from storage.library.predictions.runs import activate_run, put_run
from storage.progress import drained
from storage.records import Event, Run, Source, attributes

LABELS = [
    Event(2, "hit", attributes=attributes({"side": "near"})),
    Event(6, "bounce"),
    Event(9, "hit", attributes=attributes({"side": "far"})),
]


@pytest.fixture
def labels(opened: OpenedVideo, tmp_path: Path) -> Path:
    path = tmp_path / f"{opened.video.path.stem}.events.csv"
    write_events_csv(path, LABELS)
    return path


def of(report: EventReport, source: str, name: str) -> dict[str, object]:
    classes = report.values()[source]["classes"]  # type: ignore[index]
    return next(figures for figures in classes if figures["event"] == name)


def test_labels_evaluated_against_themselves_are_perfect(
    library: Library, opened: OpenedVideo, labels: Path
) -> None:
    request = EvaluationRequest((opened.video.path,), labels=labels, predictions=labels)

    report = drained(evaluate_events(library, request))

    hits = of(report, str(labels), "hit")
    assert (hits["f1"], hits["f1_0"], hits["ap"], hits["side"], hits["error"]) == (1, 1, 1, 1, 0)
    assert "mAP 1.000" in report.text()
    assert "uninformed" in report.text()


def test_a_run_is_judged_at_its_own_thresholds(
    library: Library, opened: OpenedVideo, labels: Path
) -> None:
    sure = replace(LABELS[0], confidence=0.7, source=Source.MODEL)
    unsure = replace(LABELS[2], confidence=0.3, source=Source.MODEL)
    store(library, opened, [sure, unsure], {"thresholds": {"hit": 0.6}})
    request = EvaluationRequest((opened.video.path,), labels=labels)

    hits = of(drained(evaluate_events(library, request)), "active run", "hit")

    assert (hits["labels"], hits["predicted"], hits["ap"]) == (2, 1, 1)


def store(
    library: Library, opened: OpenedVideo, events: list[Event], settings: dict[str, object]
) -> None:
    video = opened.video
    now, text = datetime.now(UTC), json.dumps(settings)
    run = Run(uuid4(), video.fingerprint, "m", "", text, 0, video.frames, "cpu", now, "events")
    with library.connect() as db:
        put_run(db, run)
        put_event_predictions(db, run.id, 0, video.frames, events)
        activate_run(db, video.fingerprint, run.id, "events")


def test_what_is_missing_is_told(library: Library, opened: OpenedVideo, labels: Path) -> None:
    path = opened.video.path

    with pytest.raises(UserError, match="No events have been found"):
        drained(evaluate_events(library, EvaluationRequest((path,), labels=labels)))
    with pytest.raises(UserError, match="has not been tracked"):
        drained(evaluate_events(library, EvaluationRequest((path,), labels, "events-path")))
    with pytest.raises(UserError, match="no labelled events"):
        drained(evaluate_events(library, EvaluationRequest((path,), labels=labels.parent / "no")))


def test_a_steady_delay_and_few_labels_are_noted() -> None:
    late = VideoEvents([ScoredEvent(12, "hit")], [ScoredEvent(11, "hit")])
    source = PredictedEvents("late", (late,), (late,))

    notes = EventReport((source,)).notes

    assert any("1 labels say little" in note for note in notes)
    assert any("1.0 frames later" in note for note in notes)


def test_what_knows_nothing_guesses_at_the_mean_distance() -> None:
    video = VideoEvents([], [ScoredEvent(10, "hit"), ScoredEvent(30, "hit")])

    guessed = uninformed([video], [40]).sure[0].predicted

    assert [event.frame for event in guessed] == [0, 20]


def test_tables_are_written(
    library: Library, opened: OpenedVideo, labels: Path, tmp_path: Path
) -> None:
    request = EvaluationRequest(
        (opened.video.path,), labels=labels, predictions=labels, against=str(tmp_path)
    )

    drained(evaluate_events(library, request)).write(tmp_path)

    rows = (tmp_path / "events.csv").read_text().splitlines()
    assert rows[0].startswith("source,event,labels")
    assert len(rows) == 1 + 3 * 2  # two tables and what knows nothing, of two classes
    assert set(json.loads((tmp_path / "events.json").read_text())) == {
        str(labels),
        str(tmp_path),
        "uninformed",
    }
