"""Reels: pieces of videos in the order in which they are to be played."""

import re
from dataclasses import replace
from typing import Any

from storage.bounds import is_name, name, required_name
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind
from storage.records import Reel, ReelItem

_FINGERPRINT = re.compile("[0-9a-f]{64}")


class ReelKind(LabelKind[Reel]):
    """It belongs to the library: its pieces may come from several videos."""

    name = "reel"
    title = "Reel"
    record = Reel
    table = "reels"
    columns = ("name", "items")
    order = "name, id"
    of_library = True

    def fields(self, label: Reel) -> dict[str, object]:
        """Name and items."""
        return {"name": label.name, "items": [_item_fields(item) for item in label.items]}

    def label(self, fields: Fields) -> Reel:
        """The reel that `fields` describe."""
        items = tuple(_item(entry) for entry in json.entries(fields, "items"))
        return Reel(json.text(fields, "name"), items)

    def is_valid(self, label: Reel) -> bool:
        """It has a name, and its items have frames of videos."""
        return bool(label.name) and all(
            _FINGERPRINT.fullmatch(item.video) and 0 <= item.first < item.stop
            for item in label.items
        )

    def bounded(self, label: Reel) -> Reel:
        """Name and titles on one line."""
        items = tuple(
            item if is_name(item.title) else replace(item, title=name(item.title))
            for item in label.items
        )
        return replace(label, name=required_name(label.name), items=items)

    def from_row(self, *values: Any) -> Reel:
        """The reel of a row."""
        name, items = values
        return Reel(name, tuple(_item(entry) for entry in json.decode(items)))

    def describe(self, label: Reel) -> str:
        """`“Finals”, 12 items`."""
        count = len(label.items)
        return f"“{label.name}”, {count:,} {'item' if count == 1 else 'items'}"


def _item_fields(item: ReelItem) -> dict[str, object]:
    frames = {"first": int(item.first), "stop": int(item.stop)}
    return {"video": item.video, **frames, "title": item.title}


def _item(fields: Fields) -> ReelItem:
    first, stop = json.whole(fields, "first"), json.whole(fields, "stop")
    return ReelItem(json.text(fields, "video"), first, stop, json.text(fields, "title"))
