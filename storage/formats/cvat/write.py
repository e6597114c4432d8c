"""CVAT for video 1.1, written: one track of the ball, as points or as boxes.

CVAT counts from the edge of the top-left pixel, for points too, since it draws them over the
picture. It fills the frames between two key frames, so a frame after the last one of a labelled
stretch is marked as outside. What CVAT has no word for stands in attributes of the label `ball`,
which must have them to keep them. With pictures a frame's number is its place among them;
without, its place in the video. Format: docs.cvat.ai, "XML annotation format".
"""

import math
from collections.abc import Iterator, Sequence
from io import StringIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.common.boxes import box_around
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.frame_map import NAME, write_frame_map
from storage.formats.export.dataset import (
    DataSetFormat,
    DataSetPicture,
    DataSetRequest,
    Part,
    suffix_of,
)
from storage.records import BallRow, Visibility

UNLABELLED = "unlabelled"  # the frame behind a stretch: nobody has looked
Attributes = dict[str, str]


def _pictures(parts: Sequence[Part], request: DataSetRequest) -> Iterator[DataSetPicture]:
    for part in parts:
        for number, frame in enumerate(part.frames):
            place = f"{part.name}/images/frame_{number:06d}{suffix_of(request.images)}"
            yield DataSetPicture(part, frame, place)


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    for part in parts:
        frames = part.frames if request.images else range(len(part.table))
        numbers = {frame: number for number, frame in enumerate(frames)}
        yield f"{part.name}/annotations.xml", _annotations(part, request, numbers)
        if request.images:
            entries = (part.entry(str(number), frame) for frame, number in numbers.items())
            yield f"{part.name}/{NAME}", write_frame_map(entries)


CVAT = DataSetFormat("cvat", _pictures, _documents, file=".xml")


def _annotations(part: Part, request: DataSetRequest, numbers: dict[int, int]) -> str:
    text = StringIO()
    xml = _CvatWriter(text)
    xml.begin("annotations")
    xml.leaf("version", "1.1")
    _write_meta(xml, part, request, len(numbers))
    xml.begin("track", {"id": "0", "label": "ball", "source": "manual"})
    shape = "points" if request.keypoints else "box"
    for attributes, said in _shapes(part, request, numbers):
        xml.begin(shape, attributes)
        for name, value in said.items():
            xml.leaf("attribute", value, {"name": name})
        xml.end(shape)
    xml.end("track")
    xml.end("annotations")
    return text.getvalue() + "\n"


def _shapes(
    part: Part, request: DataSetRequest, numbers: dict[int, int]
) -> Iterator[tuple[Attributes, Attributes]]:
    """The ball's shapes in order of time, each with what is said of it."""
    frames = {number: frame for frame, number in numbers.items()}
    place = (-0.5, -0.5)  # where the ball was last; one that is outside must be somewhere
    for frame, row in sorted(part.rows.items()):
        number = numbers[frame]
        if row.x is not None and row.y is not None:
            place = row.x, row.y
        yield _shape(part, request, number, place, row.visibility), _said(row)
        behind = frames.get(number + 1)
        if behind is not None and behind not in part.rows:
            closing = _shape(part, request, number + 1, place, Visibility.ABSENT)
            yield closing, {"visibility": UNLABELLED}


def _shape(
    part: Part,
    request: DataSetRequest,
    number: int,
    place: tuple[float, float],
    visibility: Visibility,
) -> Attributes:
    flags = {
        "frame": str(number),
        "keyframe": "1",
        "outside": str(int(visibility == Visibility.ABSENT)),
        "occluded": str(int(visibility == Visibility.OCCLUDED)),
    }
    if request.keypoints:
        return {**flags, "points": f"{place[0] + 0.5:.3f},{place[1] + 0.5:.3f}", "z_order": "0"}
    box = box_around(*place, request.size, part.video.width, part.video.height)
    edges = (box.left, box.top, box.left + box.width, box.top + box.height)
    names = ("xtl", "ytl", "xbr", "ybr")
    sides = {name: f"{edge:.3f}" for name, edge in zip(names, edges, strict=True)}
    return {**flags, **sides, "z_order": "0"}


def _said(row: BallRow) -> Attributes:
    sure = "" if math.isnan(row.confidence) else f"{row.confidence:.4f}"
    return {
        "visibility": VISIBILITIES[row.visibility],
        "source": row.source.name.lower(),
        "confidence": sure,
    }


def _write_meta(xml: "_CvatWriter", part: Part, request: DataSetRequest, frames: int) -> None:
    xml.begin("meta")
    xml.begin("task")
    for name, value in (
        ("name", part.name),
        ("size", str(frames)),
        ("mode", "interpolation"),
        ("start_frame", "0"),
        ("stop_frame", str(frames - 1)),
    ):
        xml.leaf(name, value)
    xml.begin("labels")
    xml.begin("label")
    xml.leaf("name", "ball")
    xml.leaf("type", "points" if request.keypoints else "rectangle")
    xml.begin("attributes")
    _write_attribute(xml, "visibility", "select", "clear", [*VISIBILITIES.values(), UNLABELLED])
    _write_attribute(xml, "source", "select", "human", [*SOURCES])
    _write_attribute(xml, "confidence", "text", "", [])
    for name in ("attributes", "label", "labels"):
        xml.end(name)
    xml.begin("original_size")
    xml.leaf("width", str(part.video.width))
    xml.leaf("height", str(part.video.height))
    for name in ("original_size", "task", "meta"):
        xml.end(name)


def _write_attribute(
    xml: "_CvatWriter", name: str, kind: str, default: str, values: Sequence[str]
) -> None:
    xml.begin("attribute")
    xml.leaf("name", name)
    xml.leaf("mutable", "True")
    xml.leaf("input_type", kind)
    xml.leaf("default_value", default)
    xml.leaf("values", "\n".join(values))
    xml.end("attribute")


class _CvatWriter:
    """Indented XML; every text and every value is escaped."""

    def __init__(self, text: StringIO) -> None:
        self._xml = XMLGenerator(text, "utf-8", short_empty_elements=True)
        self._depth = 0
        self._xml.startDocument()

    def begin(self, name: str, attributes: Attributes | None = None) -> None:
        """Open an element on a line of its own."""
        self._indent()
        self._xml.startElement(name, AttributesImpl(attributes or {}))
        self._depth += 1

    def end(self, name: str) -> None:
        """Close the element that was opened last."""
        self._depth -= 1
        self._indent()
        self._xml.endElement(name)

    def leaf(self, name: str, value: str, attributes: Attributes | None = None) -> None:
        """An element with text alone."""
        self._indent()
        self._xml.startElement(name, AttributesImpl(attributes or {}))
        self._xml.characters(value)
        self._xml.endElement(name)

    def _indent(self) -> None:
        self._xml.ignorableWhitespace("\n" + "  " * self._depth if self._depth else "")
