"""Plays a video exactly: what the user asks for, and which frame is on screen."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.gui_thread import GuiThread
from app.gui.playback.clock import Clock, PlaybackClock
from app.gui.playback.decoder import FrameListener, PlaybackDecoder
from app.gui.playback.pictures import ShownFrame
from app.gui.playback.playback_plan import PlaybackPlan, VideoTimeline
from app.gui.playback.presenter import Presenter
from app.gui.playback.shuttle import shuttled
from storage.media.frame_table import FrameTable

Loop = tuple[int, int]  # frames [first, stop)


class Player(QObject):
    """One video at a time, shown frame by frame or played in either direction.

    `position` is where the user wants to be and changes at once; `shown` is the frame on screen.
    No call waits for the file. The owner calls `close` before it goes away.
    """

    frame_shown = Signal(ShownFrame)
    position_changed = Signal(int)
    state_changed = Signal()  # playing, speed or loop
    dropped_changed = Signal(int)
    failed = Signal(Exception)  # reading went wrong; the player has paused

    def __init__(self, parent: QObject | None = None, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._clock = clock or PlaybackClock(time.monotonic)
        self._gui = GuiThread(self)
        self._presenter = Presenter(self._clock, self)
        self._presenter.presented.connect(self._present)
        self._presenter.dropped.connect(self._count_dropped)
        self._presenter.ended.connect(self.pause)
        self._normal_speed = 1.0
        self._speed = 1.0
        self._playing = False
        self._dropped = 0
        self._forget_video()

    def _forget_video(self) -> None:
        self._path: Path | None = None
        self._decoder: PlaybackDecoder | None = None
        self._timeline: VideoTimeline | None = (
            None  # None: a preview, of which only frame 0 is known
        )
        self._loop: Loop | None = None
        self._position = 0
        self._shown: int | None = None  # None while the frame asked for is still being read
        self._presenter.load(None)

    # the video

    def open_preview(self, path: Path) -> None:
        """Show the first frame of a video whose frame table is not known yet."""
        self.close()
        self._start_decoder(path, None)
        self.seek(0)

    def open(self, path: Path, table: FrameTable, position: int = 0) -> None:
        """Be at frame `position` of a video; takes over from its preview without a flicker."""
        previewed = self._shown if path == self._path and self._timeline is None else None
        self.close()
        self._timeline = VideoTimeline.of(table)
        self._start_decoder(path, table)
        self._shown = previewed
        self.seek(position)

    def close(self) -> None:
        """Let the video go. Nothing of it is shown or told any more; its threads end soon."""
        self.pause()
        if self._decoder is not None:
            self._decoder.close()
        self._forget_video()

    def _start_decoder(self, path: Path, table: FrameTable | None) -> None:
        self._path = path
        self._decoder = decoder = PlaybackDecoder(
            path,
            table,
            FrameListener(
                shown=lambda picture: self._hear(decoder, partial(self._show_asked, picture)),
                filled=lambda: self._hear(decoder, self._presenter.show_due),
                failed=lambda error: self._hear(decoder, partial(self._fail, error)),
            ),
        )

    def _hear(self, decoder: PlaybackDecoder, effect: Callable[[], Any]) -> None:
        """On the decoder's thread: have `effect` on the GUI thread, if the video is still open."""
        self._gui.call(lambda: effect() if decoder is self._decoder else None)

    # what there is to see

    @property
    def position(self) -> int:
        return self._position

    @property
    def shown(self) -> int | None:
        """The frame on screen; None while the one asked for is still being read."""
        return self._shown

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def speed(self) -> float:
        """Of play, negative backwards; while paused the speed that `play` will have."""
        return self._speed

    @property
    def loop(self) -> Loop | None:
        return self._loop

    @property
    def dropped(self) -> int:
        """Frames that came too late to be shown since play was last started."""
        return self._dropped

    @property
    def _last(self) -> int:
        return 0 if self._timeline is None else self._timeline.last

    # what the user asks for

    def seek(self, index: int) -> None:
        """Go to frame `index`, held inside the video; play goes on from there."""
        if self._decoder is None:
            return
        index = min(max(index, 0), self._last)
        if index != self._shown:
            self._presenter.load(None)
            self._shown = None
            self._decoder.show(index)
        self._set_position(index)

    def step(self, frames: int) -> None:
        """Pause, and move by `frames`; negative steps back."""
        self.pause()
        target = min(max(self._position + frames, 0), self._last)
        if (ready := self._presenter.take(target)) is not None:
            self._present(ready)
        else:
            self.seek(target)

    def play(self) -> None:
        """Play at the normal speed; at the end of the video from its other end."""
        if self._playing:
            return
        end, other = (self._last, 0) if self._speed > 0 else (0, self._last)
        if self._loop is None and self._position == end:
            self.seek(other)
        self._start(self._speed)

    def pause(self) -> None:
        """Stand still at the frame on screen; faster play is over with it."""
        if not self._playing:
            return
        self._playing = False
        self._speed = self._normal_speed
        self._presenter.stop()
        self.state_changed.emit()

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """J (-1), K (0) and L (1): faster that way, or slower where play goes the other way."""
        if direction == 0:
            self.pause()
        elif self._playing:
            self._change_speed(shuttled(self._speed, direction))
        else:
            self._start(shuttled(0, direction))

    def set_speed(self, speed: float) -> None:
        """Set the normal speed, negative backwards, for now and for `play` from now on."""
        if speed == 0:
            raise ValueError("a speed of 0 is a pause")
        self._normal_speed = speed
        self._change_speed(speed)

    def set_loop(self, loop: Loop | None) -> None:
        """Play frames `[first, stop)` over and over; None ends that.

        A seek to a frame outside leaves the loop until play is started again.
        """
        if loop is not None and not 0 <= loop[0] < loop[1] <= self._last + 1:
            raise ValueError(f"loop {loop} in a video of {self._last + 1} frames")
        self._loop = loop
        self._presenter.load(None)
        if self._playing:
            self._enter_loop()
            self._run()
        self.state_changed.emit()

    def look_around(self, loop: Loop, frame: int, speed: float) -> None:
        """Play `loop` over and over at `speed`, from `frame` on; a pause ends that speed."""
        self.pause()
        self.set_loop(loop)
        self.seek(frame)
        self._start(speed)

    # what comes of it

    def _start(self, speed: float) -> None:
        if self._timeline is None:
            return
        self._playing = True
        self._speed = speed
        self._count_dropped(-self._dropped)
        self._enter_loop()
        self._run()
        self.state_changed.emit()

    def _enter_loop(self) -> None:
        if self._loop is not None and not self._within(self._loop, self._position):
            self.seek(self._loop[0] if self._speed > 0 else self._loop[1] - 1)

    @staticmethod
    def _within(loop: Loop | None, index: int) -> bool:
        return loop is not None and loop[0] <= index < loop[1]

    def _change_speed(self, speed: float) -> None:
        self._speed = speed
        if self._playing:
            self._run()
        self.state_changed.emit()

    def _run(self) -> None:
        """Play on from the frame on screen; where that is still being read, later."""
        if self._shown is None or self._timeline is None or self._decoder is None:
            return
        if not self._presenter.set_speed(self._speed):
            loop = self._loop if self._within(self._loop, self._shown) else None
            plan = PlaybackPlan(self._timeline, self._shown, self._speed, loop)
            # the decoder looks at the clock at once
            self._clock.start(plan.place.shows_at, 0.0)
            self._presenter.load(self._decoder.play(plan, self._clock.position))
        self._presenter.run()

    def _present(self, picture: ShownFrame) -> None:
        if picture.full:
            self._shown = picture.index
            self._set_position(picture.index)
        self.frame_shown.emit(picture)

    def _show_asked(self, picture: ShownFrame) -> None:
        """Show the frame that was sought; what was asked for before it is out of date."""
        if self._shown is not None or (picture.full and picture.index != self._position):
            return
        self._present(picture)
        if self._playing:
            self._run()

    def _fail(self, error: Exception) -> None:
        self.pause()
        self._presenter.load(None)
        self.failed.emit(error)

    def _set_position(self, index: int) -> None:
        if index != self._position:
            self._position = index
            self.position_changed.emit(index)

    def _count_dropped(self, frames: int) -> None:
        if frames:
            self._dropped += frames
            self.dropped_changed.emit(self._dropped)
