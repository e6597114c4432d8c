"""Tracks the ball through a video: streams frames to a detector, and candidates to the library."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Literal
from uuid import uuid4

import numpy as np
from sqlite_utils import Database

from app.workflows.analysis.run_track import write_track, write_track_segment
from inference.ball.detection.detector import Detector, load_detector
from inference.ball.detection.prediction import predict_video
from inference.ball.tracking.linking import MARGIN
from inference.models.locations import DEFAULT
from storage.library.library import Library
from storage.library.predictions.predictions import done_chunks, predicted_range, put_candidates
from storage.library.predictions.runs import activate_run, matching_run, put_run
from storage.media.frame_table import FrameTable
from storage.progress import Progress, map_steps
from storage.records import CHUNK, Run, Video

EventSource = Literal["path", "none"]
"""What events are found from: the path of the ball, or not at all."""


@dataclass(frozen=True, slots=True)
class AnalysisRequest:
    """Which frames of a video are to be analysed, and with what."""

    model: str = DEFAULT  # a name, or the path of a model folder
    device: str = "auto"  # or "cpu" or "cuda"
    frames: range | None = None  # half-open; the whole video by default
    events: EventSource = "path"  # what hits and bounces are found from; "none": not at all

    def frames_of(self, length: int) -> range:
        """The frames to analyse in a video of `length`; ValueError if they are not all in it."""
        frames = range(length) if self.frames is None else self.frames
        if not 0 <= frames.start < frames.stop <= length:
            raise ValueError(f"frames [{frames.start}, {frames.stop}) of a video of {length}")
        return frames


DEFAULT_REQUEST = AnalysisRequest()


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
    request: AnalysisRequest = DEFAULT_REQUEST,
    near: Callable[[], int] = lambda: 0,
) -> Generator[AnalysisProgress, None, AnalysisResult]:
    """Find the ball in the requested frames of `video`, which the library knows.

    Works in chunks of 256 frames, the one nearest to the frame that `near` gives first. Closing the
    generator stops it and keeps what is done; the same call again continues, with the result of
    one that never stopped. The run becomes the video's active one. UserError if there is no such
    model, it cannot run there, or the video cannot be read.
    """
    wanted = request.frames_of(len(table))
    detector = yield from prepare_detector(library, video, table, request.model, request.device)
    with library.connect() as db:
        run = _begin(db, video, detector, wanted)
        pending = set(range(wanted.start // CHUNK, -(-wanted.stop // CHUNK)))
        total = _frames(pending, len(table))
        pending -= done_chunks(db, run.id)
        pace = _Pace(total - _frames(pending, len(table)), total)
        yield pace.progress(0)
        with closing(predict_video(video, table, detector, pending, near)) as prediction:
            for read, chunk in prediction:
                if chunk is None:
                    yield pace.progress(read)
                    continue
                put_candidates(db, run.id, chunk.first // CHUNK, chunk.candidates)
                write_track_segment(db, video, run, wanted, chunk.first, chunk.stop, MARGIN)
                yield pace.progress(read, (chunk.first, chunk.stop))
        for written in write_track(db, video, run, wanted):
            yield pace.progress(written=written)
        visible = predicted_range(db, run.id, wanted.start, wanted.stop).visibility
        return AnalysisResult(
            run, len(wanted), int(np.count_nonzero(visible)), pace.seconds, pace.rate
        )


def prepare_detector(
    library: Library, video: Video, table: FrameTable, model: str, device: str
) -> Generator[AnalysisProgress, None, Detector]:
    """The detector of `model` for `video`; what has to be done for it becomes progress."""
    work = load_detector(model, video, table, library.models, device)
    return map_steps(work, lambda doing: AnalysisProgress(0, len(table), message=doing))


def _begin(db: Database, video: Video, detector: Detector, wanted: range) -> Run:
    """The run to continue, or a new one, made the active one of the video."""
    earlier = matching_run(
        db, video.fingerprint, detector.name, detector.weights, detector.settings
    )
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
        if earlier is None
        else replace(
            earlier, first=min(earlier.first, wanted.start), stop=max(earlier.stop, wanted.stop)
        )
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
