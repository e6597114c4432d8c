"""The events of a video as a table: `frame,event,confidence,source`, sorted by frame.

Behind these stand `end`, the first frame after an event that lasts, and a column for each
attribute, where there are any; names of columns are read in lower case.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from storage.bounds import MAX_NAME, MAX_TEXT
from storage.files import write_text
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.formats.common.problems import shown
from storage.records import Attributes, Event, Review, attributes

COLUMNS = ("frame", "event")  # that a table has at least

_PLAIN = ("frame", "event", "confidence", "source")
_END = "end"


def write_events_csv(path: Path, events: Iterable[Event]) -> None:
    """Write `events` but the rejected ones; the header alone while there are none.

    Raises UserError if the disk refuses.
    """
    kept = _each_once(event for event in events if event.review != Review.REJECTED)
    ends = [_END] if any(event.end is not None for event in kept) else []
    names = sorted({name for event in kept for name, _ in event.attributes})
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([*_PLAIN, *ends, *_columns(names)])
    for event in sorted(kept, key=lambda event: (event.frame, event.name)):
        told = dict(event.attributes)
        values = [event.frame, event.name, f"{event.confidence:.4f}", event.source.name.lower()]
        behind = ["" if event.end is None else event.end] if ends else []
        lines.writerow([*values, *behind, *(told.get(name, "") for name in names)])
    write_text(path, text.getvalue())


def read_events_csv(path: Path) -> list[Event]:
    """The events of `path`, sorted by frame; `frame,event` alone is enough, more is let through.

    Raises UserError, with the line, for anything that is no such table, and for an event that
    is duplicated.
    """
    events: dict[EventIdentity, Event] = {}
    for row in csv_rows(path, COLUMNS):
        event = read_event(row)
        if identity_of(event) in events:
            raise row.error(f"{event.name} in frame {event.frame} is duplicated.")
        events[identity_of(event)] = event
    return [events[key] for key in sorted(events)]


EventIdentity = tuple[int, str, int, Attributes]


def identity_of(event: Event) -> EventIdentity:
    """By what an event differs from all others of a table: two players may hit in one frame."""
    told = tuple((name, text) for name, text in event.attributes if text)
    return event.frame, event.name, event.stop, told


def _each_once(events: Iterable[Event]) -> list[Event]:
    """Of events that say the same, the surest one."""
    by_identity = {
        identity_of(event): event for event in sorted(events, key=lambda event: event.confidence)
    }
    return list(by_identity.values())


def read_event(row: CsvRow) -> Event:
    """The event of a line. Raises UserError."""
    frame = row.whole("frame", MAX_FRAME)
    name = row.text("event")
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise row.error(f"event needs a name of 1 to {MAX_NAME} printable characters.")
    confidence = row.number_within("confidence", 0, 1)
    end = row.whole(_END, MAX_FRAME) if row.text(_END) else None
    if end is not None and end <= frame:
        raise row.error(f"end is {end}, but the event begins in frame {frame}.")
    return Event(
        frame,
        name,
        1.0 if confidence is None else confidence,
        row.source(),
        end=end,
        attributes=attributes(_attributes(row)),
    )


def _columns(attributes: Iterable[str]) -> list[str]:
    """The columns of attributes; where readers would take two for one, one gets a mark behind it.

    Names are read in lower case, which may make them longer.
    """
    columns: list[str] = []
    taken = {*_PLAIN, _END}
    for name in attributes:
        column, number = name, 1
        while column.lower() in taken or len(column.lower()) > MAX_NAME:
            column = f"{name.lower()[: MAX_NAME // 2]}_{'' if number == 1 else number}"
            number += 1
        taken.add(column.lower())
        columns.append(column)
    return columns


def _attributes(row: CsvRow) -> dict[str, str]:
    """What the further columns say. Raises UserError."""
    told = {name: row.text(name) for name in row.values if name and name not in (*_PLAIN, _END)}
    told = {name: text for name, text in told.items() if text}
    for name, text in told.items():
        if len(name) > MAX_NAME or len(text) > MAX_TEXT or not (name + text).isprintable():
            raise row.error(f"{shown(name)} must be at most {MAX_TEXT} printable characters.")
    return told
