"""SoccerNet's events: `Labels-v2.json`, and a network's `results_spotting.json`.

Times are milliseconds from the start of a half, which is a video of its own. They come from the
frame table and go back to the frame that has just that time; another time is that of the nearest
frame. Team and visibility are not kept: our events have no place for them.
Format: github.com/SoccerNet, "action spotting".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storage.errors import UserError
from storage.formats.common.ball_reading import NO_CHOICES, ReadingChoices
from storage.formats.common.problems import Complaints, Malformed, number, shown, text, whole
from storage.formats.common.report import Report
from storage.formats.common.text_files import Fields, document, fields, items, read_label_json
from storage.formats.export.dataset import DataSetFormat, DataSetRequest, Part, Picture
from storage.formats.tables.events_csv import MAX_NAME
from storage.media.frame_table import FrameTable
from storage.records import Event, Source, Video

NAME = "Labels-v2.json"
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


def _pictures(parts: Sequence[Part], request: DataSetRequest) -> Iterator[Picture]:
    return iter(())


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    for part in parts:
        content = {
            "UrlLocal": part.name,
            "UrlYoutube": "",
            "annotations": [_annotation(event, part, request.half) for event in part.events],
        }
        yield f"{part.name}/{NAME}", document(content)


SOCCERNET = DataSetFormat(
    "soccernet",
    _pictures,
    _documents,
    wanted=lambda part: len(part.events),
    missing="There is no event to export.",
    advice="Mark events or import some first, or take those that models found, too.",
    file=".json",
)


def read_soccernet(
    path: Path, video: Video, table: FrameTable, choices: ReadingChoices = NO_CHOICES
) -> list[Event]:
    """The events of `video` in the JSON at `path`, or Labels-v2.json in that folder, by frame.

    Which half the video is says `choices`, else its name (1_720p.mkv), else the file if it has
    one half alone. Two events of one name in one frame are one. Raises UserError for what is no
    such file, and for times behind the end of the video.
    """
    file = _file_in(path)
    complaints = Complaints(file)
    found = _moments(read_label_json(file), complaints)
    half = choices.half or _half(video, found)
    events: dict[tuple[int, str], Event] = {}
    for place, moment in found:
        if moment.half == half:
            with complaints.at(place):
                frame = _frame_at(table, moment.ms)
                events.setdefault((frame, moment.name), _event(frame, moment))
    return [events[key] for key in sorted(events)]


def check_soccernet(path: Path) -> Report:
    """What the JSON at `path`, or Labels-v2.json in that folder, holds, and what is wrong."""
    file = _file_in(path)
    complaints = Complaints(file, strict=False)
    found = [moment for _, moment in _moments(read_label_json(file), complaints)]
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
        problems=tuple(complaints.problems),
    )


def _annotation(event: Event, part: Part, half: int) -> Fields:
    seconds = part.table.seconds(event.frame)
    ms = round(seconds * 1000)  # of an exact fraction
    minutes, rest = divmod(int(seconds), 60)
    return {
        "gameTime": f"{half} - {minutes:02d}:{rest:02d}",
        "label": event.name,
        "position": str(ms),
        "team": "not applicable",
        "visibility": "visible",
    }


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = [*path.glob(NAME), *path.glob(f"*/{NAME}")]
    if len(found) != 1:
        raise UserError(
            f"There are {len(found)} files {NAME} in {path}.", "Name the one of this match."
        )
    return found[0]


def _moments(value: object, complaints: Complaints) -> list[tuple[str, _Moment]]:
    """Every event with the name of its element, without those told to `complaints`."""
    found = []
    with complaints.at():
        whole_file = fields(value, "the file")
        kind = "annotations" if "annotations" in whole_file else "predictions"
        if kind not in whole_file:
            raise Malformed("there are no annotations; this is no SoccerNet file.")
        for place, item in enumerate(items(whole_file[kind], kind)):
            where = f"{kind}[{place}]"
            with complaints.at(where):
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
        raise Malformed(f'gameTime is {shown(value)}; it is written as "1 - 02:03".')
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
        raise Malformed(f"{ms} ms is behind the end of the video.")
    return frame


def _event(frame: int, moment: _Moment) -> Event:
    if moment.confidence is None:
        return Event(frame, moment.name)
    return Event(frame, moment.name, moment.confidence, Source.MODEL)
