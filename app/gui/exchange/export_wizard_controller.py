"""One export wizard at work: its videos, its dry runs, its export."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.gui.jobs.jobs import Job, Jobs
from app.gui.review.session import ReviewSession
from app.workflows.background import return_user_errors
from app.workflows.export.clips import clips_text
from app.workflows.export.destination import NameTaken
from app.workflows.export.formats import export_formats
from app.workflows.export.run import (
    ExportResult,
    can_resume,
    discard_export,
    plan_export,
    run_export,
)
from app.workflows.export.selection import videos_to_export
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.options import ExportPlan, ExportRequest, ExportVideo
from storage.library.library import Library
from storage.progress import Progress, RateEstimate
from storage.quantities import rate_text
from widgets.export.export_wizard import ExportWizard


class ExportWizardController(QObject):
    """Answers what the wizard asks. Gone with the wizard; an export goes on without it."""

    started = Signal(ExportRequest, Job)

    def __init__(
        self,
        wizard: ExportWizard,
        library: Library,
        jobs: Jobs,
        login: Callable[[], S3Location | None],
        thresholds: Callable[[], Mapping[str, float]],
    ) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._library = library
        self._jobs = jobs
        self._login = login
        self._thresholds = thresholds
        self._planning: Job | None = None
        self._running: Job | None = None
        self._estimate = RateEstimate()
        self._request = wizard.request
        self._ticked = ""
        self._answers: list[ExportResult | UserError] = []
        self._resumed = False
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
        self._wizard.form.set_in_out_range(self._session.in_out_range.frames, fingerprint)

    def plan(self, request: ExportRequest) -> None:
        """Do the dry run of `request`; the answer to an earlier one is not wanted any more."""
        self._stop_planning()
        request = self._as_shown(request)
        self._planning = job = self._jobs.start(
            return_user_errors(plan_export(self._library, request, self._login()))
        )
        job.succeeded.connect(self._show_plan)

    def _as_shown(self, request: ExportRequest) -> ExportRequest:
        """The request with the thresholds of the window: what is hidden is not exported."""
        return replace(request, thresholds=tuple(sorted(self._thresholds().items())))

    def start(self, request: ExportRequest, resume: bool = False) -> None:
        """Export in the background, and show how far it is."""
        self._stop_planning()
        self._request = request = self._as_shown(request)
        self._estimate = RateEstimate()
        self._answers, self._resumed = [], resume
        work = return_user_errors(run_export(self._library, request, self._login(), resume))
        self._running = job = self._jobs.start(_kept(work, self._answers))
        self._wizard.run.show_running(export_title(request), request.target)
        self._wizard.show_run()
        job.progressed.connect(self._show_step)
        job.succeeded.connect(self._show_end)
        job.failed.connect(self._show_bug)
        job.ended.connect(self._end)
        self.started.emit(request, job)

    def shows(self, job: Job) -> bool:
        """Whether the wizard shows the progress of `job`."""
        return job is self._running and self._wizard.isVisible()

    def _show_videos(self, videos: list[ExportVideo]) -> None:
        chosen = [video.id for video in self._wizard.form.videos.chosen] or [self._ticked]
        self._wizard.form.set_videos(videos, chosen)
        self._wizard.ask_for_plan()

    def _show_plan(self, answer: object) -> None:
        self._planning = None
        if isinstance(answer, ExportPlan):
            self._wizard.show_plan(answer)
        elif isinstance(answer, UserError):
            free = answer.free if isinstance(answer, NameTaken) else ""
            self._wizard.show_problem(answer.title, answer.advice, free)

    def _show_step(self, step: Progress) -> None:
        rate, left = self._estimate.update(step)
        written = rate_text(rate, step.unit)
        self._wizard.run.set_progress(step.done, step.total, written, left)

    def _show_end(self, answer: ExportResult | UserError) -> None:
        if isinstance(answer, UserError):
            # what was refused at once has left nothing to resume
            begun = self._resumed or self._wizard.run.done > 0
            stays = begun and can_resume(self._request)
            self._wizard.run.show_failed(answer.title, answer.advice, stays)
            return
        title, said = finished_text(self._request, answer)
        self._wizard.run.show_done(title, said, can_open=not self._request.to_s3)

    def _show_bug(self, error: Exception) -> None:
        self._wizard.run.show_failed(
            "The export failed.", f"Unexpected {type(error).__name__}: {error}.", False
        )

    def _end(self) -> None:
        job, self._running = self._running, None
        self._wizard.show_ended()
        if job is None or not job.cancelled:
            return
        if self._answers:  # it was done before it could stop
            self._show_end(self._answers[0])
        else:
            self._wizard.run.show_cancelled(can_resume(self._request))

    def _cancel(self) -> None:
        if self._running is not None:
            self._wizard.run.show_cancelling()
            self._running.cancel()

    def _resume(self) -> None:
        self.start(self._request, resume=True)

    def _discard(self) -> None:
        job = self._jobs.start(discard_export(self._library, self._request))
        job.succeeded.connect(self._wizard.show_choices)

    def _open(self) -> None:
        open_folder(self._request)

    def _stop_planning(self) -> None:
        if self._planning is not None:
            self._planning.succeeded.disconnect(self._show_plan)
            self._planning.cancel()
            self._planning = None


def export_title(request: ExportRequest) -> str:
    """What is being done, in short."""
    title = export_formats()[request.format].title
    videos = "" if len(request.videos) == 1 else f" of {len(request.videos)} videos"
    return f"Exporting {title}{videos}"


def finished_text(request: ExportRequest, result: ExportResult) -> tuple[str, str]:
    """That it is done, and where the result is; of clips also what is in them."""
    place = result.place if request.to_s3 else str(folder_of(request))
    clips = f" {clips_text(result.clips)}" if result.clips else ""
    return f"Exported {request.name}", f"In {place}.{clips}"


def folder_of(request: ExportRequest) -> Path:
    """The folder to show of an export on this computer."""
    path = Path(request.target).expanduser()
    return path if path.is_dir() else path.parent


def open_folder(request: ExportRequest) -> None:
    """Show where the export is, by the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(request))))


def _kept(
    work: Generator[Progress, None, ExportResult | UserError],
    answers: list[ExportResult | UserError],
) -> Generator[Progress, None, ExportResult | UserError]:
    """`work`, whose answer is also put into `answers`: a job cancelled late does not tell it."""
    answer = yield from work
    answers.append(answer)
    return answer
