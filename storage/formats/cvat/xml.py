"""CVAT's XML as shapes of tracks and of pictures, whatever stands in it.

Read by expat as it comes: elements have their line, nothing but shapes is kept, and a file that
declares a document type is refused at that word. Entities, inner or outer, need one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from storage.bounds import MAX_PIXELS
from storage.formats.common.boxes import EdgeBox
from storage.formats.common.other_programs import program_of_xml
from storage.formats.common.problems import FormatError, Problems, shown, text, whole
from storage.formats.cvat.shapes import box_of_shape, is_shape

_MAX_DEPTH = 16  # CVAT's own files have nine
_MAX_TEXT = 1024  # characters of one element's text that are looked at
_STEP = re.compile(r"step\s*=\s*(\d{1,6})")


@dataclass(frozen=True, slots=True)
class CvatShape:
    """An object in one frame, counted from the edge of the picture."""

    line: int
    frame: int
    outside: bool
    occluded: bool
    keyframe: bool  # drawn by a person, not filled in
    box: EdgeBox
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CvatImage:
    """A picture in a file of pictures."""

    frame: int
    name: str
    size: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CvatTrack:
    """One object through the video, or with an `image` in one picture."""

    label: str
    id: str = ""
    task: str = ""  # of a project's tasks
    source: str = ""  # manual, auto, semi-auto, file
    image: CvatImage | None = None
    shapes: list[CvatShape] = field(default_factory=list)


@dataclass(slots=True)
class CvatTask:
    """A video, or a part of one, that was labelled."""

    id: str = ""
    name: str = ""
    source: str = ""  # name of the file
    frames: int | None = None
    start: int | None = None
    stop: int | None = None
    step: int = 1
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class OddShape:
    """A shape that cannot be read."""

    line: int
    label: str
    what: str


@dataclass(slots=True)
class CvatFile:
    """What a file holds that is of use here."""

    tracks: list[CvatTrack] = field(default_factory=list)
    tasks: list[CvatTask] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # that the task has
    images: list[CvatImage] = field(default_factory=list)
    odd: list[OddShape] = field(default_factory=list)
    others: int = 0  # elements that draw nothing: tags, and kinds that are not known


def read_cvat_xml(data: bytes, problems: Problems) -> CvatFile:
    """Everything in `data`, without the elements that are told to `problems`.

    A strict one raises UserError; otherwise reading ends where the text is not XML any more.
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
        self._image: CvatImage | None = None
        self._task = ""  # of a project, that the open image is of
        self._shape: dict[str, str] | None = None  # attributes of the shape that is open
        self._begun = 1  # its line
        self._said: dict[str, str] = {}  # the attributes that people gave it

    def refuse_doctype(self, *declared: object) -> None:
        raise _ForbiddenXml("it declares a document type, which CVAT's files do not.")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "annotations":
            told = program_of_xml(name)
            raise _ForbiddenXml(
                f"this is {told}. Export the labels from there as CVAT for video."
                if told
                else f"it begins with {shown(name)}, not with annotations."
            )
        if len(self._path) >= _MAX_DEPTH:
            raise _ForbiddenXml("its elements are nested too deep.")
        inside = self._path[-1] if self._path else ""
        self._path.append(name)
        self._text = ""
        if inside == "annotations" and name in ("track", "image"):
            begin = self._begin_track if name == "track" else self._begin_image
            begin(attributes)
        elif inside in ("track", "image"):
            self._begin_shape(name, attributes)
        elif inside == "skeleton" and name == "points" and self._shape is not None:
            self._add_point(attributes)
        elif name == "attribute" and is_shape(inside):
            self._attribute = attributes.get("name", "")
        elif name in ("task", "job") and "meta" in self._path:
            self.content.tasks.append(CvatTask())

    def take(self, data: str) -> None:
        if len(self._text) < _MAX_TEXT:
            self._text += data

    def end(self, name: str) -> None:
        self._path.pop()
        inside = self._path[-1] if self._path else ""
        if name == "attribute" and self._attribute is not None:
            self._said[self._attribute] = self._text.strip()
            self._attribute = None
        elif inside in ("track", "image"):
            self._end_shape(name)
        elif name == "image" and inside == "annotations":
            self._image = None
        elif "meta" in self._path:
            with self._problems.at(name, self.line()):
                self._take_fact(name)

    def _begin_track(self, attributes: dict[str, str]) -> None:
        label = "?"
        with self._problems.at("track", self.line()):
            label = text(attributes.get("label"), "label")
        id, task, source = (attributes.get(name, "") for name in ("id", "task_id", "source"))
        self.content.tracks.append(CvatTrack(label, id, task, source))

    def _begin_image(self, attributes: dict[str, str]) -> None:
        with self._problems.at("image", self.line()):
            size = None
            if attributes.get("width") and attributes.get("height"):
                width, height = (
                    whole(attributes[side], side, 1, MAX_PIXELS) for side in ("width", "height")
                )
                size = width, height
            frame = whole(attributes.get("id"), "id")
            self._image = CvatImage(frame, attributes.get("name", ""), size)
            self.content.images.append(self._image)
            self._task = attributes.get("task_id", "")

    def _begin_shape(self, kind: str, attributes: dict[str, str]) -> None:
        if not is_shape(kind):
            self.content.others += 1
            return
        self._shape, self._begun, self._said = dict(attributes), self.line(), {}

    def _add_point(self, attributes: dict[str, str]) -> None:
        if self._shape is not None and attributes.get("outside", "0") == "0":
            points = (self._shape.get("points", ""), attributes.get("points", ""))
            self._shape["points"] = ";".join(filter(None, points))

    def _end_shape(self, kind: str) -> None:
        attributes, self._shape = self._shape, None
        if attributes is None or not is_shape(kind):
            return
        track = self.content.tracks[-1] if self._image is None else None
        label = track.label if track else attributes.get("label", "?")
        try:
            shape = _shape(kind, attributes, self._begun, self._said, self._image)
        except FormatError as error:
            self.content.odd.append(OddShape(self._begun, label, error.what))
            return
        if track is None:
            source = attributes.get("source", "")
            track = CvatTrack(label, task=self._task, source=source, image=self._image)
            self.content.tracks.append(track)
        track.shapes.append(shape)

    def _take_fact(self, name: str) -> None:
        """A fact of the task that is open, or the last one."""
        said = self._text.strip()
        parent = self._path[-1]
        if self._path[-2:] == ["labels", "label"] and name == "name":
            self.content.labels.append(text(said, "name"))
            return
        if parent == "original_size" and name in ("width", "height"):
            setattr(self._last_task(), name, whole(said, name, 1, MAX_PIXELS))
        elif parent in ("task", "job", "meta"):
            self._take_task_fact(name, said)

    def _take_task_fact(self, name: str, said: str) -> None:
        task = self._last_task()
        if name in ("id", "name", "source"):
            setattr(task, name, said[:_MAX_TEXT])
        elif name == "size":
            task.frames = whole(said, name, 1)
        elif name == "start_frame" and said:
            task.start = whole(said, name)
        elif name == "stop_frame" and said:
            task.stop = whole(said, name)
        elif name == "frame_filter" and (step := _STEP.search(said)):
            task.step = max(1, int(step[1]))

    def _last_task(self) -> CvatTask:
        if not self.content.tasks:
            self.content.tasks.append(CvatTask())
        return self.content.tasks[-1]


def _shape(
    kind: str,
    attributes: dict[str, str],
    line: int,
    said: dict[str, str],
    image: CvatImage | None,
) -> CvatShape:
    frame = whole(attributes.get("frame"), "frame") if image is None else image.frame
    outside, occluded = (_flag(attributes, name, "0") for name in ("outside", "occluded"))
    keyframe = _flag(attributes, "keyframe", "1")
    return CvatShape(line, frame, outside, occluded, keyframe, box_of_shape(kind, attributes), said)


def _flag(attributes: dict[str, str], name: str, default: str) -> bool:
    value = attributes.get(name, default)
    if value not in ("0", "1"):
        raise FormatError(f"{name} is {shown(value)}; it is 0 or 1.")
    return value == "1"
