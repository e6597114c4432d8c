"""What the window does with Ground Truth data sets in the loop: asks, publishes, sends spans."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Job
from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import show_dialog
from app.gui.shell.feature import Commands, Feature
from app.workflows.background import run_in_background
from app.workflows.publishing.data_set import WHEN, Published, PublishingPlan, publish
from app.workflows.publishing.labelling_job import LabellingJob, send_labelling_job
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.tasks import GroundTruthTask
from storage.progress import Progress
from widgets.cloud.data_set_dialog import DataSetDialog, DataSetFields

TASKS = {
    GroundTruthTask.KEYPOINTS: "the centre of the ball, frame by frame",
    GroundTruthTask.OBJECT_TRACKING: "boxes around the ball, tracked frame by frame",
    GroundTruthTask.OBJECT_DETECTION: "boxes around the ball, without tracking",
    GroundTruthTask.IMAGE_BOXES: "boxes around the ball in single images",
    GroundTruthTask.IMAGE_CLASSIFICATION: "the event in an image: one class each",
    GroundTruthTask.IMAGE_MULTI_LABEL: "the events in an image: any number of classes",
    GroundTruthTask.CLIP_CLASSIFICATION: "the class of a clip",
}
_PURPOSE = "data_set"
NO_PLACE = ("No S3 location is set.", "Data sets are published to it.")
NO_RANGE = (
    "No range is marked.",
    "Mark in and out around the frames to be labelled, then try again.",
)


class PublishingController(Feature[ReviewSession]):
    """One publication at a time; the plan is kept in the settings."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._dialog: DataSetDialog | None = None
        self._job: Job | None = None
        self._again = False  # a review has ended since the publication at work began

    def commands(self) -> Commands:
        commands: dict[str, Callable[[], object]] = {"data_set": self.ask, "publish": self.publish}
        if self._session is not None:
            commands["send_range"] = partial(self.send_range, self._session)
        return commands

    def leave(self) -> None:
        super().leave()
        self.after_review()

    def ask(self) -> None:
        """Open the dialog on the data set of the settings."""
        self._dialog = dialog = DataSetDialog(
            {task.value: words for task, words in TASKS.items()}, WHEN, self._window
        )
        dialog.set_fields(self._fields())
        dialog.save_asked.connect(self._save)
        dialog.publish_asked.connect(self._save_and_publish)
        dialog.finished.connect(self._let_go)
        show_dialog(dialog)

    def publish(self) -> None:
        """Publish the data set of the settings now; asks for one if there is none."""
        if not self._fields().name:
            self.ask()
        else:
            self._publish(quiet=False)

    def after_review(self) -> None:
        """A video has been left: publish, where that is wanted after each review."""
        fields = self._fields()
        wanted = fields.name and fields.when == WHEN[1]
        if wanted and self._job is not None:
            self._again = True
        elif wanted and self._context.settings.place is not None:
            self._publish(quiet=True)

    def send_range(self, session: ReviewSession) -> None:
        """Send the marked range to labellers."""
        place, frames = self._context.settings.place, session.in_out_range.frames
        if frames is None:
            self._context.notifications.show(*NO_RANGE)
        elif place is None:
            self._want_place()
        else:
            library = self._context.library
            work = send_labelling_job(library, place, session.opened, frames, datetime.now(UTC))
            self._run("Sending the range", work, self._job_notice)

    def _publish(self, quiet: bool) -> None:
        place = self._context.settings.place
        if place is None:
            self._want_place()
        elif (plan := self._plan(self._fields())) is not None:
            work = publish(self._context.library, place, plan)
            self._run(
                "Publishing the data set", work, partial(self._published_notice, quiet, place)
            )

    def _run(
        self,
        title: str,
        work: Generator[Progress, None, object],
        done: Callable[[Any], Notice | None],
    ) -> None:
        if self._job is not None:
            self._context.notifications.show(
                "Something is being sent to S3.", "Wait until it is done."
            )
            return
        self._job = job = self._context.workflows.run(title, run_in_background(work), done)
        job.ended.connect(partial(self._end, job))

    def _published_notice(
        self, quiet: bool, place: S3Location, published: Published
    ) -> Notice | None:
        if quiet and not published.new:
            return None
        title = (
            f"The data set {published.place} has a new revision, {published.revision}."
            if published.new
            else f"The data set {published.place} is up to date."
        )
        warning = (
            f"{place.bucket} does not support conditional writes, "
            "so only one person should publish here."
        )
        return Notice(title, warning if published.unconditional else "", "done")

    def _job_notice(self, sent: LabellingJob) -> Notice:
        return Notice(
            f"{sent.frames:,} frames are ready for a labelling job: {sent.manifest}",
            "Bring the results back with Import labels.",
            "done",
            ("Copy address", partial(QGuiApplication.clipboard().setText, sent.manifest)),
        )

    def _save(self, fields: DataSetFields) -> None:
        if self._keep(fields) and self._dialog is not None:
            self._dialog.accept()

    def _save_and_publish(self, fields: DataSetFields) -> None:
        if self._keep(fields):
            if self._dialog is not None:
                self._dialog.accept()
            self._publish(quiet=False)

    def _keep(self, fields: DataSetFields) -> bool:
        if self._plan(fields) is None:
            return False
        values = {
            "name": fields.name,
            "task": fields.task,
            "every": str(fields.every),
            "png": "yes" if fields.png else "no",
            "when": fields.when,
        }
        self._context.settings.remember(_PURPOSE, values)
        return True

    def _plan(self, fields: DataSetFields) -> PublishingPlan | None:
        """The plan in the fields; what is wrong with them is said where they stand."""
        try:
            return PublishingPlan(
                fields.name, GroundTruthTask(fields.task), fields.every, fields.png, fields.when
            )
        except UserError as error:
            if self._dialog is not None:
                self._dialog.set_error(str(error))
            else:
                self._context.notifications.show_error(error)
            return None

    def _fields(self) -> DataSetFields:
        kept = self._context.settings.remembered(_PURPOSE)
        every = kept.get("every", "1")
        task, when = kept.get("task", ""), kept.get("when", "")
        return DataSetFields(
            kept.get("name", ""),
            task if task in set(GroundTruthTask) else GroundTruthTask.KEYPOINTS,
            int(every) if every.isdecimal() and int(every) else 1,
            kept.get("png") == "yes",
            when if when in WHEN else WHEN[0],
        )

    def _want_place(self) -> None:
        self._context.notifications.show(
            *NO_PLACE, "info", ("Choose…", partial(self._context.actions.perform, "place"))
        )

    def _let_go(self) -> None:
        self._dialog = None

    def _end(self, job: Job, *_: object) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._again:
            self._again = False
            self.after_review()
