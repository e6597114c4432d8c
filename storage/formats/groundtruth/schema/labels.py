"""The labels that stand in a manifest line itself: boxes, classes, verdicts, references.

Field names and types as in "Output Data" of the SageMaker developer guide, with what real files
have where they differ.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.json_values import (
    mapping,
    number,
    sequence,
    text,
    texts,
    whole,
    written_over,
)
from storage.formats.groundtruth.schema.metadata import (
    BOXES,
    CLIP,
    MULTI,
    SINGLE,
    VERIFICATION,
    VIDEO_DETECTION,
    VIDEO_TRACKING,
)


@dataclass(frozen=True, slots=True)
class ImageBox:
    """A box in a picture: edges in pixels, origin top left."""

    class_id: int
    left: float
    top: float
    width: float
    height: float
    confidence: float = 0.0  # 0 to 1; 0 is "unknown", which is what people's boxes have
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def fields(self) -> Object:
        """The JSON of the box, in whole pixels."""
        return {
            "class_id": self.class_id,
            "left": nearest(self.left),
            "top": nearest(self.top),
            "width": nearest(self.width),
            "height": nearest(self.height),
        }


@dataclass(frozen=True, slots=True)
class ImageBoxes:
    """All boxes of a picture of `width` by `height` pixels; none: it was looked at and is empty."""

    boxes: tuple[ImageBox, ...]
    classes: Mapping[str, str]  # id to name, of the boxes there are
    width: int = 0  # 0 where the file does not say
    height: int = 0
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """The labels of a sequence, which lie in the file `uri`."""

    uri: str
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """The one class of a picture or clip; `name` is to be trusted more than `index`."""

    index: int | None
    name: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of classes of a picture, by index, with name and confidence of each."""

    indices: tuple[int, ...]
    classes: Mapping[str, str]
    confidences: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says of another label; no label itself."""

    index: int | None
    name: str
    confidence: float = 0.0
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A label of a type that is not known here, or that is not as its type says."""

    value: object


Label = ImageBoxes | Reference | ClassChoice | Choices | Verdict | Opaque


def read_label(type: str, value: object, metadata: Object) -> Label:
    """The label of `type` in `value` and its metadata; Opaque where it is not as the type says."""
    read = _READERS.get(type)
    return (read and read(value, metadata)) or Opaque(value)


def label_json(label: Label) -> tuple[object, Object]:
    """What stands under NAME, and the type's own fields of NAME-metadata."""
    match label:
        case ImageBoxes():
            return _boxes_json(label)
        case Reference():
            return label.uri, {"class-map": dict(label.classes)}
        case ClassChoice():
            return label.index, {"class-name": label.name, "confidence": label.confidence}
        case Choices():
            named: Object = {"class-map": dict(label.classes)}
            return list(label.indices), {**named, "confidence-map": dict(label.confidences)}
        case Verdict():
            return _verdict_json(label)
        case Opaque():
            return label.value, {}


def nearest(value: float) -> int:
    """The nearest whole number, halves away from zero."""
    return math.floor(abs(value) + 0.5) * (-1 if value < 0 else 1)


def _read_boxes(value: object, metadata: Object) -> ImageBoxes | None:
    if not isinstance(value, dict) or not isinstance(value.get("annotations"), list):
        return None
    objects = sequence(metadata.get("objects"))
    boxes = []
    for place, entry in enumerate(value["annotations"]):
        metadata_of_box = mapping(objects[place]) if place < len(objects) else {}
        box = _read_box(entry, metadata_of_box)
        if box is None:
            return None
        boxes.append(box)
    sizes = sequence(value.get("image_size"))
    size = mapping(sizes[0]) if sizes else {}
    width, height, depth = (whole(size.get(name)) for name in ("width", "height", "depth"))
    return ImageBoxes(
        tuple(boxes), texts(metadata.get("class-map")), width or 0, height or 0, depth or 3
    )


def _read_box(entry: object, metadata: Object) -> ImageBox | None:
    if not isinstance(entry, dict):
        return None
    sides = [number(entry.get(name)) for name in ("left", "top", "width", "height")]
    left, top, width, height = sides
    index = whole(entry.get("class_id"))
    if left is None or top is None or width is None or height is None or index is None:
        return None
    confidence = number(metadata.get("confidence")) or 0.0
    return ImageBox(index, left, top, width, height, confidence, entry)


def _boxes_json(label: ImageBoxes) -> tuple[object, Object]:
    size = {"width": label.width, "height": label.height, "depth": label.depth}
    value: Object = {"image_size": [size]} if label.width else {}
    return (
        {**value, "annotations": [_box_json(box) for box in label.boxes]},
        {
            "objects": [{"confidence": box.confidence or 0} for box in label.boxes],
            "class-map": dict(label.classes),
        },
    )


def _box_json(box: ImageBox) -> Object:
    before = _read_box(box.kept, {}) if box.kept else None
    return written_over(box.kept, before.fields() if before else {}, box.fields())


def _read_reference(value: object, metadata: Object) -> Reference | None:
    if not isinstance(value, str):
        return None
    return Reference(value, texts(metadata.get("class-map")))


def _read_choice(value: object, metadata: Object) -> ClassChoice | None:
    index, name = whole(value), text(metadata.get("class-name"))
    if index is None and not name:
        return None
    return ClassChoice(index, name or "", number(metadata.get("confidence")) or 0.0)


def _read_choices(value: object, metadata: Object) -> Choices | None:
    if not isinstance(value, list):
        return None
    indices = [whole(item) for item in value]
    if None in indices:
        return None
    confidence_map = mapping(metadata.get("confidence-map"))
    confidences = {id: number(item) or 0.0 for id, item in confidence_map.items()}
    classes = texts(metadata.get("class-map"))
    return Choices(tuple(item for item in indices if item is not None), classes, confidences)


def _read_verdict(value: object, metadata: Object) -> Verdict | None:
    choice = _read_choice(value, metadata)
    if choice is None:
        return None
    feedback = [
        mapping(entry).get("comment") for entry in sequence(metadata.get("worker-feedback"))
    ]
    comments = tuple(entry for entry in feedback if isinstance(entry, str))
    return Verdict(choice.index, choice.name, choice.confidence, comments)


def _verdict_json(label: Verdict) -> tuple[object, Object]:
    own: Object = {"class-name": label.name, "confidence": label.confidence}
    if label.comments:
        own["worker-feedback"] = [{"comment": comment} for comment in label.comments]
    # a string, other than the index of any other class
    return None if label.index is None else str(label.index), own


_READERS: dict[str, Callable[[object, Object], Label | None]] = {
    BOXES: _read_boxes,
    VIDEO_DETECTION: _read_reference,
    VIDEO_TRACKING: _read_reference,
    CLIP: _read_choice,
    SINGLE: _read_choice,
    MULTI: _read_choices,
    VERIFICATION: _read_verdict,
}
