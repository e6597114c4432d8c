"""Clips: named pieces of a video."""

from dataclasses import replace
from typing import Any

from storage.bounds import is_name, name
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind, describe_frames
from storage.records import Clip


class ClipKind(LabelKind[Clip]):
    """A clip may have no name."""

    name = "clip"
    title = "Clip"
    record = Clip
    table = "clips"
    columns = ("first", "stop", "name")
    order = "first, id"

    def fields(self, label: Clip) -> dict[str, object]:
        """Range and name."""
        return {"first": int(label.first), "stop": int(label.stop), "name": label.name}

    def label(self, fields: Fields) -> Clip:
        """The clip that `fields` describe."""
        first, stop = json.whole(fields, "first"), json.whole(fields, "stop")
        return Clip(first, stop, json.text(fields, "name"))

    def is_valid(self, label: Clip) -> bool:
        """It has frames."""
        return 0 <= label.first < label.stop

    def bounded(self, label: Clip) -> Clip:
        """Its name on one line."""
        return label if is_name(label.name) else replace(label, name=name(label.name))

    def format(self, label: Clip) -> int:
        """Every format knows clips."""
        return 1

    def from_row(self, *values: Any) -> Clip:
        """The clip of a row."""
        return Clip(*values)

    def frames(self, label: Clip) -> range:
        """All its frames."""
        return range(label.first, label.stop)

    def describe(self, label: Clip) -> str:
        """`Clip “ace”, frames 3 to 8`."""
        return f"Clip “{label.name}”, {describe_frames(label.first, label.stop)}"
