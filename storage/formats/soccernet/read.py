"""SoccerNet's events, read: `Labels-v2.json`, a network's `results_spotting.json`, and the JSON of
OpenSportsLab's tools, which lists videos with their events.

A time goes to the frame that has just that time, else to the nearest one.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from storage.bounds import MAX_NAME
from storage.errors import UserError
from storage.foreign_files import files_inside
from storage.formats.common.choices import (
    NO_OPTIONS,
    ChoiceNeeded,
    ReadOptions,
    choose_source,
)
from storage.formats.common.json_document import Fields, fields, items, read_json
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.problems import (
    FormatError,
    Problems,
    Report,
    number,
    shown,
    text,
    whole,
)
from storage.formats.common.text_files import line_count, read_label_bytes
from storage.formats.soccernet.write import NAME
from storage.media.frame_table import FrameTable
from storage.quantities import plural
from storage.records import Attributes, Event, Review, Source, Video, attributes

_TIME = re.compile(r"\s*([12])\s*-\s*(\d{1,4}):(\d{2})\s*")
_HALF = re.compile(r"([12])(_|$)")  # how SoccerNet's own videos are called: 1_720p.mkv
_MAX_MS = 24 * 3600 * 1000
_USUAL = ("", "not applicable", "visible")  # what says nothing


@dataclass(frozen=True, slots=True)
class _Moment:
    """An event as the file has it."""

    where: str  # the element, for messages
    half: int | None  # None: of a video as a whole
    ms: int
    name: str
    confidence: float | None  # None: a person's
    video: str = ""  # of the file's videos
    attributes: Attributes = ()


def read_soccernet(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The events of the target in the JSON at `path`, or Labels-v2.json in that folder, by frame.

    Which half the video is say the options, else its name (1_720p.mkv), else the file if it has
    one half alone. Two events of one name in one frame are one; those behind the end of the video
    are left out, and counted. Raises UserError for what is no such file, and where a choice is
    missing.
    """
    file = _file_in(path)
    moments = _moments(read_json(file), Problems(file, strict=True))
    moments = _of_source(moments, target.video, options)
    half = options.half or _half(target.video, moments)
    events: dict[tuple[int, str], Event] = {}
    behind = 0
    for moment in moments:
        if moment.half not in (None, half):
            continue
        frame = _frame_at(target.table, moment.ms)
        if frame is None:
            behind += 1
        else:
            events.setdefault((frame, moment.name), _event(frame, moment))
    if behind and not events:
        raise UserError(
            "All events are behind the end of the video.",
            "Choose the video that the events are of.",
        )
    notes = (f"Left out: {plural(behind, 'event')} behind the end of the video.",) if behind else ()
    return LabelSet(events=tuple(events[key] for key in sorted(events)), notes=notes)


