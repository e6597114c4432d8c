"""How likely each frame of a video is wrong, from what the library holds of a run."""

from collections.abc import Generator
from contextlib import closing

from inference.review.doubt import shipped_doubt
from inference.review.evidence import QueueInput
from inference.review.queue import Doubt, find_doubt
from storage.library.library import Library
from storage.library.predictions.predictions import candidates, predicted_range
from storage.library.predictions.tracks import effective_range
from storage.progress import Progress
from storage.records import Run, Video


def read_doubt(
    library: Library,
    video: Video,
    run: Run,
    frames: range | None = None,
    compared: Run | None = None,
) -> Generator[Progress, None, Doubt]:
    """The doubt of `frames`, all by default, as the video's labels and `run`, the shown one, stand.

    What `compared`, another run, says counts as well. Counted from the first of the frames.
    """
    frames = frames or range(video.frames)
    model = shipped_doubt(run.model)
    with closing(library.connect()) as db:

        def read(first: int, stop: int) -> QueueInput:
            other = predicted_range(db, compared.id, first, stop) if compared else None
            peaks = candidates(db, run.id, first, stop)
            track = effective_range(db, video.fingerprint, first, stop)
            return QueueInput(peaks, track, video.width, video.height, other)

        work = find_doubt(read, video.frames, model, frames.start, frames.stop)
        return (yield from work)


def frames_per_second(video: Video) -> float:
    """The mean rate of a video, variable or not."""
    if video.rate is not None:
        return float(video.rate)
    return video.frames / video.seconds if video.seconds > 0 else 25.0
