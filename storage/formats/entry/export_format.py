"""What an export is called, and which choices it has: values that window and command line share.

Nothing heavy is imported here: the command line lists all exports at each start.
"""

from dataclasses import dataclass
from enum import StrEnum


class Span(StrEnum):
    """Which frames of each video."""

    WHOLE = "whole"
    RANGES = "ranges"  # those of the request
    REVIEWED = "reviewed"  # what people have decided
    CLIPS = "clips"  # the clips that were kept


@dataclass(frozen=True, slots=True)
class TaskOption:
    """One of the things that a format can teach, and the rows of the form that it does not use."""

    id: str
    title: str
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A kind of export.

    `write` names its Exporter as `module:name`; empty: nothing can be exported. `choices` names
    rows of the window's form and options of the command line.
    """

    name: str  # on the command line
    title: str  # in the window
    group: str = ""  # under which the window lists it
    exports: str = ""  # help of `touchline export`
    about: str = ""  # in the window
    write: str = ""
    suffix: str = ""  # of the file that one video becomes; empty: a folder
    choices: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = (Span.WHOLE, Span.RANGES, Span.REVIEWED, Span.CLIPS)
    images: tuple[str, ...] = ("jpeg", "png")  # the first is proposed
    tasks: tuple[TaskOption, ...] = ()  # the first is proposed
    points: str = "Also its centre as a point"  # what the choice `keypoints` means here
    resumable: bool = False  # whether an interrupted export leaves something to resume
    joins: bool = False  # whether it may go into a folder that has other files in it
