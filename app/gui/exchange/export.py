"""Export from the window: opens the wizard, follows exports, and says when one is done."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.gui.cloud.bucket_browser import BucketBrowser
from app.gui.exchange.export_wizard_controller import (
    ExportWizardController,
    export_title,
    finished_text,
    open_folder,
)
from app.gui.jobs.jobs import Job
from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from app.gui.tagging.event_thresholds import read_thresholds
from app.workflows.export.formats import export_formats
from app.workflows.export.run import ExportResult
from storage.errors import UserError
from storage.formats.export.options import ExportRequest, ExportVideo
from storage.records import Review
from widgets.export.export_wizard import ExportWizard

_REMEMBERED = "export"


class ExportController(Feature[ReviewSession]):
    """One wizard at a time, beside the window; exports run on when it is closed."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._wizard: ExportWizard | None = None
        self._controller: ExportWizardController | None = None

    def commands(self) -> Commands:
        return {"export": self.ask}

    def ask(self) -> ExportWizard:
        """Show the wizard; for the video under review, where there is one."""
        session = self._session
        if self._wizard is None:
            self._open()
        assert self._wizard is not None
        assert self._controller is not None
        if session is not None:
            current = video_under_review(session)
            if not self._wizard.form.videos.chosen:
                self._wizard.form.set_videos([current], [current.id])
            self._controller.follow(session)
            self._controller.offer_videos(current.id)
        else:
            self._controller.offer_videos("")
        self._wizard.show()
        self._wizard.activateWindow()
        return self._wizard

    def _open(self) -> None:
        place = self._context.settings.place
        address = place.url if place else ""
        formats = list(export_formats().values())
        self._wizard = wizard = ExportWizard(formats, self._folder(), address, self._window)
        self._controller = ExportWizardController(
            wizard,
            self._context.library,
            self._context.jobs,
            lambda: self._context.settings.place,
            lambda: read_thresholds(self._context.settings),
        )
        wizard.set_values(self._context.settings.remembered(_REMEMBERED))
        wizard.form.destination.set_buckets_offered(True)
        wizard.form.destination.bucket_asked.connect(self._choose_bucket)
        self._controller.started.connect(partial(self._follow_export, wizard))
        wizard.finished.connect(self._forget)

    def _choose_bucket(self) -> None:
        assert self._wizard is not None
        browser = BucketBrowser(self._context, self._wizard)
        dialog = browser.ask(choosing=True)
        dialog.folder_taken.connect(self._wizard.take_folder)
        dialog.finished.connect(browser.deleteLater)

    def _follow_export(self, wizard: ExportWizard, request: ExportRequest, job: Job) -> None:
        self._context.settings.remember(_REMEMBERED, wizard.values())
        if not request.to_s3:
            self._context.settings.set_folder("exports", Path(request.folder).expanduser())
        end = partial(self._end, request, job)
        self._context.workflows.follow(export_title(request), job, end)

    def _end(
        self, request: ExportRequest, job: Job, answer: ExportResult | UserError
    ) -> Notice | None:
        if not isinstance(answer, UserError):
            title, details = finished_text(request, answer)
            action = None if request.to_s3 else ("Open folder", partial(open_folder, request))
            return Notice(title, details, "done", action)
        if self._controller is None or not self._controller.shows(job):
            self._context.notifications.show_error(answer)
        return None

    def _forget(self) -> None:
        if self._wizard is not None:
            self._wizard.deleteLater()
        self._wizard = self._controller = None

    def _folder(self) -> Path:
        chosen = self._context.settings.folder("exports")
        return chosen if chosen != Path.home() else self._context.library.exports


def video_under_review(session: ReviewSession) -> ExportVideo:
    """What the wizard offers before the library has told of all videos."""
    video, labels = session.opened.video, session.labels
    return ExportVideo(
        video.fingerprint,
        video.path.name,
        str(video.path.parent),
        video.frames,
        int((labels.track.review != Review.UNREVIEWED).sum()),
        len(labels.clips),
        tuple(labels.event_index.columns.names),
    )
