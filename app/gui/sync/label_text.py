"""Labels and record keys in words, for lists of conflicts and histories."""

from storage.library.label_format import split_key
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Source,
    Visibility,
)

_VISIBILITY = {
    Visibility.CLEAR: "Clear",
    Visibility.HARD: "Blurred",
    Visibility.OCCLUDED: "Occluded",
}
_FILLED = (Source.INTERPOLATED, Source.RELINKED)


def words_of_label(label: Label | None) -> str:
    """`Clear at 12.0, 33.5`, `Clip “ace”, frames 3 to 8`; `No label` for None."""
    if label is None:
        return "No label"
    if isinstance(label, BallLabel):
        return _ball(label)
    if isinstance(label, Event):
        rejected = ", rejected" if label.review is Review.REJECTED else ""
        return f"“{label.name}” in frame {label.frame:,}{rejected}"
    if isinstance(label, Clip):
        return f"Clip “{label.name}”, {frames(label)}"
    return f"{label.person}, {frames(label)}"


def words_of_key(key: str) -> str:
    """`Ball`, `Event`, `Clip`, `Assignment`."""
    return split_key(key)[0].capitalize()


def frames(span: Clip | Assignment) -> str:
    """`frames 3 to 8`, both included."""
    return f"frames {span.first:,} to {span.stop - 1:,}"


def _ball(label: BallLabel) -> str:
    if label.x is None or label.y is None:
        gone = label.review is Review.REJECTED
        return "Not where the model saw it" if gone else "Not in the picture"
    place = f"{_VISIBILITY[label.visibility]} at {label.x:.1f}, {label.y:.1f}"
    if label.source in _FILLED:
        return f"{place}, filled in"
    return f"{place}, accepted" if label.review is Review.ACCEPTED else place
