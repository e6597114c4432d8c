"""Sportscode's XML as instances and rows, whatever stands in it.

Read by expat as it comes; a file that declares a document type is refused at that word, so that no
entity is ever looked at. Nacsport, Metrica Nexus, LongoMatch and kloppy write the same elements.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from storage.formats.common.problems import FormatError, Problems, number

_MAX_DEPTH = 16  # Sportscode's own files have five
_MAX_TEXT = 4096  # characters of one element that are looked at
_MAX_SECONDS = 7 * 24 * 3600
_MAX_INSTANCES = 500_000
_FULL = 65_535  # of a colour


@dataclass(slots=True)
class Instance:
    """One coded piece of a video, in seconds from its beginning.

    `labels` are pairs of group and text; a label without a group has an empty one.
    """

    line: int
    start: float
    end: float
    code: str
    labels: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class SportscodeFile:
    """What a file holds that is of use here: instances, and the colour of each code."""

    instances: list[Instance] = field(default_factory=list)
    colours: dict[str, str] = field(default_factory=dict)  # "#rrggbb"


def read_sportscode_xml(data: bytes, problems: Problems) -> SportscodeFile:
    """Everything in `data`, without the elements that are told to `problems`.

    A strict one raises UserError; otherwise reading ends where the text is not XML any more.
    """
    handler = _InstanceHandler(problems)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = handler.refuse_doctype
    parser.StartElementHandler = handler.begin
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.take
    handler.parser = parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problems.add(f"this is not XML: {expat.ErrorString(error.code)}.", error.lineno)
    except (
        _ForbiddenSportscode,
        LookupError,
        ValueError,
    ) as error:  # an encoding that nobody knows
        problems.add(str(error), parser.CurrentLineNumber)
    if not handler.known:
        problems.add("there is no ALL_INSTANCES; this is not a Sportscode file.")
    return handler.content


class _ForbiddenSportscode(Exception):
    """The file is not read any further."""


class _InstanceHandler:
    """Follows the elements from the root down; keeps the texts of one instance, label or row."""

    def __init__(self, problems: Problems) -> None:
        self.content = SportscodeFile()
        self.known = False
        self.parser = expat.ParserCreate()
        self._problems = problems
        self._path: list[str] = []
        self._text: list[str] = []
        self._size = 0
        self._line = 1
        self._values: dict[str, str] = {}
        self._label: dict[str, str] = {}
        self._labels: list[tuple[str, str]] = []

    def refuse_doctype(self, *_: object) -> None:
        raise _ForbiddenSportscode(
            "a document type is declared, which label files have no need of."
        )

    def begin(self, name: str, _: dict[str, str]) -> None:
        name = name.lower()
        self._path.append(name)
        if len(self._path) > _MAX_DEPTH:
            raise _ForbiddenSportscode(f"more than {_MAX_DEPTH} elements in each other.")
        self._text, self._size = [], 0
        self.known = self.known or name == "all_instances"
        if name in ("instance", "row"):
            self._values, self._labels = {}, []
            self._line = self.parser.CurrentLineNumber
        elif name == "label":
            self._label = {}

    def take(self, text: str) -> None:
        if self._size < _MAX_TEXT:
            self._text.append(text[: _MAX_TEXT - self._size])
            self._size += len(text)

    def end(self, name: str) -> None:
        name = name.lower()
        text = "".join(self._text).strip()
        self._text, self._size = [], 0
        inside = self._path[-2] if len(self._path) > 1 else ""
        self._path.pop()
        if name == "label":
            self._labels.append((self._label.get("group", ""), self._label.get("text", "")))
        elif inside == "label":
            self._label[name] = text
        elif name == "instance":
            self._keep_instance()
        elif name == "row":
            self._keep_row()
        elif inside in ("instance", "row"):
            self._values[name] = text

    def _keep_instance(self) -> None:
        if len(self.content.instances) >= _MAX_INSTANCES:
            raise _ForbiddenSportscode(f"more than {_MAX_INSTANCES} instances.")
        said = self._values
        where = f"instance {said.get('id') or len(self.content.instances) + 1}"
        with self._problems.at(where, self._line):
            start = _seconds(said.get("start"), "start")
            end = _seconds(said.get("end") or said.get("start"), "end")
            if end < start:
                raise FormatError("it ends before it starts.")
            note = said.get("free_text", "")
            code = said.get("code", "")
            self.content.instances.append(
                Instance(self._line, start, end, code, self._labels, note)
            )

    def _keep_row(self) -> None:
        said = self._values
        if said.get("code"):
            with self._problems.at(f"row {said['code']}", self._line):
                shades = [number(said.get(name, 0), name.upper(), 0, _FULL) for name in "rgb"]
                colour = "".join(f"{round(shade * 255 / _FULL):02x}" for shade in shades)
                self.content.colours[said["code"]] = f"#{colour}"


def _seconds(text: str | None, name: str) -> float:
    """Seconds, with a point or with the comma of other countries."""
    value = (text or "").replace(",", ".") if (text or "").count(",") == 1 else text
    return number(value, name, -_MAX_SECONDS, _MAX_SECONDS)
