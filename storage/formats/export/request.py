"""What to write as a Ground Truth data set, and what that will cost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.options import MAX_FRAMES
from storage.formats.export.tasks import GroundTruthTask
from storage.media.frame_table import FrameTable
from storage.media.images import ImageKind
from storage.records import DECIDED, BallTrack, Clip, Event, EventClass, Review, Video

MAX_SEQUENCES = 10  # of a manifest
_S3 = re.compile(r"s3://[^/]+(/.*)?")


@dataclass(frozen=True, eq=False)
class LabelledVideo:
    """A video with all that is known of it, and the part to take."""

    video: Video
    table: FrameTable
    ball: BallTrack
    events: tuple[Event, ...] = ()
    clips: tuple[Clip, ...] = ()
    ranges: tuple[range, ...] = ()  # frames to take; empty: all
    event_classes: tuple[EventClass, ...] = ()  # of the library
    thresholds: Mapping[str, float] = field(default_factory=dict)  # of the events' model, by class

    def chosen_events(self, effective: bool) -> list[Event]:
        """The events that people stand by, if `effective` all but the rejected, in time order."""
        return [
            event
            for event in sorted(self.events, key=lambda event: (event.frame, event.name))
            if event.review in DECIDED or (effective and event.review != Review.REJECTED)
        ]


@dataclass(frozen=True, eq=False)
class GroundTruthRequest:
    """A data set to be written. The same request and labels give the same bytes.

    `out` is a new folder, or a place in S3 under which no data set lies yet. Raises UserError for
    a `prefix` that is no address, ValueError for numbers out of range.
    """

    videos: Sequence[LabelledVideo]
    out: Path | S3Location
    task: GroundTruthTask
    created: datetime  # aware; written as UTC
    classes: frozenset[str] = frozenset()  # names to take; empty: all
    every: int = 1  # 3: take each third frame
    images: ImageKind = "jpeg"
    effective: bool = False  # take what models say, too, where no person has
    attribute: str = ""  # label attribute name, without -ref; empty: after the task
    job: str = ""  # name of the job; empty: as the attribute
    prefix: str = ""  # s3:// address a folder will be copied to; empty: where it is written
    radius: int = 8  # of the ball's boxes, display pixels
    around: int = 0  # frames on both sides of an event that become a clip; 0: only kept clips
    length: int = MAX_FRAMES  # frames of each sequence but the last
    onto: Path | None = None  # a data set whose labels are corrected; then `task` is its own

    def __post_init__(self) -> None:
        if not 1 <= self.length <= MAX_FRAMES:
            raise ValueError(f"sequences of {self.length} frames; 1 to {MAX_FRAMES} are allowed")
        if self.every < 1 or self.radius < 0 or self.around < 0:
            raise ValueError(f"every {self.every}, radius {self.radius}, around {self.around}")
        if self.prefix and not _S3.fullmatch(self.prefix):
            raise UserError(
                f"{self.prefix!r} is not an S3 address.", "Write it as s3://bucket/folder."
            )

    @property
    def address(self) -> str:
        """What addresses in the data set begin with, without the last slash."""
        if isinstance(self.out, S3Location):
            return self.out.url
        return self.prefix.rstrip("/") or self.out.resolve().as_uri()


@dataclass(frozen=True, slots=True)
class ExportEstimate:
    """What an export would write."""

    frames: int  # pictures, or frames of all clips
    labels: int  # balls, events or clips among them
    bytes: int  # of all files; estimated from a few pictures
    files: int
    requests: int  # to S3 for an upload, each object one or more
    sequences: int = 0  # 0 for pictures and clips
    manifests: int = 0


@dataclass(frozen=True, slots=True)
class Exported:
    """A data set that is there, whole."""

    place: str  # path of the folder, or its s3:// address
    manifests: tuple[str, ...]  # paths or addresses
    frames: int
