"""The events of a video as a table: `frame,event,confidence,source`, sorted by frame."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from storage.files import write_text
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.records import Event, Review

COLUMNS = ("frame", "event")
MAX_NAME = 64  # characters of an event's name


def write_events_csv(path: Path, events: Iterable[Event]) -> None:
    """Write `events` but the rejected ones; the header alone while there are none.

    Raises UserError if the disk refuses.
    """
    kept = [event for event in events if event.review != Review.REJECTED]
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["frame", "event", "confidence", "source"])
    for event in sorted(kept, key=lambda event: (event.frame, event.name)):
        confidence = f"{event.confidence:.4f}"
        lines.writerow([event.frame, event.name, confidence, event.source.name.lower()])
    write_text(path, text.getvalue())


def read_events_csv(path: Path) -> list[Event]:
    """The events of `path`, sorted by frame; `frame,event` alone is enough, more is let through.

    Raises UserError, with the line, for anything that is no such table, and for an event that
    is duplicated.
    """
    events: dict[tuple[int, str], Event] = {}
    for row in csv_rows(path, COLUMNS):
        event = read_event(row)
        key = (event.frame, event.name)
        if key in events:
            raise row.error(f"{event.name} in frame {event.frame} is duplicated.")
        events[key] = event
    return [events[key] for key in sorted(events)]


def read_event(row: CsvRow) -> Event:
    """The event of a line. Raises UserError."""
    frame = row.whole("frame", MAX_FRAME)
    name = row.text("event")
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise row.error(f"event needs a name of 1 to {MAX_NAME} printable characters.")
    confidence = row.number_within("confidence", 0, 1)
    return Event(frame, name, 1.0 if confidence is None else confidence, row.source())
