"""What is to be exported, and how much that would be: values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage.formats.entry.export_format import Span
from storage.records import Event, Review

USUAL_THRESHOLD = 0.5  # confidence of a model in an event, for classes without one of their own
MAX_FRAMES = 2000  # of a Ground Truth sequence ("Video frame labeling job quotas")


@dataclass(frozen=True, slots=True)
class ExportVideo:
    """A video of the library."""

    id: str
    name: str
    folder: str
    frames: int
    reviewed: int  # frames that a person has decided
    clips: int
    events: tuple[str, ...]  # names of its events
    missing: bool = False  # its file is not where it was


@dataclass(frozen=True, slots=True)
class GroundTruthOptions:
    """What only Ground Truth data sets have."""

    attribute: str = ""  # label attribute name, without -ref; empty: after the task
    job: str = ""  # name of the job; empty: as the attribute
    prefix: str = ""  # s3:// address a folder will be copied to; empty: where it is written
    around: int = 0  # frames on both sides of an event that become a clip; 0: only kept clips
    length: int = MAX_FRAMES  # frames of each sequence but the last
    onto: Path | None = None  # a data set whose labels are corrected; the task is its own


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported, and where to. Fields that the format has no use for do not count."""

    format: str
    videos: tuple[str, ...]  # fingerprints
    folder: str  # on this computer, or s3://bucket/prefix
    name: str  # of the file, or of the folder that is made; in S3 empty for `folder` itself
    span: Span = Span.WHOLE
    ranges: tuple[range, ...] = ()  # of the one video, where the span says so
    every: int = 1  # 3: take each third frame
    classes: frozenset[str] | None = None  # names of events; None: all
    thresholds: tuple[tuple[str, float], ...] = ()  # by class: how sure proposals must be
    effective: bool = False  # also what models say, where no person has
    images: str = "jpeg"  # or png, or none
    task: str = ""
    size: float = 17  # side of the ball's box, display pixels
    keypoints: bool = True  # the ball's centre, too
    validation: float = 0.2  # share of the labels
    half: int = 1  # of the match
    fast_copy: bool = False
    ground_truth: GroundTruthOptions = GroundTruthOptions()

    def is_sure(self, event: Event, model: Mapping[str, float] | None = None) -> bool:
        """Whether a proposal is as sure as the threshold of its class; people's events are.

        `model` are the thresholds with which the model proposes, for classes without one of ours.
        """
        own = (model or {}).get(event.name, USUAL_THRESHOLD)
        least = dict(self.thresholds).get(event.name, own)
        return event.review is not Review.UNREVIEWED or event.confidence >= least

    @property
    def image_kind(self) -> Literal["jpeg", "png"] | None:
        """The kind of the pictures; None for labels without pictures."""
        return "jpeg" if self.images == "jpeg" else "png" if self.images == "png" else None

    @property
    def to_s3(self) -> bool:
        """Whether it goes to S3."""
        return self.folder.lower().startswith("s3:")

    @property
    def target(self) -> str:
        """Path or address of what is written."""
        return f"{self.folder.rstrip('/')}/{self.name}" if self.name else self.folder


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export would write; bytes are estimated from a few samples."""

    frames: int
    labels: int
    bytes: int
    files: int  # 0: not known
    requests: int  # to S3; 0 where nothing goes there
    sequences: int = 0
    notes: tuple[str, ...] = ()  # what to know before it begins
