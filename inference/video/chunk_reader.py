"""Decodes the chunks of a video on a thread of its own, one ahead of the one in use."""

from collections.abc import Callable, Generator, Set
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

from inference.video.frame_blocks import FrameBlock, FrameBlockReader
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.records import CHUNK, Video

_POLL = 0.1  # seconds between two reports while frames are decoded
_RUN = 8  # chunks done in one go where that is not much further from the playhead: seeking costs


def read_chunks(
    video: Video,
    table: FrameTable,
    chunks: Set[int],
    *,
    size: tuple[int, int],
    preroll: int,
    colour: bool,
    near: Callable[[], int] = lambda: 0,
) -> Generator[tuple[int, FrameBlock | None]]:
    """Frames read so far, and the block of each of `chunks`; None in its place while awaited.

    The chunk nearest to the frame that `near` gives comes first. At most two blocks are held.
    UserError if the video cannot be read.
    """
    if not chunks:
        return
    pending = set(chunks)
    stopped = Event()
    with FrameReader(video.path, table) as reader, ThreadPoolExecutor(1, "decode") as decoder:
        source = FrameBlockReader(reader, table, size, preroll, stopped.is_set, colour)
        last: int | None = None

        def begin() -> Future[FrameBlock] | None:
            nonlocal last
            if not pending:
                return None
            last = next_chunk(pending, near() // CHUNK, last)
            pending.discard(last)
            return decoder.submit(source.read, last * CHUNK, min((last + 1) * CHUNK, len(table)))

        try:
            upcoming = begin()
            while upcoming is not None:
                while not wait([upcoming], _POLL).done:
                    yield source.read_so_far, None
                block, upcoming = upcoming.result(), begin()
                yield source.read_so_far, block
        finally:
            stopped.set()


def next_chunk(pending: Set[int], near: int, last: int | None) -> int:
    """The chunk of `pending` to do next, with the playhead in chunk `near` and `last` just done.

    The nearest one, but reading on after `last` is preferred to a jump, and chunks before the
    playhead are done forwards in runs, since a video is read forwards.
    """
    nearest = min(pending, key=lambda chunk: (abs(chunk - near), -chunk))
    if last is not None and last + 1 in pending:
        further = abs(last + 1 - near) - abs(nearest - near)
        if further <= _RUN:
            return last + 1
    if last is None or nearest >= near:
        return nearest
    first = nearest
    while first - 1 in pending and nearest - first + 1 < _RUN:
        first -= 1
    return first
