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
from tests.finding import found


@pytest.fixture
def older(judge: User, library: Library) -> Run:
    """The run of PROPOSED; a newer one, that is shown, sees other events."""
    video = judge.session.opened.video
    newer = [proposal(9), proposal(15, "serve"), proposal(35)]
    write_events(library, video.path, newer)
    judge.session.read_labels()
    judge.qtbot.waitUntil(lambda: len(judge.session.labels.proposed) == len(newer))
    with library.connect() as db:
        shown = active_run(db, video.fingerprint, "events")
        return next(run for run in runs(db, video.fingerprint, "events") if run != shown)


def test_the_key_goes_from_difference_to_difference(judge: User, older: Run) -> None:
    comparison: EventComparison = judge.session.event_comparison
    comparison.compare_with(older)
    judge.qtbot.waitUntil(lambda: comparison.compared is not None)

    for frame in (15, 30, 35, 41, 15):  # hits in 8 and 9 are the same one
        judge.presses("D")
        judge.sees_frame(frame)


def test_what_is_below_its_threshold_is_not_compared(judge: User, older: Run) -> None:
    comparison: EventComparison = judge.session.event_comparison
    comparison.compare_with(older)
    judge.qtbot.waitUntil(lambda: comparison.compared is not None)
    before = comparison.differences
    judge.session.page.events.threshold_changed.emit("bounce", 0.9)

    assert comparison.differences == before - 1  # 15 differs by its serve yet


def test_the_list_of_analyses_starts_and_ends_it(judge: User, older: Run) -> None:
    judge.action("analyses").trigger()
    listed = judge.window.findChild(RunsDialogController)
    assert listed is not None
    compare = found(listed.dialog, QPushButton, "compare")
    judge.qtbot.waitUntil(lambda: older in [run for run, _ in listed._rows])
    listed.dialog.select([run for run, _ in listed._rows].index(older))
    compare.click()
    judge.qtbot.waitUntil(lambda: judge.session.event_comparison.compared is not None)
    judge.qtbot.waitUntil(lambda: compare.text() == "Stop comparing")

    compare.click()
    assert judge.session.event_comparison.compared is None


def test_it_can_be_hidden_and_shown_again(judge: User, older: Run) -> None:
    comparison: EventComparison = judge.session.event_comparison
    comparison.compare_with(older)
    judge.qtbot.waitUntil(lambda: comparison.compared is not None)

    judge.presses("Shift+D")
    assert comparison.compared is None
    judge.presses("Shift+D")
    assert comparison.compared is not None
