"""The in and out marks of the open video."""

from PySide6.QtCore import QObject, Signal


class InOutRange(QObject):
    """Marks `first` and `stop` (exclusive) in a video of `frames`; either may be missing.

    A missing in mark means the start, a missing out mark the end of the video.
    """

    changed = Signal()

    def __init__(self, frames: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = frames
        self._first: int | None = None
        self._stop: int | None = None

    @property
    def marks(self) -> tuple[int | None, int | None]:
        """In mark and out mark; the out mark is exclusive."""
        return self._first, self._stop

    @property
    def frames(self) -> range | None:
        """The frames between the marks, None while there are none."""
        if self._first is None and self._stop is None:
            return None
        return range(self._first or 0, self._frames if self._stop is None else self._stop)

    def mark_in(self, frame: int) -> None:
        """The range starts with `frame`; an out mark before it goes away."""
        stop = self._stop if self._stop is None or self._stop > frame else None
        self.set_marks(frame, stop)

    def mark_out(self, frame: int) -> None:
        """The range ends with `frame`, which is in it; an in mark after it goes away."""
        first = self._first if self._first is None or self._first <= frame else None
        self.set_marks(first, frame + 1)

    def set_marks(self, first: int | None, stop: int | None) -> None:
        if (first, stop) != (self._first, self._stop):
            self._first, self._stop = first, stop
            self.changed.emit()

    def clear(self) -> None:
        self.set_marks(None, None)
