"""Tracks the ball through a video: streams frames to a detector, and candidates to the library."""

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TypeVar
from uuid import uuid4

import numpy as np
from sqlite_utils import Database

from app.workflows.analysis.chunk_order import next_chunk
from app.workflows.analysis.run_track import write_piece, write_track
from inference.ball.detection.detector import Detector, detect_block, load_detector
from inference.ball.detection.frame_blocks import FrameBlock, FrameBlockReader
from inference.ball.tracking.linking import MARGIN
from inference.models.locations import DEFAULT
from storage.library.library import Library
from storage.library.predictions.predictions import (
    CHUNK,
    done_chunks,
    predicted_range,
    put_candidates,
)
from storage.library.predictions.runs import activate_run, matching_run, put_run
from storage.media.frame_table import FrameTable
from storage.media.reader import FrameReader
from storage.progress import Progress, map_steps
from storage.records import Run, Video

Ready = TypeVar("Ready")

_GLANCE = 0.1  # seconds between two reports while frames are decoded


@dataclass(frozen=True, slots=True)
class AnalysisProgress(Progress):
    """Frames looked at, those of earlier passes included."""

    written: tuple[int, int] | None = None  # frames [first, stop) whose track was just written


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """What an analysis came to."""

    run: Run
    frames: int  # asked for
    visible: int  # of these, frames in which the run sees the ball
    seconds: float  # this pass took
    rate: float  # frames per second that it looked at, 0 if all had been done before


def track_ball(
    library: Library,
    video: Video,
    table: FrameTable,
    *,
    first: int = 0,
    stop: int | None = None,
    near: Callable[[], int] = lambda: 0,
    model: str = DEFAULT,
    device: str = "auto",
    memory: Path | None = None,
) -> Generator[AnalysisProgress, None, AnalysisResult]:
    """Find the ball in frames `[first, stop)` of `video`, which the library knows.

    Works in chunks of 256 frames, the one nearest to the frame that `near` gives first. Closing the
    generator stops it and keeps what is done; the same call again continues, with the result of
    one that never stopped. The run becomes the video's active one. `model` is a name or the path of
    a model folder; `device` is "auto", "cpu" or "cuda"; how quick engines are is remembered in the
    file `memory`, by default the library's. UserError if there is no such model, it cannot run
    there, or the video cannot be read.
    """
    stop = len(table) if stop is None else stop
    if not 0 <= first < stop <= len(table):
        raise ValueError(f"frames [{first}, {stop}) of a video of {len(table)}")
    detector = yield from getting_ready(
        load_detector(model, video, table, library.models, device, memory), stop - first
    )
    with library.connect() as db:
        run = _begin(db, video, detector, range(first, stop))
        pending = set(range(first // CHUNK, -(-stop // CHUNK)))
        total = _frames(pending, len(table))
        pending -= done_chunks(db, run.id)
        pace = _Pace(total - _frames(pending, len(table)), total)
        yield pace.progress(0)
        with closing(_blocks(video, table, detector, pending, near)) as blocks:
            for read, block in blocks:
                if block is None:
                    yield pace.progress(read)
                    continue
                found = detect_block(detector, block, video.width, video.height)
                put_candidates(db, run.id, block.first // CHUNK, found)
                write_piece(db, video, run, range(first, stop), block.first, block.stop, MARGIN)
                yield pace.progress(read, (block.first, block.stop))
        for written in write_track(db, video, run, range(first, stop)):
            yield pace.progress(written=written)
        seen = predicted_range(db, run.id, first, stop).visibility
        return AnalysisResult(
            run, stop - first, int(np.count_nonzero(seen)), pace.seconds, pace.rate
        )


def getting_ready(
    work: Generator[str, None, Ready], total: int
) -> Generator[AnalysisProgress, None, Ready]:
    """What `work` returns; the words that it yields become progress of an analysis of `total`."""
    return map_steps(work, lambda doing: AnalysisProgress(0, total, message=doing))


def _begin(db: Database, video: Video, detector: Detector, wanted: range) -> Run:
    """The run to continue, or a new one, made the active one of the video."""
    old = matching_run(db, video.fingerprint, detector.name, detector.weights, detector.settings)
    new = Run(
        id=uuid4(),
        video=video.fingerprint,
        model=detector.name,
        weights=detector.weights,
        settings=detector.settings,
        first=wanted.start,
        stop=wanted.stop,
        engine=detector.engine,
        created=datetime.now(UTC),
    )
    run = (
        new
        if old is None
        else replace(old, first=min(old.first, wanted.start), stop=max(old.stop, wanted.stop))
    )
    put_run(db, run)
    activate_run(db, video.fingerprint, run.id)
    return run


def _frames(chunks: set[int], frames: int) -> int:
    return sum(min(CHUNK, frames - chunk * CHUNK) for chunk in chunks)


class _Pace:
    """Turns frames looked at into progress."""

    def __init__(self, before: int, total: int) -> None:
        self._before = before
        self._total = total
        self._read = 0
        self._start = monotonic()

    @property
    def seconds(self) -> float:
        return monotonic() - self._start

    @property
    def rate(self) -> float:
        return self._read / max(self.seconds, 1e-6)

    def progress(
        self, read: int | None = None, written: tuple[int, int] | None = None
    ) -> AnalysisProgress:
        self._read = self._read if read is None else read
        done = self._before + self._read
        return AnalysisProgress(done, self._total, written=written)


def _blocks(
    video: Video,
    table: FrameTable,
    detector: Detector,
    pending: set[int],
    near: Callable[[], int],
) -> Generator[tuple[int, FrameBlock | None]]:
    """How many frames have been read, and a block of the `pending` chunks; None while awaited.

    One thread decodes, one block ahead of the one that is handed out: so at most two are held.
    """
    if not pending:
        return
    pending = set(pending)
    stopped = Event()
    with FrameReader(video.path, table) as reader, ThreadPoolExecutor(1, "decode") as decoding:
        source = FrameBlockReader(
            reader, table, detector.size, detector.preroll, stopped.is_set, detector.colour
        )
        last: int | None = None

        def begin() -> Future[FrameBlock] | None:
            nonlocal last
            if not pending:
                return None
            last = next_chunk(pending, near() // CHUNK, last)
            pending.discard(last)
            return decoding.submit(source.read, last * CHUNK, min((last + 1) * CHUNK, len(table)))

        try:
            coming = begin()
            while coming is not None:
                while not wait([coming], _GLANCE).done:
                    yield source.read_so_far, None
                block, coming = coming.result(), begin()
                yield source.read_so_far, block
        finally:
            stopped.set()
