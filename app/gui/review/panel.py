"""Keeps the panel "Ball" in step with the shown frame."""

from PySide6.QtCore import QObject, QTimer
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.labels.track_counts import TrackCounts
from app.gui.review.active_run import ActiveRun, run_title
from app.gui.review.label_model import LabelModel
from app.gui.review.track_offer import Offer
from storage.library.labels import StoredBall, ball_labels
from storage.library.predictions.tracks import shown_run
from storage.quantities import number
from storage.records import Review, Run, Source
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
        active: ActiveRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._labels = labels
        self._writer = writer
        self._active = active
        self._offer = Offer("", possible=False)
        self._places = 0  # that want a look
        self._counts = TrackCounts(labels.track)
        self._frame = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._ask_for_author)
        labels.changed.connect(self._show_labels)
        active.changed.connect(self._show_run)
        self._show_labels(0, len(labels.track))

    def show_frame(self, frame: int) -> None:
        self._frame = frame
        mark = mark_at(self._labels.track, frame)
        self._panel.set_mark(mark)
        self._panel.set_enabled_actions(sensible_actions(mark))
        self._rest.start()

    def show_offer(self, offer: Offer) -> None:
        """What the big button does: track, and where all is tracked go through what is doubtful."""
        self._offer = offer
        if offer.possible or not self._places:
            self._panel.set_track_offer(offer.text, offer.possible)
        else:
            text = f"Next doubtful ({number(self._places)})"
            self._panel.set_track_offer(text, True, "next_doubtful")

    def set_places(self, count: int) -> None:
        """How many doubtful places wait for a look."""
        self._places = count
        self.show_offer(self._offer)

    def stop(self) -> None:
        """Look up no more authors, whatever is shown yet while all is being closed."""
        self._rest.stop()
        self._rest.blockSignals(True)

    def _show_labels(self, first: int, stop: int) -> None:
        self._counts.update(self._labels.track, first, stop)
        self._panel.set_done(self._counts.analysed, self._counts.reviewed)
        self.show_offer(self._offer)
        if first <= self._frame < stop:
            self.show_frame(self._frame)

    def _show_run(self) -> None:
        self._panel.set_analysis(run_title(self._active.run))
        self._rest.start()

    def _ask_for_author(self) -> None:
        frame, video = self._frame, self._active.video

        def request(db: Database) -> tuple[StoredBall | None, Run | None]:
            stored = ball_labels(db, video, frame, frame + 1).get(frame)
            return stored, shown_run(db, video, frame)

        self._writer.submit(self, request, lambda told: self._show_author(frame, *told))

    def _show_author(self, frame: int, stored: StoredBall | None, run: Run | None) -> None:
        if frame == self._frame:
            self._panel.set_analysis(run_title(run))
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
