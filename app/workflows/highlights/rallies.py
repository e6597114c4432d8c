"""The rallies of analysed videos, with what makes one worth showing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.workflows.analysis.results import Analysis
from app.workflows.videos import OpenedVideo
from inference.highlights.scores import TERMS
from storage.media.audio import AudioReader
from storage.media.frame_table import FrameTable
from storage.records import BallRow

HIT = "hit"
_SPEED = 95  # percentile of the ball's speed in a rally: single false positions do not count
_LONGEST_STEP = 3  # frames between two positions that make a speed
_HEARD = 3.0  # seconds after a rally in which people applaud
_RATE = 16_000  # samples a second: loudness needs no more
_SILENT = 1e-4


@dataclass(frozen=True, eq=False)
class MatchRally:
    """A rally of a video: it is played in frames `[first, stop)`, and shown in `[begin, end)`.

    `values` are what TERMS rank, NaN where it is not known.
    """

    opened: OpenedVideo
    number: int  # within its video, from 1
    first: int
    stop: int
    begin: int
    end: int
    values: Mapping[str, float]

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.opened.video.path.stem}, rally {self.number}"


def match_rallies(
    opened: OpenedVideo, analysis: Analysis, lead: float, lag: float
) -> list[MatchRally]:
    """The rallies that the analysis found, each with `lead` and `lag` seconds around it.

    These never reach into a neighbouring rally or out of the video. Raises UserError if the file's
    sound cannot be read.
    """
    if analysis.events is None:
        return []
    table, rallies = opened.table, analysis.events.rallies
    hits = np.array([e.frame for e in analysis.events.events if e.name == HIT], np.int64)
    rows = {row.frame: row for row in analysis.rows}
    applause = _applause(opened.video.path, table, rallies)
    found: list[MatchRally] = []
    for number, (first, stop) in enumerate(rallies):
        lowest = rallies[number - 1][1] if number else 0
        highest = rallies[number + 1][0] if number + 1 < len(rallies) else len(table)
        values = {
            "length": float(_end(stop, table) - table.times[first]),
            "shots": float(((hits >= first) & (hits < stop)).sum()),
            "speed": ball_speed([rows[f] for f in range(first, stop) if f in rows], opened),
            "sound": applause[number],
            "certainty": _certainty(rows, first, stop),
        }
        begin = max(lowest, _frame(table, float(table.times[first]) - lead))
        end = min(highest, 1 + _frame(table, _end(stop, table) + lag))
        found.append(MatchRally(opened, number + 1, first, stop, begin, max(end, stop), values))
    return found


def term_values(rallies: Sequence[MatchRally]) -> dict[str, list[float]]:
    """What is known of all rallies, by term."""
    return {term.name: [rally.values[term.name] for rally in rallies] for term in TERMS}


def ball_speed(rows: Iterable[BallRow], opened: OpenedVideo) -> float:
    """How fast the ball goes where it goes fast, in picture widths a second; NaN if unseen."""
    seen = [(row.frame, row.x, row.y) for row in rows if row.x is not None and row.y is not None]
    if len(seen) < 2:
        return float("nan")
    frames, x, y = (np.array(column) for column in zip(*seen, strict=True))
    steps = np.diff(frames)
    seconds = np.maximum(np.diff(opened.table.times[frames]), 1e-6)
    speeds = np.hypot(np.diff(x), np.diff(y)) / seconds / opened.video.width
    near = speeds[steps <= _LONGEST_STEP]
    return float(np.percentile(near, _SPEED)) if len(near) else float("nan")


def _certainty(rows: Mapping[int, BallRow], first: int, stop: int) -> float:
    """How sure the model is of the ball on average, in percent; NaN if it never sees it."""
    seen = [rows[f].confidence for f in range(first, stop) if f in rows and rows[f].visibility]
    return 100 * float(np.mean(seen)) if seen else float("nan")


def _applause(path: Path, table: FrameTable, rallies: Sequence[tuple[int, int]]) -> list[float]:
    """Loudness after each rally in dB against the median of all; NaN without sound."""
    if table.stream.audio is None:
        return [float("nan")] * len(rallies)
    with AudioReader(path, table, _RATE) as reader:
        levels = np.array([_level(reader, table, stop) for _, stop in rallies])
    if not len(levels) or not np.isfinite(levels).any():
        return [float("nan")] * len(rallies)
    return [float(level) for level in levels - np.nanmedian(levels)]


def _level(reader: AudioReader, table: FrameTable, stop: int) -> float:
    first = reader.sample_at(stop)
    end = min(reader.sample_at(len(table)), first + round(_HEARD * _RATE))
    if end <= first:
        return float("nan")
    samples: NDArray[np.float64] = reader.read(first, end) / 32_768
    return 10 * float(np.log10(np.mean(samples**2) + _SILENT**2))


def _end(stop: int, table: FrameTable) -> float:
    return float(table.times[stop]) if stop < len(table) else float(table.duration)


def _frame(table: FrameTable, seconds: float) -> int:
    return table.index_at(max(0.0, seconds))
