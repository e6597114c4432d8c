"""Streams of blank pictures, for tests that need no video."""

from collections.abc import Callable
from threading import Condition

import numpy as np
from PySide6.QtGui import QImage

from app.gui.playback.pictures import ShownFrame
from app.gui.playback.playback_plan import PlaybackPlan, VideoTimeline
from app.gui.playback.stream import DuePicture, Stream

RATE = 10  # frames a second: frame i starts at i / 10


def blank(index: int) -> ShownFrame:
    return ShownFrame(index, index, QImage(), damaged=False)


def stream(
    start: int = 0,
    speed: float = 1,
    loop: tuple[int, int] | None = None,
    frames: int = 20,
    keys: tuple[int, ...] = (0,),
    room: int = 8,
    clock: Callable[[], float] | None = None,
) -> Stream:
    timeline = VideoTimeline(np.arange(frames + 1) / RATE, np.array(keys), RATE)
    plan = PlaybackPlan(timeline, start, speed, loop)
    return Stream(plan, clock or (lambda: plan.place.shows_at), room, Condition())


def feed(stream: Stream, pictures: int) -> bool:
    """Put the next pictures into `stream`; whether somebody waited for one of them."""
    waited_for = False
    for _ in range(pictures):
        if (due := stream.next_due()) is None:
            return stream.end() or waited_for
        waited_for |= stream.put(DuePicture(due, blank(due.index)), lambda: False)
    return waited_for
