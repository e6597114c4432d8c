"""Whether a SeqLabel is as Ground Truth writes it, and fits its manifest line and sequence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from storage.formats.common.json_document import Document
from storage.formats.common.problems import Problems, shown
from storage.formats.groundtruth.schema.json_values import sequence
from storage.formats.groundtruth.schema.seqlabel import (
    DETECTION,
    TRACKING,
    Annotation,
    AnnotationBox,
    LabelledFrame,
    SeqLabel,
    Tool,
)

_OF_A_FRAME = {*(tool.value for tool in Tool), "frame", "frame-no", "frame-attributes"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of the labels from elsewhere; None where nothing is."""

    type: str | None = None
    classes: Mapping[str, str] | None = None
    names: frozenset[str] | None = None  # of the sequence's frames


@dataclass(slots=True)
class _Seen:
    """What has come up so far in one document."""

    names: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    objects: dict[str, tuple[str, str]] = field(default_factory=dict)  # id to class and name


def check_seqlabel(
    document: Document, label: SeqLabel, expected: Expected, problems: Problems
) -> None:
    """Tell everything that is wrong with `label`, which was read from `document`."""
    for name in document.repeated:
        problems.add(f"the key {shown(name)} is duplicated", 1)
    if TRACKING in label.kept and DETECTION in label.kept:
        problems.add(f"there are both {TRACKING} and {DETECTION}", 1)
    if expected.type is not None and expected.type != label.type:
        problems.add(f"{label.key} are not labels of {expected.type}", 1)
    if not isinstance(label.kept.get(label.key), list):
        problems.add(f"{label.key} is not a list", 1)
    seen, frames = _Seen(), iter(label.frames)
    for place, entry in enumerate(sequence(label.kept.get(label.key))):
        line = document.line(label.key, place)
        if not isinstance(entry, dict):
            problems.add(f"frame {place + 1} is not an object", line)
            continue
        frame = next(frames)
        for what in _frame_problems(frame, label.tracking, expected, seen):
            problems.add(f"{_called(frame, place)}: {what}", line)
        if unknown := [name for name, value in frame.kept.items() if _is_unknown(name, value)]:
            problems.warn(f"{_called(frame, place)}: unknown list {shown(unknown[0])}", line)


def _called(frame: LabelledFrame, place: int) -> str:
    return f"frame {shown(frame.name)}" if frame.name else f"frame {place + 1}"


def _is_unknown(name: str, value: object) -> bool:
    return name not in _OF_A_FRAME and isinstance(value, list)


def _frame_problems(
    frame: LabelledFrame, tracking: bool, expected: Expected, seen: _Seen
) -> Iterator[str]:
    if not frame.name:
        yield "frame is missing"
    elif frame.name in seen.names:
        yield "it is duplicated"
    elif expected.names is not None and frame.name not in expected.names:
        yield "it is not in the sequence"
    seen.names.add(frame.name)
    if frame.number is None:
        yield "frame-no is missing or not a whole number"
    elif frame.number in seen.numbers:
        yield f"frame-no {frame.number} is duplicated"
    else:
        seen.numbers.add(frame.number)
    tools = [tool for tool in Tool if tool.value in frame.kept]
    if len(tools) != 1:
        yield "it has two lists of objects" if tools else "it has no list of objects"
    elif frame.annotations is None:
        yield f"an entry of {tools[0]} cannot be read"
    for annotation in frame.annotations or ():
        yield from _annotation_problems(annotation, expected)
    if tracking:
        yield from _object_problems(frame, seen)


def _annotation_problems(annotation: Annotation, expected: Expected) -> Iterator[str]:
    shape = annotation.shape
    if isinstance(shape, AnnotationBox) and (shape.width <= 0 or shape.height <= 0):
        yield f"a box is {shape.width:g} by {shape.height:g} pixels"
    if expected.classes is not None and annotation.class_id not in expected.classes:
        yield f"class {shown(annotation.class_id)} is not in class-map"


def _object_problems(frame: LabelledFrame, seen: _Seen) -> Iterator[str]:
    """One object keeps class and name, and is in a frame once."""
    here: set[str] = set()
    for annotation in frame.annotations or ():
        id = annotation.object_id
        if not id:
            yield "an object has no object-id"
            continue
        if id in here:
            yield f"object {shown(id)} is duplicated"
        here.add(id)
        now = (annotation.class_id, annotation.object_name)
        first = seen.objects.setdefault(id, now)
        if first[0] != now[0]:
            yield f"object {shown(id)} is of class {shown(now[0])} and was of {shown(first[0])}"
        if first[1] != now[1]:
            yield f"object {shown(id)} is called {shown(now[1])} and was called {shown(first[1])}"
