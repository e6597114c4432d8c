"""What journal, undo, sync, history and conflicts must know of a kind of label."""

import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from storage.library.kinds.json_fields import REVIEWS, SOURCES, Fields, encode
from storage.records import Label

L = TypeVar("L", bound=Label)

LONGEST = 1 << 18  # characters of a label's JSON: edits travel as single lines
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class LabelKind(ABC, Generic[L]):
    """One kind of label: its record keys, its JSON, its table and its words.

    A table has the columns video, then the frame or the id, then `columns`, then author, time and
    edit. The JSON of a label never changes once it is released: a new field is left out where it
    says nothing, and `format` says from which journal format on it is understood.
    """

    name: ClassVar[str]  # the first part of its record keys
    title: ClassVar[str]  # for people
    record: ClassVar[type[Label]]
    table: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]  # named like the fields of its JSON
    order: ClassVar[str] = "frame, id"  # by which its labels are listed: columns of its table
    of_library: ClassVar[bool] = False  # it belongs to the library, and not to one video
    annotates: ClassVar[bool] = True  # it says something of what is in the video

    @property
    def place_column(self) -> str:
        """The column that tells labels of one video apart."""
        return "id"

    def place(self, text: str) -> int | UUID | None:
        """What stands behind the slash of a record key: an id; None if it is not one."""
        return UUID(text) if _UUID.fullmatch(text) else None

    @abstractmethod
    def fields(self, label: L) -> dict[str, object]:
        """The JSON of `label`; equal labels have equal fields in equal order."""

    @abstractmethod
    def label(self, fields: Fields) -> L:
        """The label of JSON's `fields`. KeyError, TypeError or ValueError where there is none."""

    @abstractmethod
    def is_valid(self, label: L) -> bool:
        """Whether the values of `label` go together; its types are right."""

    @abstractmethod
    def bounded(self, label: L) -> L:
        """`label` with all its values brought into the bounds of `storage.bounds`.

        The label itself where it lies within them; what makes no sense (NaN) stays as it is.
        """

    @abstractmethod
    def from_row(self, *values: Any) -> L:
        """The label of a row of the table: the values of `columns`."""

    @abstractmethod
    def describe(self, label: L) -> str:
        """The label in words, for histories and conflicts."""

    def frames(self, label: L) -> range | None:
        """The frames of its video that `label` speaks of; None if it speaks of none."""
        return None

    def format(self, label: L) -> int:
        """The first journal format that can say what `label` says."""
        return 2

    def to_json(self, label: L) -> str:
        """The text of `label` in the journal; every number comes back as it was."""
        return encode(self.fields(label))

    def check(self, label: L) -> bool:
        """Whether `label` makes sense and is not too long to travel."""
        return self.is_valid(label) and len(self.to_json(label)) <= LONGEST

    def row(self, fields: dict[str, Any]) -> tuple[object, ...]:
        """The values of `columns` for the decoded JSON of a label that was checked before."""
        return tuple(_cell(column, fields.get(column)) for column in self.columns)


def describe_frames(first: int, stop: int) -> str:
    """`frames 3 to 8`, both included; `frame 3` where there is only one."""
    if stop - first == 1:
        return f"frame {first:,}"
    return f"frames {first:,} to {stop - 1:,}"


def _cell(column: str, value: Any) -> object:
    if column == "source":
        return int(SOURCES[value])
    if column == "review":
        return int(REVIEWS[value])
    return encode(value) if isinstance(value, list | dict) else value
