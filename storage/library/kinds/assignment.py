"""Assignments: who has taken on which frames of a video."""

from dataclasses import replace
from typing import Any

from storage.bounds import MAX_PERSON, required_name
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind, describe_frames
from storage.records import Assignment


class AssignmentKind(LabelKind[Assignment]):
    """It says who works where, and nothing of what is in the video."""

    name = "assignment"
    title = "Assignment"
    record = Assignment
    table = "assignments"
    columns = ("first", "stop", "person")
    order = "first, id"
    annotates = False

    def fields(self, label: Assignment) -> dict[str, object]:
        """Range and person."""
        return {"first": int(label.first), "stop": int(label.stop), "person": label.person}

    def label(self, fields: Fields) -> Assignment:
        """The assignment that `fields` describe."""
        first, stop = json.whole(fields, "first"), json.whole(fields, "stop")
        return Assignment(first, stop, json.text(fields, "person"))

    def is_valid(self, label: Assignment) -> bool:
        """It has frames and a person."""
        return bool(label.person) and 0 <= label.first < label.stop

    def bounded(self, label: Assignment) -> Assignment:
        """Its person on one line."""
        return replace(label, person=required_name(label.person, MAX_PERSON))

    def format(self, label: Assignment) -> int:
        """Every format knows assignments."""
        return 1

    def from_row(self, *values: Any) -> Assignment:
        """The assignment of a row."""
        return Assignment(*values)

    def frames(self, label: Assignment) -> range:
        """All its frames."""
        return range(label.first, label.stop)

    def describe(self, label: Assignment) -> str:
        """`ana, frames 3 to 8`."""
        return f"{label.person}, {describe_frames(label.first, label.stop)}"
