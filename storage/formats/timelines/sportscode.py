"""Sportscode XML: the events of a video as Sportscode, Nacsport, Metrica and kloppy exchange them.

An instance there always lasts. A moment is written with the lead and lag of its class around it,
and with a label that tells the moment; so it comes back as one. What else Touchline knows of an
event stands in labels too, whose group is the attribute's name.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from storage.bounds import MAX_NAME, MAX_TEXT
from storage.errors import UserError
from storage.files import write_text
from storage.foreign_text import one_line
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.problems import Problems, Report
from storage.formats.common.text_files import read_label_bytes
from storage.formats.timelines.sportscode_xml import Instance, read_sportscode_xml
from storage.formats.timelines.xml_text import add, document, element
from storage.media.frame_table import FrameTable
from storage.quantities import plural
from storage.records import Event, EventClass, Review, Source, attributes

_MOMENT = "Touchline moment"  # group of the label that tells when a moment is
_SOURCE = "Touchline source"  # whose the event is, where it is not a person's
_CONFIDENCE = "Touchline confidence"
_TEXT = "text"  # the attribute that is a note
_FULL = 65_535  # of a colour
_COLOUR = "#808080"


def write_sportscode(
    path: Path,
    events: Iterable[Event],
    table: FrameTable,
    classes: Mapping[str, EventClass] | None = None,
) -> None:
    """Write `events` but the rejected ones, with lead, lag and colour of their `classes`.

    Letters beyond ASCII stand as numbers: some programs read no others. Raises UserError if the
    disk refuses.
    """
    classes = classes or {}
    kept = [event for event in events if event.review != Review.REJECTED]
    kept.sort(key=lambda event: (event.frame, event.name))
    root = element("file")
    instances = add(root, "ALL_INSTANCES")
    for number, event in enumerate(kept, 1):
        _add_instance(instances, number, event, table, classes.get(event.name))
    rows = add(root, "ROWS")
    for order, name in enumerate(dict.fromkeys(event.name for event in kept), 1):
        _add_row(rows, order, name, classes.get(name))
    write_text(path, document(root, encoding="US-ASCII"))


def _add_instance(
    parent: ET.Element, number: int, event: Event, table: FrameTable, known: EventClass | None
) -> None:
    instance = add(parent, "instance")
    begin, end = table.seconds(event.frame), _end_of(event.stop, table)
    labels = [(name, text) for name, text in event.attributes if name != _TEXT]
    if event.end is None:
        labels.append((_MOMENT, _decimal(begin)))
        if known is not None:
            begin = max(Fraction(0), begin - Fraction(known.lead))
            end = min(table.duration, end + Fraction(known.lag))
    if event.source != Source.HUMAN:
        labels.append((_SOURCE, event.source.name.lower()))
        labels.append((_CONFIDENCE, f"{event.confidence:.4f}"))
    add(instance, "ID", number)
    add(instance, "start", _decimal(begin))
    add(instance, "end", _decimal(end))
    add(instance, "code", event.name)
    for group, text in labels:
        label = add(instance, "label")
        add(label, "group", group)
        add(label, "text", text)
    if note := dict(event.attributes).get(_TEXT):
        add(instance, "free_text", note)


def _add_row(parent: ET.Element, order: int, name: str, known: EventClass | None) -> None:
    colour = known.colour if known is not None else _COLOUR
    row = add(parent, "row")
    add(row, "sort_order", order)
    add(row, "code", name)
    for tag, place in (("R", 1), ("G", 3), ("B", 5)):
        add(row, tag, int(colour[place : place + 2], 16) * _FULL // 255)


def _end_of(stop: int, table: FrameTable) -> Fraction:
    return table.seconds(stop) if stop < len(table) else table.duration


def _decimal(seconds: Fraction) -> str:
    return f"{float(seconds):.6f}"


def read_sportscode(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The instances at `path` as events of the target, each edge on the nearest frame's.

    An instance lasts, unless a label tells its moment or it has no length. Left out, and counted,
    are those without a code and those beyond the video. Raises UserError for what is no such file.
    """
    del options  # the format leaves nothing open
    content = read_sportscode_xml(read_label_bytes(path), Problems(path, strict=True))
    frames = _Frames(target.table)
    events: dict[tuple[int, int | None, str], Event] = {}
    counts: Counter[str] = Counter()
    for instance in content.instances:
        if not instance.code.strip():
            counts["nameless"] += 1
        elif (event := _event(instance, frames, counts)) is None:
            counts["beyond"] += 1
        else:
            events.setdefault((event.frame, event.end, event.name), event)
    if counts["beyond"] and not events:
        raise UserError(
            "All instances are behind the end of the video.",
            "Choose the video that the file is of.",
        )
    kept = sorted(events.values(), key=lambda event: (event.frame, event.name))
    return LabelSet(events=tuple(kept), notes=_notes(counts))


