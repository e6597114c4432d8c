"""From a file to a video under review: the first picture at once, all else when it is read."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.gui.playback.pictures import ShownFrame
from app.gui.playback.player import Player
from app.gui.review.review_data import OpenedReview, open_review
from app.gui.review.review_page import ReviewPage
from storage.library.library import Library


class OpeningJob(QObject):
    """Shows a preview of the file while its frame table and labels are being read."""

    ready = Signal(object)  # OpenedReview
    given_up = Signal()  # cancelled by the user, or failed

    def __init__(
        self, page: ReviewPage, player: Player, library: Library, path: Path, jobs: Jobs
    ) -> None:
        super().__init__(page)
        self._page = page
        self._player = player
        self._review: OpenedReview | None = None
        page.picture.set_editable(False)
        page.picture.set_message("Opening the video…", path.name)
        player.frame_shown.connect(self._show_preview)
        player.open_preview(path)
        self.job: Job = jobs.start(open_review(library, path))
        self.job.succeeded.connect(self._finish)
        self.job.ended.connect(self._end)

    def cancel(self) -> None:
        """Stop reading, and let the preview go."""
        self.job.cancel()
        self._player.close()

    def _show_preview(self, shown: ShownFrame) -> None:
        self._page.picture.set_message("")
        self._page.picture.set_picture(shown.image)
        self._page.picture.set_badge("Reading the frame table…")

    def _finish(self, review: OpenedReview) -> None:
        self._review = review
        self._player.frame_shown.disconnect(self._show_preview)
        self._page.picture.set_message("")
        self._page.picture.set_badge("")
        # the preview stays on screen as frame 0 of the video
        self._page.picture.set_editable(True)
        self.ready.emit(review)

    def _end(self) -> None:
        if self._review is None:
            self.given_up.emit()
