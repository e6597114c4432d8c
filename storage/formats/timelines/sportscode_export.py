"""The export of events as Sportscode XML."""

from pathlib import Path

from storage.formats.export.request import LabelledVideo
from storage.formats.export.table import TableFormat, chosen_events
from storage.formats.export.video_files import no_events
from storage.formats.timelines.sportscode import write_sportscode
from storage.records import Event


def _write(path: Path, labelled: LabelledVideo, events: list[Event]) -> None:
    classes = {known.name: known for known in labelled.event_classes}
    write_sportscode(path, events, labelled.table, classes)


SPORTSCODE = TableFormat(
    ".xml",
    chosen_events,
    _write,
    no_events,
    line=300,  # bytes of an instance with two labels
)
