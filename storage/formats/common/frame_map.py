"""`frames.csv` beside a data set: which frame of which video each entry is, and how sure.

Many formats have no word for a video's frame, for a ball that was looked for and is not there,
or for what only a model says. Without this file labels would come back as more than they were.
"""

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.records import BallRow, Visibility

NAME = "frames.csv"
_COLUMNS = ("entry", "frame", "pts", "visible", "source", "confidence", "video")


@dataclass(frozen=True, slots=True)
class MappedFrame:
    """One entry of a data set: its frame, and what the label of that frame is."""

    entry: str  # how the format calls it: a number, or a picture's name without ending
    video: str  # fingerprint
    frame: int
    pts: int  # ticks of the video's time base
    label: BallRow | None = None  # None: nobody has looked

    def agreed(self, seen: BallRow) -> BallRow:
        """What `seen` says of this frame, as exactly as it was known when it was written.

        `seen` has the last word, as somebody may have corrected it since: the class of visibility,
        the source and the confidence count where the label speaks of a ball, too.
        """
        label = self.label
        if label is None:
            return seen
        if label.x is None:
            return BallRow(self.frame, seen.visibility, seen.x, seen.y)
        return BallRow(self.frame, label.visibility, seen.x, seen.y, label.confidence, label.source)

    @property
    def absent(self) -> BallRow | None:
        """The label, if it says that there is no ball."""
        return self.label if self.label and self.label.x is None else None


def write_frame_map(entries: Iterable[MappedFrame]) -> str:
    """The text of the file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_COLUMNS)
    for mapped in entries:
        said = _said(mapped.label)
        lines.writerow([mapped.entry, mapped.frame, mapped.pts, *said, mapped.video])
    return text.getvalue()


def read_frame_map(path: Path, video: str) -> dict[str, MappedFrame]:
    """The entries of the file at `path` that are of `video`, by name; all if it is not named.

    Raises UserError for anything that is no such file, and for one that is of other videos.
    """
    every = [_read(row) for row in csv_rows(path, ("entry", "frame"))]
    mine = {mapped.entry: mapped for mapped in every if mapped.video in ("", video)}
    if every and not mine:
        raise UserError(
            f"{path.parent} was made from other videos than this one.",
            "Choose the video that its labels are of.",
        )
    return mine


def _said(label: BallRow | None) -> tuple[object, ...]:
    if label is None:
        return "", "", ""
    confidence = "" if math.isnan(label.confidence) else f"{label.confidence:.4f}"
    return int(label.visibility), label.source.name.lower(), confidence


def _read(row: CsvRow) -> MappedFrame:
    frame = row.whole("frame", MAX_FRAME)
    pts = row.number("pts")
    label = None
    if row.text("visible"):
        visible = Visibility(row.whole("visible", max(Visibility)))
        confidence = row.number_within("confidence", 0, 1)
        sure = 1.0 if confidence is None else confidence
        # the place is in the labels; any will do to say that there is one
        place = None if visible == Visibility.ABSENT else 0.0
        label = BallRow(frame, visible, place, place, sure, row.source())
    return MappedFrame(row.text("entry"), row.text("video"), frame, int(pts or 0), label)
