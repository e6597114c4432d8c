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
    refusal,
)
from app.gui.jobs.jobs import Job
from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from app.workflows.export.formats import FORMATS
from storage.formats.export.options import ExportChoice, ExportVideo
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
        self._conversation: ExportWizardController | None = None

    def commands(self) -> Commands:
        return {"export": self.ask}

    def ask(self) -> ExportWizard:
        """Show the wizard; for the video under review, where there is one."""
        session = self._session
        if self._wizard is None:
            self._open()
        assert self._wizard is not None
        assert self._conversation is not None
        if session is not None:
            current = video_under_review(session)
            if not self._wizard.form.videos.chosen:
                self._wizard.form.set_videos([current], [current.id])
            self._conversation.follow(session)
            self._conversation.offer_videos(current.id)
        else:
            self._conversation.offer_videos("")
        self._wizard.show()
        self._wizard.activateWindow()
        return self._wizard

    def _open(self) -> None:
        place = self._context.settings.place
        address = place.url if place else ""
        self._wizard = wizard = ExportWizard(FORMATS, self._folder(), address, self._window)
        self._conversation = ExportWizardController(
            wizard,
            self._context.library,
            self._context.jobs,
            lambda: self._context.settings.place,
        )
        wizard.set_values(self._context.settings.remembered(_REMEMBERED))
        wizard.form.destination.set_buckets_offered(True)
        wizard.form.destination.bucket_asked.connect(self._choose_bucket)
        self._conversation.started.connect(partial(self._follow_export, wizard))
        wizard.finished.connect(self._forget)

    def _choose_bucket(self) -> None:
        assert self._wizard is not None
        browser = BucketBrowser(self._context, self._wizard)
        dialog = browser.ask(choosing=True)
        dialog.folder_taken.connect(self._wizard.take_folder)
        dialog.finished.connect(browser.deleteLater)

    def _follow_export(self, wizard: ExportWizard, choice: ExportChoice, job: Job) -> None:
        self._context.settings.remember(_REMEMBERED, wizard.values())
        if not choice.to_s3:
            self._context.settings.set_folder("exports", Path(choice.folder).expanduser())
        self._context.workflows.follow(export_title(choice), job, partial(self._end, choice, job))

    def _end(self, choice: ExportChoice, job: Job, answer: object) -> Notice | None:
        error = refusal(answer)
        if error is None:
            title, said = finished_text(choice, answer)
            action = None if choice.to_s3 else ("Open folder", partial(open_folder, choice))
            return Notice(title, said, "done", action)
        if self._conversation is None or not self._conversation.shows(job):
            self._context.notifications.show_error(error)
        return None

    def _forget(self) -> None:
        if self._wizard is not None:
            self._wizard.deleteLater()
        self._wizard = self._conversation = None

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
        tuple(sorted({event.name for event in labels.events.values()})),
    )
