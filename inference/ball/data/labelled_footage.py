"""Labelled pictures that belong together, and the rallies that a net is trained on."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.ball.data.clip_samples import Rally, rally
from inference.ball.data.frames import Luma, Pictures, forget_others, kept_luma
from storage.errors import UserError
from storage.progress import map_steps
from storage.records import BallRow

_SHORT = 2000  # pictures up to which all are taken
_AROUND = 32  # pictures taken before and after a label; a background is made of no fewer


@dataclass(frozen=True, eq=False)
class Labelled:
    """Pictures of one video or sequence with their labels: on one side of every split."""

    name: str  # for people
    path: Path  # of the video, or of the file with the labels
    venue: str  # what else was filmed there has the same; a video of its own otherwise
    video: str  # hexadecimal: what shows the same video has the same
    pictures: Pictures
    visibility: NDArray[np.int8]  # (T,): Visibility, -1 where nobody has said anything
    places: NDArray[np.float64]  # (T, 2): x and y in pixels of the pictures, NaN without a ball,
    # or, where nobody has said where it is, one where it certainly is not

    @property
    def labels(self) -> int:
        """How many pictures somebody has said something of."""
        return int(np.count_nonzero(self.visibility >= 0))

    @property
    def balls(self) -> int:
        """In how many pictures there is a ball."""
        return int(np.count_nonzero(self.visibility > 0))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Of which pictures anything is known, (T,)."""
        return (self.visibility >= 0) | np.isfinite(self.places[:, 0])


def labelled(
    name: str,
    path: Path,
    venue: str,
    pictures: Pictures,
    rows: Iterable[BallRow],
    video: str = "",
    denied: Mapping[int, tuple[float, float]] | None = None,
) -> Labelled:
    """`pictures` with the labels `rows`, and places that people have `denied`, by frame.

    Without `video`, they are a video of their own. UserError if the labels speak of frames that
    are not there.
    """
    visibility = np.full(len(pictures), -1, np.int8)
    places = np.full((len(pictures), 2), np.nan)
    for row in rows:
        if row.frame >= len(pictures):
            raise UserError(
                f"{name} has {len(pictures)} frames, its labels speak of frame {row.frame}.",
                "Put the table beside the video that it was made for.",
            )
        visibility[row.frame] = row.visibility
        if row.x is not None and row.y is not None:
            places[row.frame] = row.x, row.y
    for frame, place in (denied or {}).items():
        if frame < len(pictures) and visibility[frame] < 0:
            places[frame] = place
    video = video or pictures.identity
    return Labelled(name, path, venue, video, pictures, visibility, places)


def rallies(
    footage: Labelled, size: tuple[int, int], cache: Path
) -> Generator[int, None, list[Rally]]:
    """The labelled stretches of `footage` at `size` (width, height), kept in the folder `cache`.

    Yields how many pictures have been read. UserError if they cannot be, or the disk is full.
    """
    pictures = footage.pictures
    scale = size[0] / pictures.width, size[1] / pictures.height
    # centres of pixels are whole numbers in both pictures, their edges are what scales
    places = (footage.places + 0.5) * scale - 0.5
    found, kept, before = [], list[Luma](), 0
    for frames in stretches(footage.known):
        reading = kept_luma(pictures, frames, size, cache)
        luma = yield from map_steps(reading, before.__add__)
        part = slice(frames.start, frames.stop)
        found.append(rally(luma, footage.visibility[part], places[part]))
        kept.append(luma)
        before += len(frames)
    forget_others(pictures, kept, cache)
    return found


def stretches(known: NDArray[np.bool_]) -> list[range]:
    """The pictures to look at where only some are `known` (T,): all of a few, else around these."""
    if len(known) <= _SHORT:
        return [range(len(known))]
    found: list[range] = []
    for frame in np.flatnonzero(known).tolist():
        first, stop = max(frame - _AROUND, 0), min(frame + _AROUND + 1, len(known))
        if found and first <= found[-1].stop:
            first = found.pop().start
        found.append(range(first, stop))
    return found