def read_sportscode_classes(path: Path) -> tuple[EventClass, ...]:
    """The codes of the file at `path` as classes, in the order of its rows. Raises UserError."""
    content = read_sportscode_xml(read_label_bytes(path), Problems(path, strict=True))
    codes = [*content.colours, *(instance.code for instance in content.instances)]
    names = dict.fromkeys(name for code in codes if (name := _plain(code, MAX_NAME)))
    colours = {_plain(code, MAX_NAME): colour for code, colour in content.colours.items()}
    return tuple(EventClass(name, colours.get(name, _COLOUR)) for name in names)


def check_sportscode(path: Path) -> Report:
    """What the file at `path` holds, and what is wrong with it."""
    data = read_label_bytes(path)
    problems = Problems(path)
    content = read_sportscode_xml(data, problems)
    for instance in content.instances:
        if not instance.code.strip():
            problems.warn("an instance has no code", instance.line)
    counts = Counter(instance.code for instance in content.instances)
    return Report(
        kind="sportscode",
        lines=data.count(b"\n"),
        frames=None,
        labels=dict(sorted(counts.items())),
        type="events",
        problems=problems.all,
    )


class _Frames:
    """Frames by the time at which they begin; the last edge is the end of the video."""

    def __init__(self, table: FrameTable) -> None:
        self.count = len(table)
        self._edges: Sequence[float] = [*table.times.tolist(), float(table.duration)]

    def edge(self, seconds: float) -> int:
        """The frame that begins nearest to `seconds`."""
        after = bisect_left(self._edges, seconds)
        if after == 0 or after == len(self._edges):
            return min(after, self.count)
        late = self._edges[after] - seconds
        return after if late < seconds - self._edges[after - 1] else after - 1

    def holds(self, seconds: float) -> bool:
        """Whether the video is still on then."""
        return seconds < self._edges[-1]


def _event(instance: Instance, frames: _Frames, counts: Counter[str]) -> Event | None:
    """The event that an instance is; None for one beyond the video."""
    labels = dict(instance.labels)
    moment = _number(labels.get(_MOMENT))
    start = instance.start if moment is None else moment
    if not frames.holds(start) or instance.end < 0:
        return None
    frame = min(frames.edge(max(0.0, start)), frames.count - 1)
    end = frames.edge(instance.end)
    source = next((s for s in Source if s.name.lower() == labels.get(_SOURCE, "")), Source.HUMAN)
    confidence = _number(labels.get(_CONFIDENCE))
    name = _plain(instance.code, MAX_NAME)
    counts["shortened"] += len(instance.code.strip()) > MAX_NAME
    return Event(
        frame,
        name,
        1.0 if source == Source.HUMAN or confidence is None else min(max(confidence, 0.0), 1.0),
        source,
        end=None if moment is not None or end <= frame else end,
        attributes=attributes(_attributes(instance)),
    )


def _attributes(instance: Instance) -> dict[str, str]:
    """Labels by group; several texts of one group are joined, one without a group is `yes`."""
    said: dict[str, list[str]] = {}
    for group, text in instance.labels:
        if group in (_MOMENT, _SOURCE, _CONFIDENCE):
            continue
        name, value = (group, text) if group else (text, "yes")
        if name.strip() and value.strip():
            said.setdefault(_plain(name, MAX_NAME), []).append(value.strip())
    if instance.note:
        said.setdefault(_TEXT, []).append(instance.note)
    return {name: _plain(", ".join(values), MAX_TEXT) for name, values in said.items()}


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < 1e9 else None


def _plain(text: str, most: int) -> str:
    """`text` as names and attributes of events may be: on one line, printable, bounded."""
    return "".join(c if c.isprintable() else " " for c in one_line(text, most)).strip()


def _notes(counts: Counter[str]) -> tuple[str, ...]:
    notes: list[str] = []
    if beyond := counts["beyond"]:
        notes.append(f"Left out: {plural(beyond, 'instance')} behind the end of the video.")
    if nameless := counts["nameless"]:
        notes.append(f"Left out: {plural(nameless, 'instance')} without a code.")
    if shortened := counts["shortened"]:
        notes.append(f"Shortened to {MAX_NAME} characters: {plural(shortened, 'code')}.")
    return tuple(notes)
