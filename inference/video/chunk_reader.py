"""Decodes the chunks of a video on a thread of its own, one ahead of the one in use."""

from collections.abc import Callable, Generator, Set
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

from inference.video.chunk_order import next_chunk
from inference.video.frame_blocks import FrameBlock, FrameBlockReader
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.records import CHUNK, Video

_POLL = 0.1  # seconds between two reports while frames are decoded


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
            coming = begin()
            while coming is not None:
                while not wait([coming], _POLL).done:
                    yield source.read_so_far, None
                block, coming = coming.result(), begin()
                yield source.read_so_far, block
        finally:
            stopped.set()
