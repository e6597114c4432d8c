"""What a press of the track button would do now: which frames, with which model, if any."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.active_run import ActiveRun
from app.gui.review.in_out_range import InOutRange
from app.gui.review.models import ModelChoice
from app.gui.review.tracking import Tracking
from storage.library.predictions.predictions import done_chunks
from storage.quantities import number
from storage.records import CHUNK, Run


@dataclass(frozen=True, slots=True)
class Offer:
    """What the button says, and whether there is anything left to track."""

    text: str
    possible: bool = True


class TrackOffer(QObject):
    """Keeps the offer in step with the range, the chosen model and what has been tracked."""

    changed = Signal(object)  # an Offer

    def __init__(
        self,
        writer: LibraryWriter,
        in_out_range: InOutRange,
        models: ModelChoice,
        active: ActiveRun,
        tracking: Tracking,
        video_frames: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self._in_out_range = in_out_range
        self._models = models
        self._active = active
        self._video_frames = video_frames
        for signal in (in_out_range.changed, models.changed, active.changed, tracking.ended):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Look again at what has been tracked."""
        run, model = self._active.run, self._models.chosen
        wanted = self._in_out_range.frames or range(self._video_frames)
        whole = self._in_out_range.frames is None

        def request(db: Database) -> Offer:
            return offer_of(wanted, whole, _left(db, run, model, wanted))

        self._writer.submit(self, request, self.changed.emit)


def offer_of(wanted: range, whole: bool, left: int) -> Offer:
    """The offer for frames of which `left` are not tracked yet; `whole`: they are the video."""
    if left == 0:
        return Offer("Tracked" if whole else "Range tracked", possible=False)
    if not whole:
        return Offer(f"Track the range ({number(len(wanted))} frames)")
    return Offer("Track the ball" if left == len(wanted) else "Continue tracking")


def _left(db: Database, run: Run | None, model: str, wanted: range) -> int:
    """How many of the wanted frames the chosen model has not looked at, as far as is shown."""
    if run is None or run.model != model or run.task != "ball":
        return len(wanted)
    done = done_chunks(db, run.id)
    return sum(
        len(range(max(wanted.start, chunk * CHUNK), min(wanted.stop, (chunk + 1) * CHUNK)))
        for chunk in range(wanted.start // CHUNK, -(-wanted.stop // CHUNK))
        if chunk not in done
    )
