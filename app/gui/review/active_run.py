"""Which analysis is on screen: read anew whenever another one may be."""

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.label_model import LabelModel
from app.gui.review.tracking import Tracking
from app.workflows.analysis.track_ball import AnalysisProgress
from storage.library.predictions.runs import active_run
from storage.records import Run


class ActiveRun(QObject):
    """The run whose predictions are shown, as the library last said."""

    changed = Signal()  # another run, or none
    written = Signal(int, int)  # it has new predictions in frames [first, stop)

    def __init__(
        self,
        writer: LibraryWriter,
        labels: LabelModel,
        tracking: Tracking,
        video: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self.video = video  # its fingerprint
        self._run: Run | None = None
        self._is_new = False  # the run being written is not known yet
        labels.replaced.connect(self.read)
        tracking.started.connect(self._expect)
        tracking.progressed.connect(self._follow)
        tracking.ended.connect(self.read)
        self.read()

    @property
    def run(self) -> Run | None:
        return self._run

    def read(self) -> None:
        """Ask the library which run is shown."""
        self._writer.submit(self, lambda db: active_run(db, self.video), self._take)

    def _take(self, run: Run | None) -> None:
        if run != self._run:
            self._run = run
            self.changed.emit()

    def _expect(self) -> None:
        self._is_new = True

    def _follow(self, progress: AnalysisProgress) -> None:
        if progress.written is None:
            return
        if self._is_new:  # it is active from its first chunk on
            self._is_new = False
            self.read()
        self.written.emit(*progress.written)


def run_title(run: Run | None) -> str:
    """What an analysis is called where only one is named."""
    return "" if run is None else f"{run.model}, {run.created.astimezone():%d %b %H:%M}"
