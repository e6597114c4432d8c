"""SoccerNet's events, read: `Labels-v2.json`, and a network's `results_spotting.json`.

A time goes to the frame that has just that time, else to the nearest one.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storage.errors import UserError
from storage.formats.common.json_document import Fields, fields, items, read_json
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.common.problems import (
    FormatError,
    Problems,
    Report,
    number,
    shown,
    text,
    whole,
)
from storage.formats.soccernet.write import NAME
from storage.formats.tables.events_csv import MAX_NAME
from storage.media.frame_table import FrameTable
from storage.records import Event, Source, Video

_TIME = re.compile(r"\s*([12])\s*-\s*(\d{1,4}):(\d{2})\s*")
_HALF = re.compile(r"([12])(_|$)")  # how SoccerNet's own videos are called: 1_720p.mkv
_MAX_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class _Moment:
    """An event as the file has it."""

    half: int
    ms: int
    name: str
    confidence: float | None  # None: a person's


def read_soccernet(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The events of the target in the JSON at `path`, or Labels-v2.json in that folder, by frame.

    Which half the video is say the options, else its name (1_720p.mkv), else the file if it has
    one half alone. Two events of one name in one frame are one. Raises UserError for what is no
    such file, and for times behind the end of the video.
    """
    file = _file_in(path)
    problems = Problems(file, strict=True)
    found = _moments(read_json(file), problems)
    half = options.half or _half(target.video, found)
    events: dict[tuple[int, str], Event] = {}
    for place, moment in found:
        if moment.half == half:
            with problems.at(place):
                frame = _frame_at(target.table, moment.ms)
                events.setdefault((frame, moment.name), _event(frame, moment))
    return LabelSet(events=tuple(events[key] for key in sorted(events)))


def check_soccernet(path: Path) -> Report:
    """What the JSON at `path`, or Labels-v2.json in that folder, holds, and what is wrong."""
    file = _file_in(path)
    problems = Problems(file)
    found = [moment for _, moment in _moments(read_json(file), problems)]
    by_people = {moment.confidence is None for moment in found}
    counts = Counter(moment.name for moment in found)
    return Report(
        kind="soccernet",
        lines=file.read_bytes().count(b"\n"),
        frames=None,
        labels=dict(sorted(counts.items())),
        classes={str(number): name for number, name in enumerate(sorted(counts))},
        type="events",
        human=by_people.pop() if len(by_people) == 1 else None,
        problems=problems.all,
    )


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = [*path.glob(NAME), *path.glob(f"*/{NAME}")]
    if len(found) != 1:
        raise UserError(
            f"There are {len(found)} files {NAME} in {path}.", "Name the one of this match."
        )
    return found[0]


def _moments(value: object, problems: Problems) -> list[tuple[str, _Moment]]:
    """Every event with the name of its element, without those told to `problems`."""
    found = []
    with problems.at():
        whole_file = fields(value, "the file")
        kind = "annotations" if "annotations" in whole_file else "predictions"
        if kind not in whole_file:
            raise FormatError("there are no annotations; this is not a SoccerNet file.")
        for place, item in enumerate(items(whole_file[kind], kind)):
            where = f"{kind}[{place}]"
            with problems.at(where):
                found.append((where, _moment(fields(item), kind == "predictions")))
    return found


def _moment(item: Fields, predicted: bool) -> _Moment:
    half, seconds = _game_time(item.get("gameTime"))
    name = text(item.get("label"), "label", MAX_NAME)
    position = item.get("position")
    ms = seconds * 1000 if position is None else whole(position, "position", 0, _MAX_MS)
    sure = item.get("confidence", 1.0) if predicted else None
    confidence = None if sure is None else number(sure, "confidence", 0, 1)
    return _Moment(half, ms, name, confidence)


def _game_time(value: object) -> tuple[int, int]:
    """Half, and seconds from its start."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise FormatError(f'gameTime is {shown(value)}; it is written as "1 - 02:03".')
    half, minutes, seconds = map(int, found.groups())
    return half, minutes * 60 + seconds


def _half(video: Video, found: Iterable[tuple[str, _Moment]]) -> int:
    halves = {moment.half for _, moment in found}
    if named := _HALF.match(video.path.name):
        return int(named[1])
    if len(halves) > 1:
        raise UserError(
            "The file has events of both halves of a match.",
            "Say which one the video is: --half 1 or --half 2 on the command line.",
        )
    return halves.pop() if halves else 1


def _frame_at(table: FrameTable, ms: int) -> int:
    """The frame whose time is written as `ms`, else the one whose time is nearest."""
    seconds = ms / 1000
    after = min(int(np.searchsorted(table.times, seconds)), len(table) - 1)
    near = [frame for frame in (after - 1, after, after + 1) if 0 <= frame < len(table)]
    frame = min(near, key=lambda frame: abs(table.seconds(frame) * 1000 - ms))
    if seconds > float(table.duration) + 0.001:
        raise FormatError(f"{ms} ms is behind the end of the video.")
    return frame


def _event(frame: int, moment: _Moment) -> Event:
    if moment.confidence is None:
        return Event(frame, moment.name)
    return Event(frame, moment.name, moment.confidence, Source.MODEL)
