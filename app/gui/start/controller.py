"""The start page at work: recent videos, one to open, the sample rally, the name on labels."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Job, at_once
from app.gui.playback.pictures import rgb_image
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import ask_for_author, choose_video
from app.gui.shell.feature import Commands, Feature
from app.gui.start.missing_videos import MissingVideos
from app.gui.start.recent_videos import RecentVideos
from app.gui.start.remove_video import ask_to_remove
from app.gui.start.start_page import StartPage

BringBack = Callable[[Path, Callable[[], object]], None]


class StartController(Feature[ReviewSession]):
    """Where a video is chosen. What is in the cloud is brought back by `bring_back`."""

    def __init__(self, context: WindowContext, bring_back: BringBack, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._bring_back = bring_back
        self._window = window
        self.page = StartPage()
        self._recent = RecentVideos(
            self.page.videos, context.library, context.writer, context.jobs, self
        )
        self._missing_videos = MissingVideos(context, window)
        self._connect()

    def _connect(self) -> None:
        navigation = self._context.navigation
        self.page.author_entered.connect(self._context.settings.set_author)
        videos = self.page.videos
        videos.open_asked.connect(self._choose_video)
        videos.file_dropped.connect(navigation.open_video)
        videos.sample_asked.connect(self._open_sample)
        videos.video_chosen.connect(self._open_known)
        videos.removal_asked.connect(self._ask_to_remove)

    def commands(self) -> Commands:
        return {
            "open": self._choose_video,
            "start_page": self._context.navigation.show_start,
            "author": self._ask_for_author,
        }

    def enter(self, session: ReviewSession) -> None:
        super().enter(session)
        self._recent.remember(session.opened)

    def show(self) -> None:
        """Bring the page up to date; it is about to be seen."""
        settings = self._context.settings
        self.page.set_author(settings.author, settings.author_known)
        self.page.videos.set_open_key(self._context.actions.key_texts()["open"])
        self.refresh()

    def refresh(self) -> None:
        """Read the recent videos again."""
        self._recent.refresh()

    def _choose_video(self) -> None:
        choose_video(self._window, self._context.settings, self._context.navigation.open_video)

    def _open_known(self, fingerprint: str) -> None:
        path = self._recent.paths[fingerprint]
        self._bring_back(path, partial(self._missing_videos.look_at, fingerprint, path))

    def _open_sample(self) -> None:
        from app.workflows.sample.sample import first_picture, make_sample

        self.page.videos.set_sample_offered(False)
        preview = self._context.jobs.start(at_once(lambda: rgb_image(first_picture())))
        preview.succeeded.connect(partial(self._show_sample, preview))
        work = make_sample(self._context.library.folder / "sample")
        offer = self._context.navigation.offer_video
        job = self._context.workflows.run("Rendering the sample rally", work, offer)
        job.ended.connect(preview.cancel)
        job.ended.connect(partial(self.page.videos.set_sample_offered, True))

    def _show_sample(self, preview: Job, picture: QImage) -> None:
        if not preview.cancelled:  # the rally may be rendered, or given up, by now
            self.page.videos.set_sample_picture(picture)

    def _ask_to_remove(self, fingerprint: str) -> None:
        path = self._recent.paths[fingerprint]
        ask_to_remove(self._window, self._context.writer, fingerprint, path, self.refresh)

    def _ask_for_author(self) -> None:
        ask_for_author(self._window, self._context.settings, self.page.set_author)
