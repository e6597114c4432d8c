"""One export wizard at work: its videos, its dry runs, its export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.gui.jobs.jobs import Job, Jobs, Work
from app.gui.review.session import ReviewSession
from app.workflows.export.formats import FORMATS, can_go_on
from app.workflows.export.run import discard_export, plan_export, run_export
from app.workflows.export.selection import videos_to_export
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.options import ExportChoice, ExportPlan, ExportVideo
from storage.library.library import Library
from storage.progress import Progress, RateEstimate
from storage.quantities import rate_text
from widgets.export.export_wizard import ExportWizard


class ExportWizardController(QObject):
    """Answers what the wizard asks. Gone with the wizard; an export goes on without it."""

    started = Signal(ExportChoice, Job)

    def __init__(
        self,
        wizard: ExportWizard,
        library: Library,
        jobs: Jobs,
        login: Callable[[], S3Location | None],
    ) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._library = library
        self._jobs = jobs
        self._login = login
        self._planning: Job | None = None
        self._running: Job | None = None
        self._estimate = RateEstimate()
        self._choice = wizard.choice
        self._ticked = ""
        self._answers: list[object] = []
        self._goes_on = False
        self._session: ReviewSession | None = None
        wizard.plan_asked.connect(self.plan)
        wizard.export_asked.connect(self.start)
        wizard.finished.connect(self._stop_planning)
        wizard.run.cancel_asked.connect(self._cancel)
        wizard.run.resume_asked.connect(self._resume)
        wizard.run.discard_asked.connect(self._discard)
        wizard.run.open_asked.connect(self._open)

    def offer_videos(self, ticked: str) -> None:
        """Offer all videos of the library, one of them ticked."""
        self._ticked = ticked
        # bound methods alone: others would be called when the wizard is gone
        self._jobs.start(videos_to_export(self._library)).succeeded.connect(self._show_videos)

    def follow(self, session: ReviewSession) -> None:
        """Keep the wizard's range that of the video under review."""
        if session is not self._session:
            self._session = session
            session.in_out_range.changed.connect(self._follow_range)
        self._show_range()

    def _follow_range(self) -> None:
        self._show_range()
        self._wizard.ask_for_plan()

    def _show_range(self) -> None:
        assert self._session is not None
        fingerprint = self._session.opened.video.fingerprint
        self._wizard.form.set_marked(self._session.in_out_range.frames, fingerprint)

    def plan(self, choice: ExportChoice) -> None:
        """Do the dry run of `choice`; the last one's answer is not wanted any more."""
        self._stop_planning()
        self._planning = job = self._jobs.start(plan_export(self._library, choice, self._login()))
        job.succeeded.connect(self._show_plan)

    def start(self, choice: ExportChoice, goes_on: bool = False) -> None:
        """Export in the background, and show how far it is."""
        self._stop_planning()
        self._choice = choice
        self._estimate = RateEstimate()
        self._answers, self._goes_on = [], goes_on
        work = run_export(self._library, choice, self._login(), goes_on)
        self._running = job = self._jobs.start(_kept(work, self._answers))
        self._wizard.run.show_running(export_title(choice), choice.target)
        self._wizard.show_run()
        job.progressed.connect(self._show_step)
        job.succeeded.connect(self._show_end)
        job.failed.connect(self._show_bug)
        job.ended.connect(self._end)
        self.started.emit(choice, job)

    def shows(self, job: Job) -> bool:
        """Whether the user sees how `job` goes."""
        return job is self._running and self._wizard.isVisible()

    def _show_videos(self, videos: list[ExportVideo]) -> None:
        chosen = [video.id for video in self._wizard.form.videos.chosen] or [self._ticked]
        self._wizard.form.set_videos(videos, chosen)
        self._wizard.ask_for_plan()

    def _show_plan(self, answer: object) -> None:
        self._planning = None
        if isinstance(answer, ExportPlan):
            self._wizard.show_plan(answer)
        elif error := refusal(answer):
            self._wizard.show_problem(error.title, error.advice)

    def _show_step(self, step: Progress) -> None:
        rate, left = self._estimate.update(step)
        written = rate_text(rate, step.unit)
        self._wizard.run.set_progress(step.done, step.total, written, left)

    def _show_end(self, answer: object) -> None:
        error = refusal(answer)
        if error is not None:
            # what was refused at once has left nothing to go on with
            begun = self._goes_on or self._wizard.run.done > 0
            stays = begun and can_go_on(self._choice)
            self._wizard.run.show_failed(error.title, error.advice, stays)
            return
        title, said = finished_text(self._choice, answer)
        self._wizard.run.show_done(title, said, can_open=not self._choice.to_s3)

    def _show_bug(self, error: Exception) -> None:
        self._wizard.run.show_failed(
            "The export did not work.", f"Unexpected {type(error).__name__}: {error}.", False
        )

    def _end(self) -> None:
        job, self._running = self._running, None
        if job is None or not job.cancelled:
            return
        if self._answers:  # it was done before it could stop
            self._show_end(self._answers[0])
        else:
            self._wizard.run.show_cancelled(can_go_on(self._choice))

    def _cancel(self) -> None:
        if self._running is not None:
            self._wizard.run.show_cancelling()
            self._running.cancel()

    def _resume(self) -> None:
        self.start(self._choice, goes_on=True)

    def _discard(self) -> None:
        job = self._jobs.start(discard_export(self._library, self._choice))
        job.succeeded.connect(self._wizard.show_choices)

    def _open(self) -> None:
        open_folder(self._choice)

    def _stop_planning(self) -> None:
        if self._planning is not None:
            self._planning.succeeded.disconnect(self._show_plan)
            self._planning.cancel()
            self._planning = None


def refusal(answer: object) -> UserError | None:
    """Why an export or its dry run was refused; None where it was not."""
    error = getattr(answer, "error", None)
    return error if isinstance(error, UserError) else None


def export_title(choice: ExportChoice) -> str:
    """What is being done, in short."""
    title = next(format.title for format in FORMATS if format.id == choice.format)
    videos = "" if len(choice.videos) == 1 else f" of {len(choice.videos)} videos"
    return f"Exporting {title}{videos}"


def finished_text(choice: ExportChoice, answer: Any) -> tuple[str, str]:
    """That it is done, and where the result is; of fast copies also what is in them."""
    place = answer.place if choice.to_s3 else str(folder_of(choice))
    said = f"In {place}." + (f" {answer.said}" if answer.said else "")
    return f"Exported {choice.name}", said


def folder_of(choice: ExportChoice) -> Path:
    """The folder to show of an export on this computer."""
    path = Path(choice.target).expanduser()
    return path if path.is_dir() else path.parent


def open_folder(choice: ExportChoice) -> None:
    """Show where the export is, by the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(choice))))


def _kept(work: Work, answers: list[object]) -> Work:
    """`work`, whose answer is also put into `answers`: of a job cancelled late it is not told."""
    answer = yield from work
    answers.append(answer)
    return answer
