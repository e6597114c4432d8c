"""Whether a manifest line is as Ground Truth writes it."""

from collections.abc import Iterable, Iterator

from storage.formats.common.json_document import Object, compact
from storage.formats.common.problems import Problems, shown
from storage.formats.groundtruth.schema.chains import base_of
from storage.formats.groundtruth.schema.json_values import sequence
from storage.formats.groundtruth.schema.labels import (
    Choices,
    ClassChoice,
    ImageBoxes,
    Opaque,
    Reference,
    Verdict,
)
from storage.formats.groundtruth.schema.manifest import MAX_ATTRIBUTE, ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import (
    BOXES,
    BY_REFERENCE,
    CLIP,
    MULTI,
    SINGLE,
    VERIFICATION,
)
from storage.formats.groundtruth.schema.names import METADATA, RESERVED, attribute_problem

KNOWN = (BOXES, *BY_REFERENCE, CLIP, SINGLE, MULTI, VERIFICATION)
_COMMON = ("type", "job-name", "human-annotated", "creation-date")
_OF_TYPE = {
    BOXES: ("objects", "class-map"),
    CLIP: ("class-name", "confidence"),
    SINGLE: ("class-name", "confidence"),
    MULTI: ("class-map", "confidence-map"),
    VERIFICATION: ("class-name", "confidence"),
    **dict.fromkeys(BY_REFERENCE, ("class-map",)),
}


