"""The heat map of the frame on screen: asked for, computed on a worker, kept for a while."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.gui.review.active_run import ActiveRun
from app.gui.review.heat_source import HeatSource, HeatStep, Subject
from app.gui.review.models import ModelChoice
from app.workflows.videos import OpenedVideo
from storage.library.library import Library
from widgets.picture.heat_painting import Heat, heat_of

_KEPT = 64  # frames
_AHEAD = 12  # frames looked ahead while playing: maps come by the window, and take their time


class HeatOverlay(QObject):
    """Shows what the active run's net sees; the chosen model's where nothing has been analysed.

    While the video plays, frames whose map does not come in time are left out.
    """

    changed = Signal()  # there is more to show, or less

    def __init__(
        self,
        library: Library,
        opened: OpenedVideo,
        jobs: Jobs,
        models: ModelChoice,
        active: ActiveRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._opened = opened
        self._jobs = jobs
        self._models = models
        self._active = active
        self._shown = False
        self._source: HeatSource | None = None
        self._job: Job | None = None
        self._maps: OrderedDict[int, Heat] = OrderedDict()
        self._missing_videos: set[int] = set()
        self._asked: int | None = None  # the frame that is being computed
        self._doing = self._fault = ""
        models.changed.connect(self._start_afresh)
        active.changed.connect(self._start_afresh)

    @property
    def shown(self) -> bool:
        """Whether heat is wanted on screen."""
        return self._shown

    def toggle(self) -> None:
        self._shown = not self._shown
        self._start_afresh()

    def close(self) -> None:
        """Compute no more."""
        source, self._source = self._source, None
        if source is not None:
            source.wish.close()
            if self._job is None:
                source.close()
            else:
                self._job.cancel()
                self._job.ended.connect(source.close)
                self._job = None

    def at(self, frame: int) -> Heat | None:
        """The map of `frame` if it is there and wanted."""
        return self._maps.get(frame) if self._shown else None

    def missing(self, frame: int) -> str:
        """Why there will be no map of `frame`; empty as far as is known."""
        lost = "No heat map: this frame cannot be decoded." if frame in self._missing_videos else ""
        return self._fault or lost

    def note(self, frame: int, waiting: bool) -> str:
        """What is said of the map of `frame`; `waiting`: it is worth saying that it is not there.

        Empty while heat is not wanted.
        """
        if not self._shown:
            return ""
        reason = self.missing(frame)
        if reason:
            return reason
        name = f"Heat of {self._subject(frame).model}"
        if frame in self._maps or not waiting:
            return name
        return f"{name}: {self._doing or 'computing…'}"

    def look(self, frame: int, step: int) -> None:
        """`frame` is on screen; `step` is the way that play goes, 0 at rest."""
        if not self._shown:
            return
        if self._source is None or self._source.subject != self._subject(frame):
            self._open(self._subject(frame))
        wanted = self._wanted(frame, step)
        if wanted is None or self._fault or self._source is None:
            return
        if self._job is None:
            self._ask(self._source, wanted)
            self._run()
        elif step == 0 and wanted != self._asked:
            # what is being computed in play is let finish, or nothing would ever be
            self._ask(self._source, wanted)

    def _wanted(self, frame: int, step: int) -> int | None:
        """The next frame without a map, on the way that play goes."""
        ahead = range(frame, frame + step * _AHEAD, step) if step else [frame]
        for index in ahead:
            inside = 0 <= index < len(self._opened.table)
            if inside and index not in self._maps and index not in self._missing_videos:
                return index
        return None

    def _subject(self, frame: int) -> Subject:
        run = self._active.run
        if run is not None and run.first <= frame < run.stop:
            return Subject(run.model, self._models.device, run)
        return Subject(self._models.chosen, self._models.device)

    def _ask(self, source: HeatSource, frame: int) -> None:
        self._asked = frame
        source.wish.want(frame)

    def _open(self, subject: Subject) -> None:
        self.close()
        self._maps.clear()
        self._missing_videos.clear()
        self._doing = self._fault = ""
        self._source = HeatSource(self._library, self._opened, subject)

    def _start_afresh(self) -> None:
        self.close()
        self._maps.clear()
        self.changed.emit()

    def _run(self) -> None:
        assert self._source is not None
        source = self._source
        self._job = job = self._jobs.start(source.serve())
        job.progressed.connect(lambda step: self._take(source, step))
        job.ended.connect(lambda: self._end(source))

    def _take(self, source: HeatSource, step: HeatStep) -> None:
        if source is not self._source:
            return
        self._doing, self._fault = step.doing, step.fault
        if step.lost is not None:
            self._missing_videos.add(step.lost)
        for heat_map in step.maps:
            self._maps[heat_map.frame] = heat_of(heat_map.scores, heat_map.width, heat_map.height)
        while len(self._maps) > _KEPT:
            self._maps.popitem(last=False)
        self.changed.emit()

    def _end(self, source: HeatSource) -> None:
        if source is self._source:
            self._job = None
            if source.wish:  # it came while the last one was being computed
                self._run()
