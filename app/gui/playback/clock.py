"""What time it is in the video: the clock that pictures are shown by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Media time, in seconds, going on at a rate; negative rates run backwards.

    The decode threads read `position` too, so reading it must be safe from every thread.
    """

    def start(self, position: float, rate: float) -> None:
        """Go on from `position`, `rate` seconds of the video each second."""

    def pause(self) -> None:
        """Stand still where the clock is now."""

    def position(self) -> float:
        """The media time now."""


@dataclass(frozen=True, slots=True)
class _Leg:
    """Since when the clock runs, from where, how fast; a rate of 0 stands still."""

    since: float
    position: float
    rate: float


class PlaybackClock:
    """The silent clock: it follows the time source `now`, in seconds, which never goes back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        # replaced as a whole, so that another thread never reads half a change
        self._leg = _Leg(now(), 0.0, 0.0)

    def start(self, position: float, rate: float) -> None:
        self._leg = _Leg(self._now(), position, rate)

    def pause(self) -> None:
        self.start(self.position(), 0.0)

    def seek(self, position: float) -> None:
        """Be at `position` now, running or paused as before."""
        self.start(position, self._leg.rate)

    def position(self) -> float:
        leg = self._leg
        return leg.position + (self._now() - leg.since) * leg.rate
