"""What can be exported, what the user has chosen, and what that would cost."""

from dataclasses import dataclass
from enum import StrEnum


class Span(StrEnum):
    """Which frames of each video."""

    WHOLE = "whole"
    MARKED = "marked"  # between in and out, of the video under review
    REVIEWED = "reviewed"  # what people have decided
    CLIPS = "clips"  # the clips that were kept


@dataclass(frozen=True, slots=True)
class Task:
    """One of the things that a format can teach, and the rows of the form it has no use for."""

    id: str
    title: str
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export: what it is called, what it is for, and which choices it has.

    `choices` names rows of the form. `suffix` is that of a file; empty: a folder.
    """

    id: str
    group: str
    title: str
    about: str
    suffix: str = ""
    choices: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = (Span.WHOLE, Span.MARKED, Span.REVIEWED, Span.CLIPS)
    images: tuple[str, ...] = ("jpeg", "png")  # the first is proposed
    tasks: tuple[Task, ...] = ()  # the first is proposed


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
class ExportChoice:
    """What the user wants. Choices that the format does not have stand as they are here."""

    format: str
    videos: tuple[str, ...]  # ids
    folder: str  # on this computer, or s3://bucket/prefix
    name: str  # of the file, or of the folder that is made
    span: Span = Span.WHOLE
    marked: range | None = None  # of the video under review
    every: int = 1
    classes: frozenset[str] | None = None  # names of events; None: all
    effective: bool = False
    images: str = "jpeg"
    task: str = ""
    size: int = 17  # side of the ball's box, display pixels
    keypoints: bool = True
    validation: int = 20  # per cent
    half: int = 1
    fast_copy: bool = False

    @property
    def to_s3(self) -> bool:
        """Whether it goes to S3."""
        return self.folder.lower().startswith("s3:")

    @property
    def target(self) -> str:
        """Path or address of what is written."""
        return f"{self.folder.rstrip('/')}/{self.name}"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export would write; bytes are a guess after a few samples."""

    frames: int
    labels: int
    bytes: int
    files: int  # 0: not known
    requests: int  # to S3; 0 on this computer
    notes: tuple[str, ...] = ()  # what to know before it begins
