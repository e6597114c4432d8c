"""What the code behind every export has to offer."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from storage.cloud.s3.location import S3Location
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import ExportEstimate, LabelledVideo
from storage.progress import Progress
from storage.records import Clip


@dataclass(frozen=True, slots=True)
class WrittenClip:
    """A clip on disk: frames `[first, stop)` of the video are really in it."""

    clip: Clip
    path: Path
    first: int
    stop: int

    @property
    def exact(self) -> bool:
        """Whether it has the frames that were asked for, and no others."""
        return (self.first, self.stop) == (self.clip.first, self.clip.stop)


Videos = Sequence[LabelledVideo]
Planning = Generator[Progress, None, ExportEstimate]
Writing = Generator[Progress, None, tuple[WrittenClip, ...]]


class Exporter(Protocol):
    """What `write` of an entry names. `out` is a new file or folder, never half of one.

    `plan` and `export` raise UserError where there is nothing to write.
    """

    def is_file(self, request: ExportRequest) -> bool:
        """Whether the export is one file, and not a folder."""

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        """What `export` would write; nothing is written."""

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        """Write the export; returns the clips that are in it, if it has such."""


@runtime_checkable
class NotedExporter(Protocol):
    """An Exporter with something to say of what it writes."""

    def notes(self, videos: Videos) -> tuple[str, ...]:
        """What whoever reads the export has to know."""


@runtime_checkable
class BucketExporter(Protocol):
    """An Exporter that can also write straight into a bucket, without a copy on this computer."""

    def publish(self, videos: Videos, request: ExportRequest, location: S3Location) -> Writing:
        """Write the export into S3."""