class LineChecks:
    """Checks the lines of one manifest; knows which id has been given which name."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._classes: dict[tuple[str, str], str] = {}

    def check(self, line: ManifestLine) -> None:
        """Tell everything that is wrong with `line`."""
        error, warn = self._problems.add, self._problems.warn
        for what in _line_problems(line):
            error(what, line.number)
        for pair in line.pairs:
            unknown = pair.type not in KNOWN
            problem = attribute_problem(pair.name, None)
            if problem:
                warn(f"{shown(pair.name)}: {problem}", line.number)
            if unknown:
                warn(f"{shown(pair.name)} is of the unknown type {shown(pair.type)}", line.number)
                continue
            for what in (*_pair_problems(pair), *_chain_problems(line, pair)):
                error(f"{shown(pair.name)}: {what}", line.number)
            for what in _outside(pair):
                warn(f"{shown(pair.name)}: {what}", line.number)
            for what in self._renamed(pair):
                error(f"{shown(pair.name)}: {what}", line.number)

    def _renamed(self, pair: Pair) -> Iterator[str]:
        """The class map of all lines is one: an id with two names is an error."""
        for id, name in classes_of(pair).items():
            first = self._classes.setdefault((pair.type, id), name)
            if first != name:
                yield f"class {shown(id)} is {shown(name)} here and {shown(first)} before"


def classes_of(pair: Pair) -> dict[str, str]:
    """The ids that the label gives names to."""
    label = pair.label
    if isinstance(label, ImageBoxes | Reference | Choices):
        return dict(label.classes)
    if isinstance(label, ClassChoice) and label.index is not None and label.name:
        return {str(label.index): label.name}
    return {}


def _line_problems(line: ManifestLine) -> Iterator[str]:
    sources = [name for name in RESERVED if name in line.kept]
    if len(sources) != 1:
        yield "there are both source and source-ref" if sources else "there is no source-ref"
    elif not line.source:
        yield f"{sources[0]} is not a text"
    for name, value in line.kept.items():
        if name.startswith("$"):
            yield f"the key {shown(name)} begins with $"
        length = len(value) if isinstance(value, str) else len(compact(value))
        if length > MAX_ATTRIBUTE:
            yield f"{shown(name)} has {length:,} characters; the limit is {MAX_ATTRIBUTE:,}"
        if name.endswith(METADATA):
            yield from _metadata_problems(line.kept, name.removesuffix(METADATA), value)


def _metadata_problems(kept: Object, name: str, value: object) -> Iterator[str]:
    if name not in kept:
        yield f"there is {shown(name + METADATA)} without {shown(name)}"
    elif not isinstance(value, dict):
        yield f"{shown(name + METADATA)} is not an object"
    elif not isinstance(value.get("type"), str) or not value["type"]:
        yield f"{shown(name + METADATA)} has no type"


def _pair_problems(pair: Pair) -> Iterator[str]:
    name_problem = attribute_problem(pair.name, pair.type in BY_REFERENCE)
    # names of verifications follow what they verify, which may be of a type not known here
    if name_problem and pair.type != VERIFICATION and not attribute_problem(pair.name, None):
        yield name_problem
    said = pair.metadata.kept
    missing = [name for name in (*_COMMON, *_OF_TYPE[pair.type]) if name not in said]
    if missing:
        yield f"its metadata lacks {', '.join(missing)}"
    if "human-annotated" in said and pair.metadata.human is None:
        yield f"human-annotated is {shown(said['human-annotated'])}; it is yes or no"
    if "creation-date" in said and pair.metadata.created is None:
        yield f"creation-date is {shown(said['creation-date'])}, which is not a date"
    if "adjustment-status" in said and pair.metadata.adjusted is None:
        status = shown(said["adjustment-status"])
        yield f"adjustment-status is {status}; it is adjusted or unadjusted"
    yield from _label_problems(pair)


def _label_problems(pair: Pair) -> Iterator[str]:
    match pair.label:
        case Opaque():
            yield f"its value is not what {pair.type} has"
        case ImageBoxes():
            yield from _box_problems(pair, pair.label)
        case Reference():
            if not pair.label.uri.startswith(("s3://", "file://")):
                yield f"{shown(pair.label.uri)} is not the address of a file"
        case ClassChoice() | Verdict():
            if pair.label.index is None:
                yield "it has no index of a class"
            yield from _confidence_problems([pair.label.confidence])
        case Choices():
            known = set(pair.label.classes)
            yield from _id_problems({str(index) for index in pair.label.indices}, known)
            yield from _confidence_problems(pair.label.confidences.values())
            if len(set(pair.label.indices)) < len(pair.label.indices):
                yield "a class is duplicated"


def _box_problems(pair: Pair, label: ImageBoxes) -> Iterator[str]:
    objects = pair.metadata.kept.get("objects")
    if "objects" in pair.metadata.kept and len(sequence(objects)) != len(label.boxes):
        yield f"{len(sequence(objects))} objects for {len(label.boxes)} annotations"
    if not label.width or not label.height:
        yield "image_size is missing"
    yield from _id_problems({str(box.class_id) for box in label.boxes}, set(label.classes))
    for place, box in enumerate(label.boxes, 1):
        if box.width <= 0 or box.height <= 0:
            yield f"box {place} is {box.width:g} by {box.height:g} pixels"
    yield from _confidence_problems(box.confidence for box in label.boxes)


def _id_problems(used: set[str], known: set[str]) -> Iterator[str]:
    for id in sorted(used - known):
        yield f"class {shown(id)} is not in class-map"


def _confidence_problems(confidences: Iterable[float]) -> Iterator[str]:
    for confidence in confidences:
        if not 0 <= confidence <= 1:
            yield f"a confidence is {confidence:g}; it must be from 0 to 1"


def _chain_problems(line: ManifestLine, pair: Pair) -> Iterator[str]:
    if pair.metadata.adjusted is not None and base_of(line, pair) is None:
        yield "it adjusts a label of its type that is not there"


def _outside(pair: Pair) -> Iterator[str]:
    """Boxes beyond the picture are legal, and often wrong."""
    label = pair.label
    if not isinstance(label, ImageBoxes) or not label.width or not label.height:
        return
    for place, box in enumerate(label.boxes, 1):
        right, bottom = box.left + box.width, box.top + box.height
        if box.left < 0 or box.top < 0 or right > label.width or bottom > label.height:
            yield f"box {place} reaches beyond the picture of {label.width} x {label.height}"
