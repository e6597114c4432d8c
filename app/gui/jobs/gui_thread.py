"""The one way from a worker thread back to the GUI thread."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class GuiThread(QObject):
    """Calls made from any thread, run in order on the thread this object lives in.

    Signals that others connect to and disconnect from are emitted on the GUI thread alone: PySide
    is not safe against a connection that goes away while another thread emits.
    """

    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # the calls wait here and not in Qt's event queue, which must not outlive Python objects
        self._waiting: deque[Callable[[], object]] = deque()
        self._woken.connect(self._run_waiting, Qt.ConnectionType.QueuedConnection)

    def call(self, work: Callable[[], object]) -> None:
        """Run `work` once the event loop comes to it."""
        self._waiting.append(work)
        self._woken.emit()

    @Slot()
    def _run_waiting(self) -> None:
        self._waiting.popleft()()
