"""The strip at the bottom of the window: one bar for each long job at work."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.jobs.jobs import Job
from storage.progress import Progress, RateEstimate
from storage.quantities import rate_text
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.window.job_bar import JobBar

_ROW = 38  # pixels that one bar takes
_PATIENCE = 250  # milliseconds before a job gets a bar: what is done by then needs none


class JobBars(QWidget):
    """Shows jobs while they run, and lets the user cancel them; says `idle` while there are none.

    One row is always there, so that the page above does not move when a job starts or ends.
    """

    in_use_changed = Signal(bool)  # whether there is a job to be seen

    def __init__(self, idle: str = "", details: str = "", parent: QWidget | None = None) -> None:
        """`details` of what is said while idle are its tool tip."""
        super().__init__(parent)
        self.setObjectName("job_strip")
        self._idle = PlainLabel()
        self.set_idle(idle, details)
        self._idle.setProperty("role", "muted")
        self._idle.setContentsMargins(12, 4, 12, 4)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._idle)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._column, 1)
        self.setMinimumHeight(_ROW)

    def set_idle(self, text: str, details: str = "") -> None:
        """Say something else while nothing is at work."""
        self._idle.setText(text)
        self._idle.setToolTip(tool_tip(details))

    def set_corner(self, widget: QWidget) -> None:
        """Something that is always seen at the right, whatever is at work."""
        corner = QVBoxLayout()
        corner.setContentsMargins(0, 0, 8, 4)  # level with the words of the lowest row
        corner.addStretch(1)
        corner.addWidget(widget)
        self._row.addLayout(corner)

    def add(self, title: str, job: Job) -> None:
        """Show `job`, whose steps are Progress or None, until it ends."""
        row = _JobRow(title, job)
        row.toggled.connect(self._show_idle)
        self._column.addWidget(row)

    def _show_idle(self) -> None:
        rows = self.findChildren(_JobRow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        in_use = any(row.at_work for row in rows)
        self._idle.setVisible(not in_use)
        self.in_use_changed.emit(in_use)


class _JobRow(JobBar):
    """The bar of one job, shown once the job has taken long enough to be worth a look."""

    toggled = Signal()

    def __init__(self, title: str, job: Job) -> None:
        super().__init__(title)
        self._job = job
        self._estimate = RateEstimate()
        self.at_work = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._appear)
        self._patience.start()
        self.cancel_asked.connect(self._stop)
        job.progressed.connect(self._show_step)
        job.ended.connect(self._go)
        self.hide()

    def _appear(self) -> None:
        self.at_work = True
        self.show()
        self.toggled.emit()

    def _show_step(self, step: Progress | None) -> None:
        if step is None:
            return
        rate, left = self._estimate.update(step)
        if step.message:
            self.set_progress(0, None, step.message)
        else:
            self.set_progress(step.done, step.total, rate_text(rate, step.unit), left)

    def _stop(self) -> None:
        self.set_cancelling(True)
        self._job.cancel()

    def _go(self) -> None:
        self._patience.stop()
        self.at_work = False
        self.hide()
        self.toggled.emit()
        self.deleteLater()
