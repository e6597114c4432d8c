"""The analyses of the open video, of every task: which are shown, compared, removed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.labels.event_comparison import EventComparison
from app.gui.review.comparison import RunComparison
from app.gui.review.session import ReviewSession
from app.gui.shell.dialogs import confirm_removal, show_dialog
from storage.library.predictions.predictions import done_chunks
from storage.library.predictions.run_parts import extent_of
from storage.library.predictions.runs import activate_run, active_run, remove_run, runs
from storage.quantities import plural
from storage.records import CHUNK, Run, Video
from widgets.review.runs_dialog import RunFacts, RunsDialog

_RESULT_NAMES = {"events": "event", "objects": "box"}  # by task


class RunsDialogController(QObject):
    """One dialog over the runs of the video under review; it can stay open while one is made."""

    def __init__(self, writer: LibraryWriter, session: ReviewSession, window: QWidget) -> None:
        super().__init__(window)
        self._comparisons: dict[str, RunComparison | EventComparison] = {
            "ball": session.comparison,
            "events": session.event_comparison,
        }
        self._writer = writer
        self._video = session.opened.video
        self._session = session
        self._rows: list[tuple[Run, RunFacts]] = []
        self.dialog = RunsDialog(window)
        self.dialog.shown_chosen.connect(self._choose)
        self.dialog.compared_chosen.connect(self._compare)
        self.dialog.removal_asked.connect(self._ask_to_remove)
        self.dialog.finished.connect(self.deleteLater)
        for signal in (session.tracking.started, session.tracking.ended):
            signal.connect(self._refresh)
        show_dialog(self.dialog)
        self._refresh()

    def _refresh(self) -> None:
        self._writer.submit(self, lambda db: facts_of(db, self._video), self._show)

    def _show(self, rows: list[tuple[Run, RunFacts]]) -> None:
        self._rows = rows
        compared = [one.run.id for one in self._comparisons.values() if one.run is not None]
        self.dialog.set_removal_possible(not self._session.tracking.running)
        self.dialog.set_runs([replace(facts, compared=run.id in compared) for run, facts in rows])

    def _choose(self, row: int) -> None:
        run, _ = self._rows[row]
        self._apply(lambda db: activate_run(db, self._video.fingerprint, run.id, run.task))

    def _compare(self, row: int) -> None:
        run, _ = self._rows[row]
        comparison = self._comparisons[run.task]
        compared = comparison.run is not None and comparison.run.id == run.id
        comparison.compare_with(None if compared else run)
        self._refresh()

    def _remove(self, run: Run) -> None:
        for comparison in self._comparisons.values():
            if comparison.run == run:
                comparison.compare_with(None)
        self._apply(lambda db: remove_run(db, run.id))

    def _ask_to_remove(self, row: int) -> None:
        run, facts = self._rows[row]
        confirm_removal(
            self.dialog,
            "Remove analysis",
            f"Remove the analysis “{run.model}”?",
            f"{_what_goes(run, facts)} Labels made by people and the video file are kept.",
            partial(self._remove, run),
        )

    def _apply(self, change: Callable[[Database], None]) -> None:
        def answer(_: object) -> None:
            self._session.read_labels()
            self._refresh()

        self._writer.submit(self, change, answer)


def facts_of(db: Database, video: Video) -> list[tuple[Run, RunFacts]]:
    """The runs of `video` for every task, newest first, with what the dialog says of them."""
    listed = runs(db, video.fingerprint, task=None)
    shown = [active_run(db, video.fingerprint, task) for task in {run.task for run in listed}]
    shown_ids = {run.id for run in shown if run is not None}
    return [(run, _facts(db, video, run, run.id in shown_ids)) for run in listed]


def _facts(db: Database, video: Video, run: Run, shown: bool) -> RunFacts:
    return RunFacts(
        run.task.capitalize(),
        run.model,
        f"{run.created.astimezone():%d %b %Y %H:%M}",
        _results(db, video, run),
        run.engine,
        shown,
        comparable=run.task in ("ball", "events"),
    )


def _results(db: Database, video: Video, run: Run) -> str:
    """`512 of 600 frames`, `12 events`: how much the run contains."""
    if run.task == "ball":
        asked = run.stop - run.first
        chunks = len(done_chunks(db, run.id)) * CHUNK
        done = min(asked, chunks) if chunks else asked  # what came from a file has no chunks
        return f"{done:,} of {video.frames:,} frames"
    extent = extent_of(db, run.id)
    return plural(extent.analysed if extent else 0, _RESULT_NAMES.get(run.task, "result"))


def _what_goes(run: Run, facts: RunFacts) -> str:
    if run.task == "ball":
        return "Its ball positions are deleted."
    return f"Everything it predicted is deleted: {facts.results}."
