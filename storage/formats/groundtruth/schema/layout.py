"""The files of a data set before they are there: pictures and clips to make, documents to write."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from storage.formats.common.ball_rows import ball_rows, decided
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.groundtruth.schema.manifest import ManifestLine, manifest_text
from storage.records import BallRow, Clip, Event

MANIFESTS = "manifests/output/"


@dataclass(frozen=True, slots=True)
class Medium:
    """A file made from a video: the picture of one frame, or a clip of several."""

    place: str  # below the data set's folder
    video: LabelledVideo
    clip: Clip
    still: bool

    @property
    def frames(self) -> int:
        """Frames in the file."""
        return self.clip.stop - self.clip.first


@dataclass(frozen=True, slots=True)
class Layout:
    """All files of a data set; `documents` gives place and text of each for the address of it all.

    The manifests come last: what they point to is there before them.
    """

    media: Sequence[Medium]
    documents: Callable[[str], Iterator[tuple[str, str]]]
    labels: int
    sequences: int = 0

    @property
    def frames(self) -> int:
        """Frames of all pictures and clips."""
        return sum(medium.frames for medium in self.media)

    def work(self) -> str:
        """All that shapes a file of a given place; labels may change during an interruption."""
        folders = groupby(self.media, lambda medium: medium.place.rpartition("/")[0])
        shown = {folder: next(media).video.video.fingerprint for folder, media in folders}
        return json.dumps(["groundtruth", shown])


def still(place: str, video: LabelledVideo, frame: int) -> Medium:
    """The picture of one frame."""
    return Medium(place, video, Clip(frame, frame + 1, ""), still=True)


def chosen_ranges(labelled: LabelledVideo, every: int = 1) -> Iterator[range]:
    """The frames to take, of each range the first and each `every`-th; no frame comes twice."""
    whole = (range(len(labelled.table)),)
    done = 0
    for frames in sorted(labelled.ranges or whole, key=lambda frames: frames.start):
        first = max(frames.start, done)
        done = max(done, min(frames.stop, len(labelled.table)))
        if first < done:
            yield range(first, done, every)


def chosen_rows(request: GroundTruthRequest, labelled: LabelledVideo) -> dict[int, BallRow]:
    """What is known of the ball, by frame: by people, or if asked for by models, too."""
    track = labelled.ball
    if len(track) != len(labelled.table):
        raise ValueError(f"a track of {len(track)} and a table of {len(labelled.table)}")
    return {
        row.frame: row for row in ball_rows(track) if request.effective or decided(track, row.frame)
    }


def chosen_events(request: GroundTruthRequest, labelled: LabelledVideo) -> Iterator[Event]:
    """The events to take, in order of time."""
    for event in labelled.chosen_events(request.effective):
        if event.frame < len(labelled.table) and wanted(request, event.name):
            yield event


def wanted(request: GroundTruthRequest, name: str) -> bool:
    """Whether the class `name` is to be taken."""
    return not request.classes or name in request.classes


def manifests(lines: Sequence[ManifestLine], most: int) -> Iterator[tuple[str, str]]:
    """Path and text of the manifests of `lines`, of up to `most` lines each."""
    for begin in range(0, len(lines), most):
        more = f"-{begin // most + 1}" if begin else ""
        yield f"{MANIFESTS}output{more}.manifest", manifest_text(lines[begin : begin + most])
