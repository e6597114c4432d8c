"""The video under review: opened, entered when all of it is read, left without losing anything."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.gui.jobs.jobs import at_once
from app.gui.playback.player import Player
from app.gui.review.commands import review_commands
from app.gui.review.opening_job import OpeningJob
from app.gui.review.review_data import OpenedReview
from app.gui.review.review_page import ReviewPage
from app.gui.review.runs_dialog_controller import RunsDialogController
from app.gui.review.session import ReviewSession
from app.gui.review.unfinished import (
    UnfinishedTracking,
    remember_tracking,
    take_unfinished,
)
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from storage.media.preview import first_frame


class ReviewController(Feature[ReviewSession]):
    """At most one video at a time, on a page of its own."""

    opening = Signal(Path)  # its page is shown, and it is being read
    entered = Signal(object)  # a ReviewSession
    leaving = Signal()  # the session is about to be closed

    def __init__(self, context: WindowContext, pages: QStackedWidget, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._pages = pages
        self._window = window
        self._page: ReviewPage | None = None
        self._opening: OpeningJob | None = None
        self._offered: dict[str, Callable[[], object]] = {}
        self._wanted: Path | None = None  # a video that is looked at before the page is left
        self._unfinished: UnfinishedTracking | None = None  # to be continued once it is open
        context.actions.keys_changed.connect(self._show_keys)

    @property
    def session(self) -> ReviewSession | None:
        """The video under review; None while there is none, or while it is being read."""
        return self._session

    def commands(self) -> Commands:
        if (session := self._session) is None:
            return {}
        undo, redo = session.labels.undoable
        tracking = session.tracking.running
        possible = {"undo": undo, "redo": redo, "track": not tracking, "cancel_track": tracking}
        return {id: do for id, do in self._offered.items() if possible.get(id, True)}

    def enter(self, session: ReviewSession) -> None:
        super().enter(session)
        self._offered = {
            **review_commands(session),
            "analyses": partial(self._list_analyses, session),
        }
        self._show_undo()

    def leave(self) -> None:
        super().leave()
        self._show_undo()

    def open(self, path: Path) -> None:
        """Show the video at `path`: its first picture at once, its timeline when it is read.

        A file that is not a video takes nobody away from the one under review.
        """
        if self._session is None:
            self._switch_to(path)
            return
        self._wanted = path
        job = self._context.jobs.start(at_once(partial(first_frame, path)))
        job.succeeded.connect(lambda _: self._switch_to(path) if path == self._wanted else None)

    def _switch_to(self, path: Path) -> None:
        self._wanted = None
        self.close_video()
        self._context.notifications.clear()
        self._page = page = ReviewPage()
        page.panel.setEnabled(False)
        player = Player(page)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.setFocus()
        if not path.is_relative_to(self._context.library.folder):
            self._context.settings.set_folder("videos", path.parent)
        self.opening.emit(path)
        context = self._context
        self._opening = opening = OpeningJob(page, player, context.library, path, context.jobs)
        context.workflows.follow(f"Reading {path.name}", opening.job)
        opening.ready.connect(partial(self._review, page, player))
        opening.given_up.connect(partial(self._give_up, opening))

    def offer(self, path: Path) -> None:
        """Open a video that took its time to come; who went on to another is asked."""
        if self._page is None:
            self.open(path)
            return
        self._context.notifications.show(
            f"{path.name} is ready.",
            str(path.parent),
            "done",
            ("Open", partial(self.open, path)),
        )

    def offer_unfinished(self) -> None:
        """Offer to continue the tracking that the last window was closed upon."""
        if (unfinished := take_unfinished(self._context.settings)) is not None:
            self._context.notifications.show(
                f"The tracking of {unfinished.video.name} was interrupted.",
                "What was found is kept.",
                "info",
                ("Continue tracking", partial(self._continue, unfinished)),
            )

    def shut(self) -> None:
        """The window closes: let go of the video, and keep in mind what was being done to it."""
        if self._session is not None:
            remember_tracking(self._context.settings, self._session)
        self.close_video()

    def close_video(self) -> None:
        """Let go of the video under review; all that was done to it is on disk afterwards."""
        # first, since closing lets events through, and one of them may open another video
        page, opening, session = self._page, self._opening, self._session
        self._page = self._opening = self._wanted = None
        if session is not None:
            self.leaving.emit()
        if opening is not None:
            opening.cancel()
        if session is not None:
            session.close()
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()

    def _continue(self, unfinished: UnfinishedTracking) -> None:
        self._unfinished = unfinished
        if self._session is not None and self._session.opened.video.path == unfinished.video:
            self._track_unfinished(self._session)
        else:
            self.open(unfinished.video)

    def _track_unfinished(self, session: ReviewSession) -> None:
        unfinished, self._unfinished = self._unfinished, None
        if unfinished is None or unfinished.video != session.opened.video.path:
            return
        if (frames := unfinished.frames) is not None:
            session.in_out_range.set_marks(frames.start, frames.stop)
        session.track()

    def _give_up(self, opening: OpeningJob) -> None:
        if opening is self._opening:
            self._context.navigation.show_start()

    def _review(self, page: ReviewPage, player: Player, review: OpenedReview) -> None:
        if page is not self._page:
            return
        self._opening = None
        context = self._context
        session = ReviewSession(
            page, player, review, context.library, context.writer, context.jobs, context.settings
        )
        self._connect(session)
        page.panel.setEnabled(True)
        self._show_keys()
        self.entered.emit(session)
        self._track_unfinished(session)
        page.picture.setFocus()
        player.open(review.opened.video.path, review.opened.table)

    def _connect(self, session: ReviewSession) -> None:
        notifications, perform = self._context.notifications, self._context.actions.perform
        session.refused.connect(notifications.show)
        session.player.failed.connect(notifications.show_error)
        session.models.chosen_for_good.connect(self._say_model)
        session.tracking.started.connect(self._show_tracking)
        session.tracking.ended.connect(self.commands_changed)
        session.labels.undoable_changed.connect(self._show_undo)
        panel = session.page.panel
        panel.action_asked.connect(perform)
        panel.model.import_asked.connect(partial(perform, "import_model"))

    def _show_tracking(self) -> None:
        assert self._session is not None
        job = self._session.tracking.job
        assert job is not None
        self._context.workflows.follow("Tracking the ball", job)
        self.commands_changed.emit()

    def _show_undo(self) -> None:
        texts = ("", "") if self._session is None else self._session.labels.undo_texts
        for action, text in zip(("undo", "redo"), texts, strict=True):
            self._context.actions.say(action, text)
        self.commands_changed.emit()

    def _say_model(self, name: str) -> None:
        self._context.notifications.show(f"{name} is used for the next videos, too.")

    def _list_analyses(self, session: ReviewSession) -> None:
        RunsDialogController(self._context.writer, session, self._window)

    def _show_keys(self) -> None:
        """Tell the page the keys that stand beside its buttons."""
        if self._page is not None:
            self._page.set_keys(self._context.actions.key_texts())
