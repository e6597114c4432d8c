"""SeqLabel.json: the labels of one sequence ("Video Frame Object Detection Output" and "Video
Frame Object Tracking Output" of the SageMaker developer guide, and what real files have)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.formats.common.json_document import Document, Object
from storage.formats.groundtruth.schema.json_values import (
    mapping,
    number,
    sequence,
    text,
    texts,
    whole,
    written_over,
)
from storage.formats.groundtruth.schema.labels import nearest
from storage.formats.groundtruth.schema.metadata import VIDEO_DETECTION, VIDEO_TRACKING

TRACKING = "tracking-annotations"
DETECTION = "detection-annotations"


class Tool(StrEnum):
    """What people draw with; the value names the list inside a frame."""

    BOX = "annotations"
    KEYPOINT = "keypoints"
    POLYLINE = "polylines"
    POLYGON = "polygons"


@dataclass(frozen=True, slots=True)
class AnnotationBox:
    """A box: edges in pixels, origin top left."""

    left: float
    top: float
    width: float
    height: float

    def fields(self) -> Object:
        """The JSON of the box, in whole pixels and in the order of real files."""
        sides = (("height", self.height), ("width", self.width), ("top", self.top))
        return {name: nearest(value) for name, value in (*sides, ("left", self.left))}


@dataclass(frozen=True, slots=True)
class Point:
    """A point in pixels."""

    x: float
    y: float

    def fields(self) -> Object:
        """The JSON of the point, to a thousandth of a pixel."""
        return {"x": round(self.x, 3), "y": round(self.y, 3)}


@dataclass(frozen=True, slots=True)
class Outline:
    """A polyline or polygon."""

    vertices: tuple[Point, ...]

    def fields(self) -> Object:
        """The JSON of the outline."""
        return {"vertices": [point.fields() for point in self.vertices]}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One object in one frame; only in tracking it has an id and a name."""

    shape: AnnotationBox | Point | Outline
    class_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    object_id: str = ""
    object_name: str = ""  # <label>:<n>
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    @property
    def class_name(self) -> str:
        """The label that the object's name begins with; empty where it has no such name."""
        name, colon, _ = self.object_name.rpartition(":")
        return name if colon else ""

    def fields(self) -> Object:
        """The JSON of the object, numbers as strings where real files have strings."""
        fields: Object = {
            **self.shape.fields(),
            "class-id": self.class_id,
            "label-category-attributes": dict(self.attributes),
        }
        if self.object_id:
            fields |= {"object-id": self.object_id, "object-name": self.object_name}
        return fields


@dataclass(frozen=True, slots=True)
class LabelledFrame:
    """What is said of one frame; no annotations: somebody looked, and there is nothing.

    `annotations` are None where one of them cannot be read: then nothing is known of the frame.
    """

    name: str
    number: int | None
    tool: Tool | None
    annotations: tuple[Annotation, ...] | None
    attributes: Mapping[str, str] = field(default_factory=dict)
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def to_json(self) -> Object:
        """The frame over what was read."""
        before = read_frame(self.kept).fields() if self.kept else {}
        return written_over(self.kept, before, self.fields())

    def fields(self) -> Object:
        """The JSON of the frame."""
        drawn: Object = {}
        if self.tool is not None and self.annotations is not None:
            drawn[self.tool.value] = [
                _annotation_json(self.tool, annotation) for annotation in self.annotations
            ]
        return {
            **drawn,
            # a string: consumers compare it as one
            "frame-no": None if self.number is None else str(self.number),
            "frame": self.name,
            "frame-attributes": dict(self.attributes),
        }


@dataclass(frozen=True, slots=True)
class SeqLabel:
    """The labelled frames of one sequence, in the order of the file."""

    tracking: bool
    frames: tuple[LabelledFrame, ...]
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    @property
    def type(self) -> str:
        """The type of the labels, as the manifest should have it."""
        return VIDEO_TRACKING if self.tracking else VIDEO_DETECTION

    @property
    def key(self) -> str:
        """The document's key for its frames."""
        return TRACKING if self.tracking else DETECTION

    def to_json(self) -> Object:
        """The document over what was read."""
        frames: list[object] = [frame.to_json() for frame in self.frames]
        if self.kept and sequence(self.kept.get(self.key)) == frames:
            return self.kept
        return {**self.kept, self.key: frames}


def is_seqlabel(kept: Object) -> bool:
    """Whether the object `kept` is meant as a SeqLabel."""
    return TRACKING in kept or DETECTION in kept


def read_seqlabel(document: Document) -> SeqLabel:
    """The labels in `document`; entries that are no objects are left out."""
    kept = document.value
    tracking = TRACKING in kept
    entries = sequence(kept.get(TRACKING if tracking else DETECTION))
    frames = tuple(read_frame(entry) for entry in entries if isinstance(entry, dict))
    return SeqLabel(tracking, frames, kept)


def read_frame(kept: Object) -> LabelledFrame:
    """One entry of the list of frames."""
    tool = next((tool for tool in Tool if tool.value in kept), None)
    annotations = None if tool is None else _read_annotations(tool, kept[tool.value])
    return LabelledFrame(
        text(kept.get("frame")) or "",
        whole(kept.get("frame-no")),
        tool,
        annotations,
        texts(kept.get("frame-attributes")),
        kept,
    )


def _read_annotations(tool: Tool, entries: object) -> tuple[Annotation, ...] | None:
    if not isinstance(entries, list):
        return None
    read = [_read_annotation(tool, entry) for entry in entries]
    return (
        None if None in read else tuple(annotation for annotation in read if annotation is not None)
    )


def _read_annotation(tool: Tool, kept: object) -> Annotation | None:
    if not isinstance(kept, dict):
        return None
    shape = _read_shape(tool, kept)
    class_id = text(kept.get("class-id"))
    if shape is None or class_id is None:
        return None
    return Annotation(
        shape,
        class_id,
        texts(kept.get("label-category-attributes")),
        text(kept.get("object-id")) or "",
        text(kept.get("object-name")) or "",
        kept,
    )


def _read_shape(tool: Tool, kept: Object) -> AnnotationBox | Point | Outline | None:
    if tool == Tool.BOX:
        sides = [number(kept.get(name)) for name in ("left", "top", "width", "height")]
        whole_sides = [side for side in sides if side is not None]
        return AnnotationBox(*whole_sides) if len(whole_sides) == 4 else None
    if tool == Tool.KEYPOINT:
        return _read_point(kept)
    points = [_read_point(mapping(vertex)) for vertex in sequence(kept.get("vertices"))]
    corners = tuple(point for point in points if point is not None)
    return Outline(corners) if corners and len(corners) == len(points) else None


def _read_point(kept: Object) -> Point | None:
    x, y = number(kept.get("x")), number(kept.get("y"))
    return None if x is None or y is None else Point(x, y)


def _annotation_json(tool: Tool, annotation: Annotation) -> Object:
    before = _read_annotation(tool, annotation.kept) if annotation.kept else None
    return written_over(annotation.kept, before.fields() if before else {}, annotation.fields())
