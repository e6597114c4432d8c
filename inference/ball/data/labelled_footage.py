"""Labelled pictures that belong together, and the rallies that a net is trained on."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.ball.data.clip_samples import Rally, labelled_rally
from inference.ball.data.frames import Luma, Pictures, cached_luma, remove_other_sizes
from storage.errors import UserError
from storage.progress import map_steps
from storage.records import BallRow

_SHORT = 2000  # pictures up to which all are taken
_AROUND = 32  # pictures taken before and after a label; a background is made of no fewer


@dataclass(frozen=True, eq=False)
class BallFootage:
    """Pictures of one video or sequence with their labels: on one side of every split."""

    name: str  # for people
    path: Path  # of the video, or of the file with the labels
    venue: str  # what else was filmed there has the same; a video of its own otherwise
    video: str  # hexadecimal: what shows the same video has the same
    pictures: Pictures
    visibility: NDArray[np.int8]  # (T,): Visibility, -1 without a label
    points: NDArray[np.float64]  # (T, 2): x and y in pixels of the pictures, NaN without a ball,
    # or, without a label, a point at which the ball certainly is not

    @property
    def labels(self) -> int:
        """How many pictures are labelled."""
        return int(np.count_nonzero(self.visibility >= 0))

    @property
    def positives(self) -> int:
        """In how many pictures there is a ball."""
        return int(np.count_nonzero(self.visibility > 0))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Of which pictures anything is known, (T,)."""
        return (self.visibility >= 0) | np.isfinite(self.points[:, 0])


def ball_footage(
    name: str,
    path: Path,
    venue: str,
    pictures: Pictures,
    rows: Iterable[BallRow],
    video: str = "",
    negatives: Mapping[int, tuple[float, float]] | None = None,
) -> BallFootage:
    """`pictures` with the labels `rows`, and `negatives`, by frame: points that people rejected.

    Without `video`, they are a video of their own. UserError if the labels are of frames that are
    not there.
    """
    visibility = np.full(len(pictures), -1, np.int8)
    points = np.full((len(pictures), 2), np.nan)
    for row in rows:
        if row.frame >= len(pictures):
            raise UserError(
                f"{name} has {len(pictures)} frames, but its labels include frame {row.frame}.",
                "Put the labels beside the video that they were made for.",
            )
        visibility[row.frame] = row.visibility
        if row.x is not None and row.y is not None:
            points[row.frame] = row.x, row.y
    for frame, point in (negatives or {}).items():
        if frame < len(pictures) and visibility[frame] < 0:
            points[frame] = point
    video = video or pictures.identity
    return BallFootage(name, path, venue, video, pictures, visibility, points)


def read_rallies(
    footage: BallFootage, size: tuple[int, int], cache: Path
) -> Generator[int, None, list[Rally]]:
    """The labelled ranges of `footage` at `size` (width, height), kept in the folder `cache`.

    Yields how many pictures have been read. UserError if they cannot be, or the disk is full.
    """
    pictures = footage.pictures
    scale = size[0] / pictures.width, size[1] / pictures.height
    # centres of pixels are whole numbers in both pictures, their edges are what scales
    points = (footage.points + 0.5) * scale - 0.5
    rallies, cached, before = [], list[Luma](), 0
    for frames in labelled_ranges(footage.known):
        reading = cached_luma(pictures, frames, size, cache)
        luma = yield from map_steps(reading, before.__add__)
        part = slice(frames.start, frames.stop)
        rallies.append(labelled_rally(luma, footage.visibility[part], points[part]))
        cached.append(luma)
        before += len(frames)
    remove_other_sizes(pictures, cached, cache)
    return rallies


def labelled_ranges(known: NDArray[np.bool_]) -> list[range]:
    """The pictures to read where only some are `known` (T,): all of a few, else around these."""
    if len(known) <= _SHORT:
        return [range(len(known))]
    ranges: list[range] = []
    for frame in np.flatnonzero(known).tolist():
        first, stop = max(frame - _AROUND, 0), min(frame + _AROUND + 1, len(known))
        if ranges and first <= ranges[-1].stop:
            first = ranges.pop().start
        ranges.append(range(first, stop))
    return ranges
