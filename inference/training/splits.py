"""Splits of labelled footage: whole videos are held out, and venues where there are several.

Neighbouring frames show nearly the same, so a split by frame would validate what was memorised.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from storage.errors import UserError

ENOUGH_POSITIVES = 150  # in a validation set: fewer say little
_LARGEST_SHARE = 1 / 3  # of all labels
NOTHING = "nothing"  # the name to hold out nothing by
_FINGERPRINT_DIGITS = 8  # of a fingerprint, at least, that name a video


class LabelledFootage(Protocol):
    """One video or sequence with its labels."""

    @property
    def name(self) -> str:
        """For people."""

    @property
    def path(self) -> Path:
        """Of the video, or of the file with the labels."""

    @property
    def venue(self) -> str:
        """What else was filmed there has the same; a video of its own otherwise."""

    @property
    def video(self) -> str:
        """Hexadecimal: what shows the same video has the same."""

    @property
    def labels(self) -> int:
        """How many labels there are: frames, events, boxes."""

    @property
    def positives(self) -> int:
        """How many of these show what the task is about."""


Footage = TypeVar("Footage", bound=LabelledFootage)


@dataclass(frozen=True, eq=False)
class Split(Generic[Footage]):
    """What is trained on, and what is held out."""

    training: tuple[Footage, ...]
    validation: tuple[Footage, ...]


def split_footage(
    footage: Sequence[Footage],
    held_out: Sequence[str] = (),
    frozen: Collection[str] = (),
) -> Split[Footage]:
    """Divide `footage` into training and validation set.

    `held_out` names the validation set: by the beginning of a video's name or its fingerprint, by
    its path, or that of a folder that it lies in. If it is empty, the validation set is what is
    `frozen`, videos, as far as it is there: it stays the same from one training to the next. Else
    it is whole venues, or videos where there is one venue, by chance but always the same, until
    there are enough positives, a third of all labels at most; perhaps nothing. UserError if a name
    names nothing.
    """
    if list(held_out) == [NOTHING]:
        return _split(footage, ())
    if held_out:
        return _split(footage, [video for name in held_out for video in _called(footage, name)])
    known = [video for video in footage if video.video in frozen]
    return _split(footage, known or _by_chance(footage))


def by_venue(footage: Iterable[Footage]) -> list[list[Footage]]:
    """What was filmed in one place, place by place."""
    ordered = sorted(footage, key=lambda video: video.venue)
    return [list(group) for _, group in groupby(ordered, key=lambda video: video.venue)]


def _split(footage: Sequence[Footage], validation: Sequence[Footage]) -> Split[Footage]:
    held_out = {video.video for video in validation}
    return Split(
        tuple(video for video in footage if video.video not in held_out),
        tuple(video for video in footage if video.video in held_out),
    )


def _called(footage: Sequence[Footage], name: str) -> list[Footage]:
    path = Path(name).expanduser().resolve()
    videos = [
        video
        for video in footage
        if video.name.startswith(name)
        or (len(name) >= _FINGERPRINT_DIGITS and video.video.startswith(name.lower()))
        or video.path.resolve().is_relative_to(path)
    ]
    if not videos:
        names = sorted(video.name for video in footage)
        more = ", …" if len(names) > 5 else ""
        raise UserError(
            f"No labelled video to hold out is called {name}.",
            f"Give the beginning of a video's name, or a folder. Labelled are: "
            f"{', '.join(names[:5])}{more}",
        )
    return videos


def _by_chance(footage: Sequence[Footage]) -> list[Footage]:
    venues = by_venue(footage)
    groups = venues if len(venues) > 1 else [[video] for video in footage]
    most = _LARGEST_SHARE * sum(video.labels for video in footage)
    held_out: list[Footage] = []
    for group in sorted(groups, key=_lot):
        if sum(video.positives for video in held_out) >= ENOUGH_POSITIVES:
            break
        if sum(video.labels for video in [*held_out, *group]) <= most:
            held_out += group
    return held_out


def _lot(group: Sequence[LabelledFootage]) -> str:
    """What the order of groups goes by: chance, but the same on every machine."""
    names = sorted(video.video for video in group)
    return sha256("".join(names).encode()).hexdigest()
