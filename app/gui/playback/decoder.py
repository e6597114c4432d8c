"""The thread that reads frames for the player."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition, Thread

from app.gui.playback.pictures import ShownFrame, picture_of
from app.gui.playback.playback_plan import Due, PlaybackPlan
from app.gui.playback.read_ahead import ReadAhead
from app.gui.playback.stream import DuePicture, Stream
from storage.media.cache import CachedReader
from storage.media.frame_table import FrameTable
from storage.media.preview import first_frame
from storage.media.reader import Frame, ReadCancelled

# of decoded frames waiting to be converted, and of pictures waiting to be shown
READ_AHEAD_BYTES = 100 * 2**20
RING_BYTES = 80 * 2**20
RING_ROOM = 8
READ_AHEAD_ROOM = 32
CACHE_BYTES = 384 * 2**20
# reading on over so many frames is about as quick as reading a key frame
NEAR = 12


@dataclass(frozen=True, slots=True)
class FrameListener:
    """Whom the decoder tells, from its own thread and never after `close`."""

    shown: Callable[[ShownFrame], object]  # asked for by `show`
    filled: Callable[[], object]  # the stream that ran dry has a picture or is at its end
    failed: Callable[[Exception], object]


class PlaybackDecoder:
    """Reads one video file on a thread: single frames, or a stream of them to play.

    Latest wins: a new request takes the place of the one before, at the next packet. Without a
    table the first frame of the file is all that can be asked for.
    """

    def __init__(self, path: Path, table: FrameTable | None, listener: FrameListener) -> None:
        self._path = path
        self._table = table
        self._listener = listener
        self._wake = Condition()
        self._request: int | Stream | None = None
        self._asked = 0  # counts the requests
        self._served = 0  # which of them the thread is at
        self._closed = False
        self._reader: CachedReader | None = None
        self._last = -1  # the frame read last
        self._abandoned = False  # the frame asked for last was given up for a newer one
        # daemon: a program that dies must not wait for a video that nobody closed
        self._thread = Thread(target=self._run, name="decoder", daemon=True)
        self._thread.start()

    # called on the GUI thread; none of these waits

    def show(self, index: int) -> None:
        """Read frame `index` and tell `shown`; perhaps a stand-in for it first."""
        self._ask(index)

    def play(self, plan: PlaybackPlan, clock: Callable[[], float]) -> Stream:
        """Fill a stream with the frames of `plan`, from now on until another request comes."""
        stream = Stream(plan, clock, self._room(RING_BYTES, 4, RING_ROOM), self._wake)
        self._ask(stream)
        return stream

    def close(self) -> None:
        """Stop at the next packet; the thread then ends by itself."""
        with self._wake:
            self._closed = True
        self._ask(None)

    def _ask(self, request: int | Stream | None) -> None:
        with self._wake:
            self._request = request
            self._asked += 1
            self._wake.notify_all()

    def _room(self, budget: int, pixel_bytes: float, most: int) -> int:
        """How many frames of this video fit into `budget` bytes: 3 to `most`."""
        if self._table is None:
            return most
        stream = self._table.stream
        return max(3, min(most, int(budget / (stream.width * stream.height * pixel_bytes))))

    # the thread

    def _run(self) -> None:
        while (request := self._next_request()) is not None:
            try:
                if isinstance(request, int):
                    self._show(request)
                else:
                    self._fill(request)
            except ReadCancelled:
                self._abandoned = isinstance(request, int)
            except Exception as error:
                self._let_go()  # a file that comes back is opened anew
                self._tell(partial(self._listener.failed, error))
        self._let_go()

    def _next_request(self) -> int | Stream | None:
        with self._wake:
            self._wake.wait_for(self._superseded)
            self._served = self._asked
            return self._request

    def _superseded(self) -> bool:
        return self._asked != self._served

    def _show(self, index: int) -> None:
        if self._abandoned:
            self._show_stand_in(index)
        picture = picture_of(self._read(index, self._superseded))
        self._abandoned = False
        if not self._superseded():
            self._tell(partial(self._listener.shown, picture))

    def _show_stand_in(self, index: int) -> None:
        """While the user scrubs, a long read never gets to its end: show the key frame first."""
        if self._table is None:
            return
        keys = self._table.key[: index + 1].nonzero()[0]
        close_by = 0 <= index - self._last <= NEAR
        if len(keys) and index - keys[-1] > NEAR and not close_by:
            frame = self._read(int(keys[-1]), lambda: self._closed)
            self._tell(partial(self._listener.shown, picture_of(frame, full=False)))

    def _fill(self, stream: Stream) -> None:
        room = self._room(READ_AHEAD_BYTES, 1.5, READ_AHEAD_ROOM)
        with ReadAhead(partial(self._frames, stream), room, self._wake) as ahead:
            while (item := ahead.take(self._superseded)) is not None:
                due, frame = item
                if stream.leaves_out(due):
                    continue
                if stream.put(DuePicture(due, picture_of(frame)), self._superseded):
                    self._tell(self._listener.filled)
        if stream.end():
            self._tell(self._listener.filled)

    def _frames(self, stream: Stream, cancelled: Callable[[], bool]) -> Iterator[tuple[Due, Frame]]:
        while (due := stream.next_due()) is not None:
            yield due, self._read(due.index, cancelled)

    def _read(self, index: int, cancelled: Callable[[], bool]) -> Frame:
        if self._table is None:
            return first_frame(self._path)
        if self._reader is None:
            self._reader = CachedReader(self._path, self._table, CACHE_BYTES)
        frame = self._reader.read(index, cancelled)
        self._last = index
        return frame

    def _let_go(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _tell(self, what: Callable[[], object]) -> None:
        with self._wake:
            if not self._closed:
                what()
