"""The pieces of a reel as a table for people and as JSON for programs."""

import csv
import io
import json
from fractions import Fraction

from storage.foreign_text import one_line
from storage.formats.timelines.timecode import RATES, can_drop, time_code_of
from storage.formats.timelines.timeline import EditTimeline, Placed
from storage.quantities import time_code

_COLUMNS = (
    "number",
    "name",
    "video",
    "first_frame",
    "last_frame",
    "time",
    "time_code",
    "seconds",
    "reel_frame",
    "note",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for a formula


def write_clip_csv(timeline: EditTimeline) -> str:
    """A line a clip; the last frame is the last one that is seen, as people count.

    Variable rates are fine here: the seconds of such a source are left empty.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for placed in timeline.placed():
        table.writerow([_cell(value) for value in _row(placed)])
    return text.getvalue()


def write_clip_json(timeline: EditTimeline) -> str:
    """The same with `[first, stop)` and exact fractions of seconds."""
    clips = [
        {
            "name": placed.item.name,
            "note": placed.item.note,
            "video": placed.item.source.name,
            "fingerprint": placed.item.source.fingerprint,
            "first": placed.item.first,
            "stop": placed.item.stop,
            "rate": _exact(placed.item.source.rate),
            "reel_first": placed.begin,
            "reel_stop": placed.end,
            "dissolve": placed.enter,
        }
        for placed in timeline.placed()
    ]
    document = {
        "title": timeline.title,
        "rate": _exact(timeline.rate),
        "frames": timeline.length,
        "clips": clips,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _row(placed: Placed) -> tuple[str | int, ...]:
    item, source = placed.item, placed.item.source
    seconds = "" if source.rate is None else f"{float(item.length / source.rate):.3f}"
    code = ""
    if source.rate in RATES and source.rate is not None:
        drop = source.drop_frame and can_drop(source.rate)
        code = time_code_of(source.start + item.first, source.rate, drop)
    begin = "" if source.rate is None else time_code(float(item.first / source.rate))
    return (
        placed.number + 1,
        item.name,
        source.name,
        item.first,
        item.stop - 1,
        begin,
        code,
        seconds,
        placed.begin,
        item.note,
    )


def _cell(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    text = one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _exact(rate: Fraction | None) -> str | None:
    return None if rate is None else f"{rate.numerator}/{rate.denominator}"
