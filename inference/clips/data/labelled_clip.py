"""Labelled clips, and what a net is to be given of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Medium = Literal["video", "still", "series"]


@dataclass(frozen=True, eq=False)
class LabelledClip:
    """A clip with the class that people have given it.

    `group` is what must not be parted by a split: a scene, a person, a match, a source video; clips
    that nothing is known of have a group of their own. A `series` (T, F) has numbers in place of
    pictures, such as joints, and `columns` name them.
    """

    name: str  # for people
    path: Path
    fingerprint: str  # hexadecimal; the same clip has the same
    label: str
    group: str
    medium: Medium = "video"
    first: int = 0  # frames [first, stop) of the video; stop None: all
    stop: int | None = None
    series: NDArray[np.float32] | None = None
    columns: tuple[str, ...] = ()
    track: NDArray[np.float32] | None = None  # (frames of the video, 2): the ball in shares of the
    # picture's width and height, NaN where it is not known
    traits: Mapping[str, str] = field(default_factory=dict)  # see `confounders`

    @property
    def key(self) -> str:
        """What tells it from other clips, parts of one video among them."""
        return f"{self.fingerprint}-{self.first}-{self.stop or 'end'}"

    # what `splits.LabelledFootage` asks for

    @property
    def venue(self) -> str:
        """The group."""
        return self.group

    @property
    def video(self) -> str:
        """What held-out clips are remembered by."""
        return self.key

    @property
    def labels(self) -> int:
        """One."""
        return 1

    @property
    def positives(self) -> int:
        """One."""
        return 1


@dataclass(frozen=True, slots=True)
class ClipInput:
    """What a net is given of a clip: `frames` pictures or moments, evenly over all of it.

    With a `rate` it is windows of so many frames at that rate, every half window, whose answers are
    averaged. Pictures are resized to `width` by `height`; in the middle a square of `crop` is cut,
    or nothing where it is 0.
    """

    frames: int
    width: int = 0
    height: int = 0
    crop: int = 0
    rate: float = 0.0


@dataclass(frozen=True, eq=False)
class ClipClassData:
    """The labelled clips of a training and of its validation set."""

    training: tuple[LabelledClip, ...]
    validation: tuple[LabelledClip, ...]
    classes: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What is counted while they are read."""
        return "clips"

    @property
    def size(self) -> int:
        """How many there are to be read."""
        return len(self.training) + len(self.validation)

    def contents(self) -> list[str]:
        """What is trained on, for people."""
        groups = len({clip.group for clip in self.training})
        return [f"{len(self.training):,} clips of {len(self.classes)} classes in {groups:,} groups"]

    def held_out(self) -> list[str]:
        """The names of the groups in the validation set, or of its clips where these have none."""
        groups = sorted({clip.group for clip in self.validation})
        shown = groups[:8]
        more = [f"and {len(groups) - len(shown)} more groups"] if len(groups) > len(shown) else []
        return [*shown, *more]

    def digest(self) -> str:
        """Hexadecimal digits that tell it from all other data."""
        digest = sha256(repr(self.classes).encode())
        for part in (self.training, self.validation):
            digest.update(b"part")
            for clip in part:
                digest.update(repr((clip.key, clip.label, clip.group)).encode())
                if clip.track is not None:
                    digest.update(clip.track.tobytes())
        return digest.hexdigest()


def class_counts(clips: Iterable[LabelledClip]) -> Counter[str]:
    """How many clips there are of each class."""
    return Counter(clip.label for clip in clips)
