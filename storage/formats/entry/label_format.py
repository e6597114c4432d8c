"""A format of label files: everything that the program knows of it, in one entry."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.formats.entry.export_format import ExportFormat

# fields of ReadOptions for a format whose labels are of pictures
PICTURE_OPTIONS = frozenset({"class_name", "first_number", "source", "ball", "fit", "complete"})


@dataclass(frozen=True, slots=True)
class FileSample:
    """The beginning of a file, or a folder: what formats are told apart by."""

    path: Path
    head: str  # of a file, decoded as well as possible; empty for a folder
    folder: bool

    @property
    def suffix(self) -> str:
        """The ending of the name, lower case."""
        return self.path.suffix.lower()

    @property
    def columns(self) -> set[str]:
        """The names in the first line of a table."""
        lines = self.head.lstrip().splitlines()
        if lines and lines[0].lower().startswith("sep="):
            lines = lines[1:]
        names = re.split(r"[,;\t]", lines[0]) if lines else []
        return {re.sub(r"[\s_-]+", "", name).lower().strip("\"'") for name in names}

    def holds(self, *places: str) -> bool:
        """Whether one of `places` is in the folder."""
        return self.folder and any((self.path / place).exists() for place in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFormat(ExportFormat):
    """A format that labels are read from and checked in, and written to where `write` is given.

    `read` and `check` name their code as `module:name`: `read(path, target, options)` gives a
    LabelSet, `check(path)` a Report.
    """

    sniff: Callable[[FileSample], bool]
    suffixes: tuple[str, ...]  # of its files
    imports: str  # help of `touchline import`
    checks: str  # help of `touchline check`
    read: str
    check: str
    options: frozenset[str] = frozenset()  # fields of ReadOptions that make a difference
    signed: bool = False  # whether its labels say which job made them
