"""CSV files from anywhere: bounded, checked, and every error with its line number."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage.errors import UserError
from storage.formats.common.problems import FormatError, shown
from storage.formats.common.text_files import read_foreign_text
from storage.records import Source

MAX_FRAME = 2**31 - 1
# what programs call a column, without blanks, dashes and underscores
_OTHER_NAMES = {
    "frame": ("framenumber", "framenum", "frameno", "frameid", "frameindex", "frameidx", "fid"),
    "visible": ("visibility", "vis", "isvisible", "visibilityclass"),
    "visibility": ("visible", "vis", "isvisible", "visibilityclass"),
    "x": ("xcoordinate", "xcoord", "ballx", "xpos", "xposition", "xpixel", "px", "u"),
    "y": ("ycoordinate", "ycoord", "bally", "ypos", "yposition", "ypixel", "py", "v"),
    "event": ("eventname", "eventtype", "eventlabel"),
    "picture": ("filename", "file", "image", "imagename", "imagefile", "img", "imgname", "name"),
}
# how tables of other programs write that there is no value
_NOTHING = ("", "nan", "none", "null", "na", "n/a", "<na>", "-", "--", "undefined")
_TRUTHS = {"true": "1", "yes": "1", "false": "0", "no": "0"}
# by the names that files call them; none of them is NONE
SOURCES = {source.name.lower(): source for source in Source if source != Source.NONE}


class Framed(Protocol):
    """Anything said of one frame."""

    @property
    def frame(self) -> int:
        """Index of the frame."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One line of a file, by lower-case column name; all problems name file and line."""

    path: Path
    line: int
    values: dict[str, str]
    decimal_comma: bool = False  # where commas do not separate the columns

    def text(self, column: str) -> str:
        """The trimmed text of `column`; empty where the line or the file has none."""
        return self.values.get(column, "").strip()

    def number(self, column: str) -> float | None:
        """The finite number in `column`, or None where it is empty or says that there is none."""
        text = self.text(column)
        if text.lower() in _NOTHING:
            return None
        written = text.replace(",", ".") if self.decimal_comma and text.count(",") == 1 else text
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or "_" in text:
            raise self.error(f"{column} is {shown(text)}, which is not a number.")
        return number

    def number_within(self, column: str, lowest: float, highest: float) -> float | None:
        """The number in `column` if it lies in [lowest, highest]; None where it is empty."""
        number = self.number(column)
        if number is not None and not lowest <= number <= highest:
            allowed = f"{lowest:.15g} to {highest:.15g}"
            raise self.error(f"{column} is {shown(self.text(column))}; it must be from {allowed}.")
        return number

    def whole(self, column: str, highest: int) -> int:
        """The whole number from 0 to `highest` in `column`, written as `7` or as `7.0`."""
        number = self.number_within(column, 0, highest)
        if number is None or not number.is_integer():
            raise self.error(f"{column} is {shown(self.text(column))}, not a whole number.")
        return int(number)

    def grade(self, column: str, highest: int) -> int:
        """The whole number from 0 to `highest` in `column`; true is 1 and false 0."""
        text = self.text(column).lower()
        return int(_TRUTHS[text]) if text in _TRUTHS else self.whole(column, highest)

    def source(self) -> Source:
        """The source named in the line; a person where the file does not say."""
        text = self.text("source").lower()
        if text and text not in SOURCES:
            raise self.error(f"source is {shown(text)}; it is one of {', '.join(SOURCES)}.")
        return SOURCES.get(text, Source.HUMAN)

    def error(self, what: str) -> FormatError:
        """An error about this line."""
        return FormatError(what, self.line, self.path)


def csv_rows(path: Path, columns: Sequence[str]) -> Iterator[CsvRow]:
    """The data lines of the table `path`, whose header must name `columns` (lower case).

    Commas, semicolons, tabs or bars between the columns, and decimal commas where they cannot be
    meant to separate; UTF-8, UTF-16, or what Windows writes in the West; any line ends. Usual
    other names of columns will do, more columns than asked for are let through, empty lines
    skipped. Raises UserError if the file is unreadable, larger than 128 MiB, or not such a table.
    """
    text, skipped = _without_separator_line(_text(path))
    delimiter = separator_of(text.partition("\n")[0])
    lines = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        header = _header(next(lines, []), columns)
        _check_header(path, header, columns)
        for values in lines:
            number = lines.line_num + skipped
            if len(values) > len(header):
                what = f"there are {len(values)} values for {len(header)} columns."
                raise FormatError(what, number, path)
            if any(values):
                named = dict(zip(header, values, strict=False))
                yield CsvRow(path, number, named, delimiter != ",")
    except csv.Error as error:
        number = lines.line_num + skipped
        raise FormatError(f"this is not a CSV file: {error}.", number, path) from error


def table_columns(path: Path, columns: Sequence[str]) -> list[str]:
    """The header of the table `path`, with the names in `columns` for their usual other names."""
    text, _ = _without_separator_line(_text(path))
    first = text.partition("\n")[0]
    try:
        names = next(csv.reader([first.rstrip("\r")], delimiter=separator_of(first)), [])
    except csv.Error as error:
        raise FormatError(f"this is not a CSV file: {error}.", 1, path) from error
    return _header(names, columns)


def separator_of(header: str) -> str:
    """What separates the columns of a table: a comma, a semicolon, a tab or a bar."""
    counts = {mark: header.count(mark) for mark in (",", ";", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])


def check_frames(rows: Iterable[Framed], frames: int) -> None:
    """Raise UserError if one of `rows` speaks of a frame that a video of `frames` does not have."""
    numbers = [row.frame for row in rows]
    lowest, last = min(numbers, default=0), max(numbers, default=0)
    if lowest < 0 or last >= frames:
        wrong = lowest if lowest < 0 else last
        raise UserError(
            f"The labels mention frame {wrong}, but the video has only frames 0 to {frames - 1}.",
            "Choose the labels that belong to this video, or say which number frame 0 has in them "
            "(--first-number on the command line).",
        )


def _without_separator_line(text: str) -> tuple[str, int]:
    """A table without Excel's first line `sep=;`, and how many lines were left out."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, 1
    return text, 0


def _header(names: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The names of columns, lower case; usual other names of those in `columns` become these."""
    header = [name.strip().lower() for name in names]
    for place, name in enumerate(header):
        plain = re.sub(r"[\s_\-.]+", "", name)
        for column in columns:
            if column not in header and plain in _OTHER_NAMES.get(column, ()):
                header[place] = column
    return header


def _text(path: Path) -> str:
    return read_foreign_text(path)


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    wanted = ",".join(columns)
    missing = [name for name in columns if name not in header]
    if missing:
        what = f"there is no column {', '.join(missing)}; the first line must name {wanted}."
        raise FormatError(what, 1, path)
    if any(header.count(name) > 1 for name in columns):
        raise FormatError(f"a column is duplicated; expected are {wanted}.", 1, path)
