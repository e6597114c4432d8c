"""Ball candidates chunk by chunk: from any stream of pictures, or from a video file.

A chunk's candidates depend on the pictures of that chunk and of a fixed pre-roll alone, so the
order of chunks, and stopping and going on, never change them.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Set
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from inference.ball.detection.detector import Detector, detect_block
from inference.runtime.calls import run_in_background
from inference.video.chunk_reader import read_chunks
from inference.video.frame_blocks import blocks_of
from storage.media.frame_table import FrameTable
from storage.records import CHUNK, Candidates, Video


@dataclass(frozen=True, eq=False)
class ChunkCandidates:
    """The candidates of frames `[first, stop)`: a chunk, or what a video has of its last one."""

    first: int
    stop: int
    candidates: Candidates  # in display pixels


def predict(
    frames: Iterable[NDArray[np.uint8] | None],
    detector: Detector,
    width: int,
    height: int,
    first: int = 0,
) -> Iterator[ChunkCandidates]:
    """Candidates in consecutive `frames` of a video of `width` x `height`, chunk by chunk.

    `frames` are pictures of the detector's `size`, (height, width) luma or (height, width, 3) RGB
    as its `colour` says, and None where one is lost. `first` is the number of the first of them;
    those in front of a chunk's beginning are its pre-roll, and ValueError tells if they are fewer
    than the detector wants. Needs neither a file nor a library.
    """
    for block in blocks_of(frames, detector.preroll, first):
        candidates = detect_block(detector, block, width, height)
        yield ChunkCandidates(block.first, block.stop, candidates)


def predict_video(
    video: Video,
    table: FrameTable,
    detector: Detector,
    chunks: Set[int] | None = None,
    near: Callable[[], int] = lambda: 0,
) -> Generator[tuple[int, ChunkCandidates | None]]:
    """Frames read so far, and the candidates of each of `chunks`, by default of the whole video.

    None stands in place of candidates while they are awaited. The chunk nearest to the frame that
    `near` gives comes first. UserError if the video cannot be read.
    """
    if chunks is None:
        chunks = set(range(-(-len(table) // CHUNK)))
    blocks = read_chunks(
        video,
        table,
        chunks,
        size=detector.size,
        preroll=detector.preroll,
        colour=detector.colour,
        near=near,
    )
    with closing(blocks):
        for read, block in blocks:
            if block is None:
                yield read, None
                continue
            detect = partial(detect_block, detector, block, video.width, video.height)
            candidates = yield from run_in_background((read, None), detect)
            yield read, ChunkCandidates(block.first, block.stop, candidates)


def join_chunks(chunks: Iterable[ChunkCandidates]) -> Candidates:
    """The candidates of consecutive chunks, in any order, as one. ValueError if there are none."""
    parts = [chunk.candidates for chunk in sorted(chunks, key=lambda chunk: chunk.first)]
    columns = zip(*((part.x, part.y, part.score, part.cut) for part in parts), strict=True)
    arrays = [np.concatenate(column) for column in columns]
    if not arrays:
        raise ValueError("no chunks")
    return Candidates(*arrays)


def slice_candidates(candidates: Candidates, first: int, stop: int) -> Candidates:
    """The candidates of frames `[first, stop)` of a video's."""
    part = slice(first, stop)
    return Candidates(
        candidates.x[part], candidates.y[part], candidates.score[part], candidates.cut[part]
    )