def check_soccernet(path: Path) -> Report:
    """What the JSON at `path`, or Labels-v2.json in that folder, holds, and what is wrong."""
    file = _file_in(path)
    problems = Problems(file)
    lines = line_count(read_label_bytes(file))
    moments = _moments(read_json(file), problems)
    by_people = {moment.confidence is None for moment in moments}
    counts = Counter(moment.name for moment in moments)
    return Report(
        kind="soccernet",
        lines=lines,
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
    documents = list(files_inside(path, NAME, f"*/{NAME}")) or list(files_inside(path, "*.json"))
    if len(documents) != 1:
        raise UserError(f"There are {len(documents)} {NAME} files in {path}.", "Choose one match.")
    return documents[0]


def _moments(value: object, problems: Problems) -> list[_Moment]:
    """Every event, without those told to `problems`."""
    moments: list[_Moment] = []
    with problems.at():
        document = fields(value, "the file")
        if isinstance(document.get("data"), list):
            return _of_videos(document["data"], problems)
        kind = "annotations" if "annotations" in document else "predictions"
        if kind not in document:
            raise FormatError("there are no annotations; this is not a SoccerNet file.")
        for place, item in enumerate(items(document[kind], kind)):
            where = f"{kind}[{place}]"
            with problems.at(where):
                moments.append(_moment(where, fields(item), kind == "predictions"))
    return moments


def _of_videos(data: list[object], problems: Problems) -> list[_Moment]:
    """The events of OpenSportsLab's JSON: data[].events[] with position_ms."""
    moments: list[_Moment] = []
    for place, item in enumerate(data):
        with problems.at(f"data[{place}]"):
            entry = fields(item)
            video = _video_of(entry, place)
            events = items(entry.get("events"), "events")
            for number_of, event in enumerate(events):
                where = f"data[{place}].events[{number_of}]"
                with problems.at(where):
                    moments.append(_timed(where, fields(event), video))
    return moments


def _video_of(entry: Fields, place: int) -> str:
    """What the video of an entry is called: the file among its inputs, else its id."""
    for source in items(entry.get("inputs"), "inputs"):
        if isinstance(source, dict) and isinstance(source.get("path"), str):
            return str(source["path"])
    for name in ("path", "video", "id"):
        if isinstance(entry.get(name), str):
            return str(entry[name])
    return str(place + 1)


def _timed(where: str, event: Fields, video: str) -> _Moment:
    name = text(event.get("label"), "label", MAX_NAME)
    ms = whole(event.get("position_ms", event.get("position")), "position_ms", 0, _MAX_MS)
    sure = event.get("confidence", event.get("confidence_score"))
    confidence = None if sure is None else number(sure, "confidence", 0, 1)
    return _Moment(where, None, ms, name, confidence, video, _attributes(event))


def _moment(where: str, item: Fields, predicted: bool) -> _Moment:
    half, seconds = _game_time(item.get("gameTime"))
    name = text(item.get("label"), "label", MAX_NAME)
    position = item.get("position")
    ms = seconds * 1000 if position is None else whole(position, "position", 0, _MAX_MS)
    sure = item.get("confidence", 1.0) if predicted else None
    confidence = None if sure is None else number(sure, "confidence", 0, 1)
    return _Moment(where, half, ms, name, confidence, attributes=_attributes(item))


def _game_time(value: object) -> tuple[int, int]:
    """Half, and seconds from its start."""
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise FormatError(f'gameTime is {shown(value)}; it is written as "1 - 02:03".')
    half, minutes, seconds = map(int, match.groups())
    return half, minutes * 60 + seconds


def _of_source(moments: list[_Moment], video: Video, options: ReadOptions) -> list[_Moment]:
    videos = {moment.video: [moment.video] for moment in moments}
    if len(videos) < 2 and not options.source:
        return moments
    mine = choose_source(videos, video, options.source)
    return [moment for moment in moments if moment.video == mine]


def _half(video: Video, moments: Iterable[_Moment]) -> int:
    halves = {moment.half for moment in moments if moment.half is not None}
    if named := _HALF.match(video.path.name):
        return int(named[1])
    if len(halves) > 1:
        raise ChoiceNeeded("half", "The file has events of both halves of a match.", ("1", "2"))
    return halves.pop() if halves else 1


def _frame_at(table: FrameTable, ms: int) -> int | None:
    """The frame whose time is written as `ms`, else the nearest; None behind the end."""
    seconds = ms / 1000
    if seconds > float(table.duration) + 0.001:
        return None
    after = min(int(np.searchsorted(table.times, seconds)), len(table) - 1)
    near = [frame for frame in (after - 1, after, after + 1) if 0 <= frame < len(table)]
    return min(near, key=lambda frame: abs(table.seconds(frame) * 1000 - ms))


def _event(frame: int, moment: _Moment) -> Event:
    if moment.confidence is None:
        return Event(frame, moment.name, attributes=moment.attributes)
    event = Event(frame, moment.name, moment.confidence, Source.MODEL, Review.UNREVIEWED)
    return replace(event, attributes=moment.attributes)


def _attributes(item: Fields) -> Attributes:
    """The team as the side, and that an event was not shown."""
    values = {"side": item.get("team"), "visibility": item.get("visibility")}
    return attributes(
        {
            name: value.strip()[:MAX_NAME]
            for name, value in values.items()
            if isinstance(value, str) and value.strip().isprintable() and value not in _USUAL
        }
    )
