"""Whose heat map is shown, and the work that computes it."""

from collections import deque
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from app.workflows.videos import OpenedVideo
from inference.ball.detection.detector import load_detector
from inference.models.locations import MOTION, installed_model
from inference.runtime.calls import CallEnded, CallScope
from storage.errors import UserError
from storage.library.library import Library
from storage.library.predictions.predictions import candidates
from storage.media.reader import ReadCancelled
from storage.progress import map_steps
from storage.records import CHUNK, Run

if TYPE_CHECKING:  # networks take seconds to import: only where heat is wanted
    from inference.ball.detection.heatmaps import HeatMap, HeatMaps
    from inference.ball.detection.net_detector import NetDetector


@dataclass(frozen=True, slots=True)
class Subject:
    """The net that is asked: that of an analysis, or the chosen one where there is no analysis."""

    model: str
    device: str
    run: Run | None = None


@dataclass(frozen=True, eq=False)
class HeatStep:
    """What has come of it so far."""

    maps: "tuple[HeatMap, ...]" = ()
    lost: int | None = None  # a frame that has no map, since the file has lost it
    doing: str = ""  # what has to be done first
    fault: str = ""  # why there will be no map at all


class Wish:
    """The frame that is wanted, for the thread that computes; the newest wish wins.

    It holds no Qt object, and outlives the window for the moment that a computation takes.
    """

    def __init__(self) -> None:
        self.calls = CallScope()  # of the thread that computes
        self._frame: deque[int] = deque(maxlen=1)
        self._closed = Event()

    def __bool__(self) -> bool:
        return bool(self._frame)

    def want(self, frame: int) -> None:
        self._frame.append(frame)

    def take(self) -> int | None:
        """The frame to do next, which is wanted no more."""
        try:
            return self._frame.popleft()
        except IndexError:
            return None

    def close(self) -> None:
        """Want nothing any more."""
        self._closed.set()
        self._frame.clear()
        self.calls.end()

    def is_outdated(self) -> bool:
        """Whether another frame is wanted by now, or none."""
        return bool(self._frame) or self._closed.is_set()


class HeatSource:
    """Computes the maps of one subject; to be used by one thread at a time."""

    def __init__(self, library: Library, opened: OpenedVideo, subject: Subject) -> None:
        self.subject = subject
        self.wish = Wish()
        self._library = library
        self._opened = opened
        self._maps: HeatMaps | None = None

    def serve(self) -> Generator[HeatStep, None, None]:
        """Compute what is wanted, until nothing is. A fault of the world is told as a step."""
        with self.wish.calls.entered():
            yield from self._served()

    def _served(self) -> Generator[HeatStep, None, None]:
        try:
            if self._maps is None:
                self._maps = yield from self._ready()
            while (frame := self.wish.take()) is not None:
                try:
                    found = self._maps.around(frame, self._cuts(frame), self.wish.is_outdated)
                except (ReadCancelled, CallEnded):
                    continue
                yield HeatStep(tuple(found), lost=None if found else frame)
        except UserError as error:
            yield HeatStep(fault=str(error))

    def close(self) -> None:
        """Let the file go. Not while `serve` is at work."""
        if self._maps is not None:
            self._maps.close()

    def _ready(self) -> "Generator[HeatStep, None, HeatMaps]":
        run = self.subject.run
        if self.subject.model == MOTION:
            raise UserError("The motion model has no heat map.", "Show its candidates instead.")
        if run is not None and not run.weights:
            raise UserError("No heat map: this analysis was imported from a file.")
        from inference.ball.detection.heatmaps import HeatMaps

        detector = yield from self._detector()
        if run is not None and detector.weights != run.weights:
            raise UserError(
                f"No heat map: the model {run.model} has changed since this analysis.",
                "Track the ball again.",
            )
        return HeatMaps(detector, self._opened.video, self._opened.table)

    def _detector(self) -> "Generator[HeatStep, None, NetDetector]":
        from inference.ball.detection.net_detector import NetDetector

        video, table = self._opened.video, self._opened.table
        model, device = self.subject.model, self.subject.device
        try:
            if self.subject.run is not None:  # a name from anywhere, which must not lead anywhere
                model = str(installed_model(model, self._library.models))
            work = load_detector(model, video, table, self._library.models, device)
            detector = yield from map_steps(work, lambda doing: HeatStep(doing=doing))
        except UserError as error:
            if self.subject.run is None:
                raise
            raise UserError(f"No heat map of this analysis: {error.title}") from error
        assert isinstance(detector, NetDetector)
        return detector

    def _cuts(self, frame: int) -> list[int]:
        """The starts of shots around `frame`, as the analysis saw them."""
        if self.subject.run is None:
            return []
        first = max(0, frame // CHUNK - 1) * CHUNK
        with closing(self._library.connect()) as db:
            peaks = candidates(db, self.subject.run.id, first, frame // CHUNK * CHUNK + CHUNK)
        return [first + int(cut) for cut in peaks.cut.nonzero()[0]]
