"""Two analyses of events on one timeline (app.gui.labels.event_comparison)."""

import pytest
from PySide6.QtWidgets import QPushButton

from app.gui.labels.event_comparison import EventComparison
from app.gui.review.runs_dialog_controller import RunsDialogController
from storage.library.library import Library
from storage.library.predictions.runs import active_run, runs
from storage.records import Run
from tests.app.gui.tagging.conftest import proposal, write_events
from tests.app.user import User
from tests.finding import find_child


@pytest.fixture
def older(analyst: User, library: Library) -> Run:
    """The run of PROPOSED; a newer one, that is shown, sees other events."""
    video = analyst.session.opened.video
    newer = [proposal(9), proposal(15, "serve"), proposal(35)]
    write_events(library, video.path, newer)
    analyst.session.read_labels()
    analyst.qtbot.waitUntil(lambda: len(analyst.session.labels.proposed) == len(newer))
    with library.connect() as db:
        shown = active_run(db, video.fingerprint, "events")
        return next(run for run in runs(db, video.fingerprint, "events") if run != shown)


def test_the_key_goes_from_difference_to_difference(analyst: User, older: Run) -> None:
    comparison: EventComparison = analyst.session.event_comparison
    comparison.compare_with(older)
    analyst.qtbot.waitUntil(lambda: comparison.compared is not None)

    for frame in (15, 30, 35, 41, 15):  # hits in 8 and 9 are the same one
        analyst.presses("D")
        analyst.sees_frame(frame)


def test_what_is_below_its_threshold_is_not_compared(analyst: User, older: Run) -> None:
    comparison: EventComparison = analyst.session.event_comparison
    comparison.compare_with(older)
    analyst.qtbot.waitUntil(lambda: comparison.compared is not None)
    before = comparison.differences
    analyst.session.page.events.threshold_changed.emit("bounce", 0.9)

    assert comparison.differences == before - 1  # 15 differs by its serve yet


def test_the_list_of_analyses_starts_and_ends_it(analyst: User, older: Run) -> None:
    analyst.action("analyses").trigger()
    listed = analyst.window.findChild(RunsDialogController)
    assert listed is not None
    compare = find_child(listed.dialog, QPushButton, "compare")
    analyst.qtbot.waitUntil(lambda: older in [run for run, _ in listed._rows])
    listed.dialog.select([run for run, _ in listed._rows].index(older))
    compare.click()
    analyst.qtbot.waitUntil(lambda: analyst.session.event_comparison.compared is not None)
    analyst.qtbot.waitUntil(lambda: compare.text() == "Stop comparing")

    compare.click()
    assert analyst.session.event_comparison.compared is None


def test_it_can_be_hidden_and_shown_again(analyst: User, older: Run) -> None:
    comparison: EventComparison = analyst.session.event_comparison
    comparison.compare_with(older)
    analyst.qtbot.waitUntil(lambda: comparison.compared is not None)

    analyst.presses("Shift+D")
    assert comparison.compared is None
    analyst.presses("Shift+D")
    assert comparison.compared is not None
