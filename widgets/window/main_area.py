"""The middle of the window: pages, a strip below them, a notice at the bottom."""

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from widgets.window.notice_bar import NoticeBar

_JOBS = 620  # pixels that title, bar, rate and Cancel of a job take
_NARROWEST = 360  # of a notice beside them
_MOVING = (
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
    QEvent.Type.Move,
    QEvent.Type.Resize,
)


class MainArea(QWidget):
    """A notice comes and goes without moving anything: the picture under review stands still.

    It lies over the strip while that has nothing to show, else beside the jobs in it; only where
    the window is too narrow for both it lies just above, over what is lowest on the page.
    """

    page_focus_asked = Signal()  # the keyboard has lost its place, and belongs to the page

    def __init__(
        self, pages: QWidget, job_bars: QWidget, notice: NoticeBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        self._job_bars = job_bars
        self._job_bars_in_use = False
        self._corner: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(pages, 1)
        column.addWidget(job_bars)
        notice.setParent(self)
        notice.installEventFilter(self)
        job_bars.installEventFilter(self)
        notice.hide()

    def watch_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Focus has moved from one widget to another.

        Where its widget has gone, Qt moves it to the next one, which may be the Cancel of a job.
        Only who tabs there is meant to get there.
        """
        gone = old is None or not isValid(old) or not old.isVisible()
        beside = new is not None and any(
            part.isAncestorOf(new) for part in (self._job_bars, self._notice)
        )
        if gone and beside:
            self.page_focus_asked.emit()

    def set_job_bars_in_use(self, in_use: bool) -> None:
        """Whether the strip shows what must not be covered."""
        self._job_bars_in_use = in_use
        self._place_notice()

    def keep_free(self, corner: QWidget) -> None:
        """Let notifications end where this widget, at the right end of the bar, begins."""
        self._corner = corner
        corner.installEventFilter(self)

    def _place_notice(self) -> None:
        # not its size hint: that is of a narrow column, in which its words take many lines
        left, width, bottom = 0, self.width(), self.height()
        beside = self._room_beside_jobs()
        self._job_bars.setContentsMargins(0, 0, beside, 0)
        if beside:
            left, width = width - beside, beside
        elif self._job_bars_in_use:
            bottom = self._job_bars.y()
        elif self._corner is not None and self._corner.isVisible():
            width = self._corner.mapTo(self, QPoint()).x()
        height = self._notice.heightForWidth(width)
        if beside or not self._job_bars_in_use:
            height = max(height, self._job_bars.height())
        self._notice.setGeometry(left, bottom - height, width, height)
        self._notice.raise_()

    def _room_beside_jobs(self) -> int:
        """How wide the notice is that the jobs make room for; 0 where they do not."""
        room = self.width() - _JOBS
        asked = self._job_bars_in_use and not self._notice.isHidden()
        return room if asked and room >= _NARROWEST else 0

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_notice()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING:
            self._place_notice()
        return super().eventFilter(watched, event)
