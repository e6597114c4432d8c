"""Keeps the panel "Ball" in step with the shown frame."""

from PySide6.QtCore import QObject, QTimer
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.label_model import LabelModel
from app.gui.review.track_counts import TrackCounts
from storage.library.labels import StoredBall, ball_labels
from storage.records import Review, Source
from widgets.picture.ball_marks import BallMark, mark_at
from widgets.review.track_panel import TrackPanel

_REST = 120  # milliseconds on one frame before its author is looked up


class BallPanel(QObject):
    """Shows what is known of one frame and which actions make sense on it."""

    def __init__(
        self,
        panel: TrackPanel,
        labels: LabelModel,
        writer: LibraryWriter,
        video: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._labels = labels
        self._writer = writer
        self._video = video
        self._counts = TrackCounts(labels.track)
        self._frame = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._ask_for_author)
        labels.changed.connect(self._show_labels)
        self._show_labels(0, len(labels.track))

    def show_frame(self, frame: int) -> None:
        self._frame = frame
        mark = mark_at(self._labels.track, frame)
        self._panel.set_mark(mark)
        self._panel.set_enabled_actions(sensible_actions(mark))
        self._rest.start()

    def stop(self) -> None:
        """Look up no more authors."""
        self._rest.stop()

    def _show_labels(self, first: int, stop: int) -> None:
        self._counts.update(self._labels.track, first, stop)
        self._panel.set_done(self._counts.analysed, self._counts.reviewed)
        if first <= self._frame < stop:
            self.show_frame(self._frame)

    def _ask_for_author(self) -> None:
        frame = self._frame

        def request(db: Database) -> StoredBall | None:
            return ball_labels(db, self._video, frame, frame + 1).get(frame)

        self._writer.submit(self, request, lambda stored: self._show_author(frame, stored))

    def _show_author(self, frame: int, stored: StoredBall | None) -> None:
        if frame == self._frame and stored is None:
            names = sensible_actions(mark_at(self._labels.track, frame))
            self._panel.set_enabled_actions(names - {"remove"})  # a model has filled it in
        elif frame == self._frame and stored is not None:
            mark = mark_at(self._labels.track, frame)
            self._panel.set_mark(mark, stored.author, stored.time.astimezone())


def sensible_actions(mark: BallMark | None) -> set[str]:
    """The actions of the panel that can change a frame that shows `mark`."""
    always = {"absent", "interpolate"}
    if mark is None:
        return always
    names = set(always)
    if mark.x is not None:
        names |= {"reject", "clear", "blurred", "occluded"}
    if mark.review is Review.UNREVIEWED:
        names.add("accept")
    if mark.review is not Review.UNREVIEWED or mark.source in (
        Source.INTERPOLATED,
        Source.RELINKED,
    ):
        names.add("remove")
    return names
