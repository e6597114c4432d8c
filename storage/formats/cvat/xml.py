"""CVAT's XML as shapes of tracks, whatever stands in it.

Read by expat as it comes: elements have their line, nothing but shapes is kept, and a file that
declares a document type is refused at that word. Entities, inner or outer, need one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers import expat

from storage.formats.common.ball_rows import MAX_PIXELS
from storage.formats.common.problems import FormatError, Problems, number, shown, text, whole

_MAX_DEPTH = 16  # CVAT's own files have seven
_MAX_TEXT = 1024  # characters of one element's text that are looked at
_SHAPES = ("points", "box")
_SIDES = ("xtl", "ytl", "xbr", "ybr")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shape:
    """The object of a track in one frame."""

    line: int
    frame: int
    outside: bool
    occluded: bool
    keyframe: bool  # drawn by a person, not filled in
    x: float  # of its middle, from the edge of the picture
    y: float
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Track:
    """One object through the video."""

    label: str
    shapes: list[Shape] = field(default_factory=list)


@dataclass(slots=True)
class CvatFile:
    """What a file holds that is of use here."""

    tracks: list[Track] = field(default_factory=list)
    frames: int | None = None  # of the task
    width: int | None = None
    height: int | None = None
    labels: list[str] = field(default_factory=list)  # that the task has
    others: int = 0  # shapes of other kinds, and pictures


def read_cvat_xml(data: bytes, problems: Problems) -> CvatFile:
    """Everything in `data`, without the elements that are told to `problems`.

    A strict one raises UserError; otherwise reading ends where the text is no XML any more.
    """
    handler = _Handler(problems)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = handler.refuse_doctype
    parser.StartElementHandler = handler.begin
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.take
    handler.line = lambda: parser.CurrentLineNumber
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problems.add(f"this is not XML: {expat.ErrorString(error.code)}.", error.lineno)
    except (_ForbiddenXml, LookupError, ValueError) as error:  # an encoding that nobody knows
        problems.add(str(error), parser.CurrentLineNumber)
    return handler.content


class _ForbiddenXml(Exception):
    """The file is not read any further."""


class _Handler:
    """Follows the elements from the root down, and keeps shapes."""

    def __init__(self, problems: Problems) -> None:
        self.content = CvatFile()
        self.line: Callable[[], int] = lambda: 1
        self._problems = problems
        self._path: list[str] = []
        self._text = ""
        self._attribute: str | None = None
        self._shape: Shape | None = None

    def refuse_doctype(self, *declared: object) -> None:
        raise _ForbiddenXml("it declares a document type, which CVAT's files do not.")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "annotations":
            raise _ForbiddenXml(f"it begins with {shown(name)}, not with annotations.")
        if len(self._path) >= _MAX_DEPTH:
            raise _ForbiddenXml("its elements are nested too deep.")
        inside = self._path[-1] if self._path else ""
        self._path.append(name)
        self._text = ""
        if name == "track" and inside == "annotations":
            self._begin_track(attributes)
        elif inside == "track" and name in _SHAPES:
            with self._problems.at(f"track {len(self.content.tracks)}", self.line()):
                self._shape = _shape(name, attributes, self.line())
                self.content.tracks[-1].shapes.append(self._shape)
        elif inside == "track" or (inside == "annotations" and name == "image"):
            self.content.others += 1
        elif name == "attribute" and inside in _SHAPES:
            self._attribute = attributes.get("name", "")

    def take(self, data: str) -> None:
        if len(self._text) < _MAX_TEXT:
            self._text += data

    def end(self, name: str) -> None:
        place = "/".join(self._path[-3:])
        self._path.pop()
        if name in _SHAPES:
            self._shape = None
        elif name == "attribute" and self._attribute is not None:
            if self._shape is not None:
                self._shape.attributes[self._attribute] = self._text.strip()
            self._attribute = None
        else:
            with self._problems.at(name, self.line()):
                self._take_fact(place)

    def _begin_track(self, attributes: dict[str, str]) -> None:
        label = "?"
        with self._problems.at("track", self.line()):
            label = text(attributes.get("label"), "label")
        self.content.tracks.append(Track(label))

    def _take_fact(self, place: str) -> None:
        """A fact of the task, told by its last three elements."""
        if place.endswith("/task/size") or place == "meta/job/size":
            self.content.frames = whole(self._text.strip(), "size", 1)
        elif place.endswith("original_size/width"):
            self.content.width = whole(self._text.strip(), "width", 1, MAX_PIXELS)
        elif place.endswith("original_size/height"):
            self.content.height = whole(self._text.strip(), "height", 1, MAX_PIXELS)
        elif place == "labels/label/name":
            self.content.labels.append(text(self._text, "name"))


def _shape(kind: str, attributes: dict[str, str], line: int) -> Shape:
    frame = whole(attributes.get("frame"), "frame")
    outside, occluded = (_flag(attributes, name, "0") for name in ("outside", "occluded"))
    keyframe = _flag(attributes, "keyframe", "1")
    x, y = _point(attributes) if kind == "points" else _middle(attributes)
    return Shape(line, frame, outside, occluded, keyframe, x, y)


def _flag(attributes: dict[str, str], name: str, default: str) -> bool:
    value = attributes.get(name, default)
    if value not in ("0", "1"):
        raise FormatError(f"{name} is {shown(value)}; it is 0 or 1.")
    return value == "1"


def _point(attributes: dict[str, str]) -> tuple[float, float]:
    values = attributes.get("points", "").split(",")
    if len(values) != 2:
        raise FormatError(f"points is {shown(attributes.get('points'))}; a ball is one point x,y.")
    x, y = (number(value, "points", -MAX_PIXELS, MAX_PIXELS) for value in values)
    return x, y


def _middle(attributes: dict[str, str]) -> tuple[float, float]:
    left, top, right, bottom = (
        number(attributes.get(side), side, -MAX_PIXELS, MAX_PIXELS) for side in _SIDES
    )
    if right <= left or bottom <= top:
        raise FormatError("the box has no width or no height.")
    return (left + right) / 2, (top + bottom) / 2
