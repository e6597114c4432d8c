"""Shows the pictures of a stream when their time has come."""

import math

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.gui.playback.clock import Clock
from app.gui.playback.pictures import ShownFrame
from app.gui.playback.playback_plan import Due
from app.gui.playback.stream import Stream


class Presenter(QObject):
    """Runs one stream at a time by the clock: the newest picture that is due, never one too soon.

    The clock waits for the first picture, and wherever the plan says that it may.
    """

    presented = Signal(ShownFrame)
    dropped = Signal(int)  # so many frames came too late to be shown, up to normal speed
    ended = Signal()  # the last picture of the video has been presented

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.show_due)
        self._stream: Stream | None = None
        self._place = Due(0, 0.0, 0.0, holds=True)  # of the picture on screen
        self._running = False
        self._held = True  # the clock waits for the next picture

    def load(self, stream: Stream | None) -> None:
        """Take the pictures of `stream` from now on; None shows nothing."""
        self.stop()
        self._stream = stream
        if stream is not None:
            self._place = stream.plan.place

    def run(self) -> None:
        """Go on from the picture on screen, which gets its full time first."""
        if not self._running:
            self._running = True
            self._hold(self._place.shows_at)
        self.show_due()

    def stop(self) -> None:
        self._running = False
        self._timer.stop()
        self._clock.pause()

    def set_speed(self, speed: float) -> bool:
        """Give the stream this speed; False where there is none that goes this way."""
        if self._stream is None or self._stream.plan.forward != (speed > 0):
            return False
        self._stream.plan.speed = speed
        if self._running and not self._held:
            self._clock.start(self._clock.position(), speed)
        return True

    def take(self, index: int) -> ShownFrame | None:
        """While stopped: move on to frame `index` if its picture is ready."""
        item = None if self._stream is None else self._stream.take(index)
        if item is None:
            return None
        self._place = item.due
        return item.picture

    def show_due(self) -> None:
        """Present what is due now; then wait for the next picture, or for its time."""
        if (stream := self._stream) is None or not self._running:
            return
        items = stream.take_due(self._clock.position())
        late = max(0, len(items) - 1) + stream.take_late()
        # leaving frames out is what faster play is made of
        if late and abs(stream.plan.speed) <= 1:
            self.dropped.emit(late)
        if items:
            self._place = items[-1].due
            self.presented.emit(items[-1].picture)
        # whoever was told may have stopped all this
        if self._stream is stream and self._running:
            self._await_next(stream)

    def _await_next(self, stream: Stream) -> None:
        """Set the timer; without a picture at hand it is the stream that calls `show_due`."""
        speed = stream.plan.speed
        if (head := stream.head()) is not None:
            if self._held:
                self._held = False
                self._clock.start(self._clock.position(), speed)
            self._wake_at(head.due.shows_at, speed)
        elif stream.finished:
            self.stop()
            self.ended.emit()
        elif self._place.holds and not self._held:
            if (self._clock.position() - self._place.gone_at) * speed < 0:
                self._wake_at(self._place.gone_at, speed)
            else:
                self._hold(self._place.gone_at)

    def _hold(self, position: float) -> None:
        self._held = True
        self._clock.start(position, 0.0)

    def _wake_at(self, position: float, speed: float) -> None:
        seconds = (position - self._clock.position()) / speed
        self._timer.start(max(0, math.ceil(seconds * 1000)))
