"""Labels and record keys in words, for lists of conflicts and histories."""

from storage.library.kinds.kind import describe_frames
from storage.library.label_format import kind_of, split_key
from storage.records import Assignment, Clip, Label


def describe_label(key: str, label: Label | None) -> str:
    """`Visible at 12.0, 33.5`, `Clip “ace”, frames 3 to 8`; `No label` for None."""
    if label is None:
        return "No label"
    kind = kind_of(key)
    return "A label from a newer version of Touchline" if kind is None else kind.describe(label)


def kind_title(key: str) -> str:
    """`Ball`, `Event`, `Event class`: the kind of label."""
    kind = kind_of(key)
    return split_key(key)[0].capitalize() if kind is None else kind.title


def frames(span: Clip | Assignment) -> str:
    """`frames 3 to 8`, both included."""
    return describe_frames(span.first, span.stop)
