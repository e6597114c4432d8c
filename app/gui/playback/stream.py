"""The pictures of one go at playing, between the thread that makes them and the one that shows."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

from app.gui.playback.pictures import ShownFrame
from app.gui.playback.playback_plan import Due, PlaybackPlan
from storage.media.reader import ReadCancelled

# even when all are late one is shown now and then, so that the picture never stands still
STILL_SECONDS = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class DuePicture:
    """A picture and when to show it."""

    due: Due
    picture: ShownFrame


class Stream:
    """A bounded ring of pictures in order of play; `wake` guards it and tells of each change."""

    def __init__(self, plan: PlaybackPlan, clock: Callable[[], float], room: int, wake: Condition):
        self.plan = plan
        self._clock = clock
        self._room = room
        self._wake = wake
        self._ring: deque[DuePicture] = deque()
        self._ended = False
        self._hungry = False
        self._late = 0
        self._converted_at = 0.0

    # the side that makes pictures

    def next_due(self) -> Due | None:
        """The frame to read next; None at the end of the video."""
        due = self.plan.advance(self._clock())
        if due is not None:
            self._count_late(due.left_out)
        return due

    def leaves_out(self, due: Due) -> bool:
        """Whether a frame that was read is too late to be worth converting; counts it as late."""
        now = time.monotonic()
        on_time = self.plan.behind(due, self._clock()) <= 0
        if on_time or now - self._converted_at > STILL_SECONDS:
            self._converted_at = now
            return False
        self._count_late(1)
        return True

    def put(self, item: DuePicture, cancelled: Callable[[], bool]) -> bool:
        """Add `item` once there is room; whether somebody waits for it. May raise ReadCancelled."""
        with self._wake:
            self._wake.wait_for(lambda: len(self._ring) < self._room or cancelled())
            if cancelled():
                raise ReadCancelled
            self._ring.append(item)
            return self._fed()

    def end(self) -> bool:
        """No picture comes after those; whether somebody waits for one."""
        with self._wake:
            self._ended = True
            return self._fed()

    def _count_late(self, frames: int) -> None:
        with self._wake:
            self._late += frames

    def _fed(self) -> bool:
        hungry, self._hungry = self._hungry, False
        return hungry

    # the side that shows pictures

    def take_due(self, clock: float) -> list[DuePicture]:
        """All pictures whose time has come, in order; the last of them is the one to show."""
        taken: list[DuePicture] = []
        with self._wake:
            while self._ring and self._is_due(self._ring[0].due, clock):
                taken.append(self._ring.popleft())
            self._wake.notify_all()
        return taken

    def take(self, index: int) -> DuePicture | None:
        """The picture of frame `index` if it is in the ring; those before it are let go."""
        with self._wake:
            if all(item.due.index != index for item in self._ring):
                return None
            while (item := self._ring.popleft()).due.index != index:
                pass
            self._wake.notify_all()
            return item

    def head(self) -> DuePicture | None:
        """The next picture. Where there is none yet, whoever makes it is asked to tell."""
        with self._wake:
            self._hungry = not self._ring
            return self._ring[0] if self._ring else None

    @property
    def finished(self) -> bool:
        """Whether the last picture of the video has been taken."""
        return self._ended and not self._ring

    def take_late(self) -> int:
        """How many frames were left out as too late since the last call."""
        with self._wake:
            late, self._late = self._late, 0
        return late

    def _is_due(self, due: Due, clock: float) -> bool:
        return due.shows_at <= clock if self.plan.forward else due.shows_at >= clock
