"""The ball of a frame."""

import math
import re
from dataclasses import replace
from typing import Any

from storage.bounds import MAX_PIXELS, pixels
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import REVIEW_NAMES, REVIEWS, SOURCE_NAMES, SOURCES, Fields
from storage.library.kinds.kind import LabelKind
from storage.records import BallLabel, Review, Source, Visibility

_FRAME = re.compile("0|[1-9][0-9]{0,8}", re.ASCII)  # a foreign key cannot ask for absurd arrays
_VISIBILITIES = {int(visibility): visibility for visibility in Visibility}
_SEEN = {
    Visibility.CLEAR: "Visible",
    Visibility.HARD: "Blurred",
    Visibility.OCCLUDED: "Occluded",
}
_FILLED = (Source.INTERPOLATED, Source.RELINKED)


class BallKind(LabelKind[BallLabel]):
    """A thousand of these for each other label: JSON and rows are made by hand."""

    name = "ball"
    title = "Ball"
    record = BallLabel
    table = "ball_labels"
    columns = ("visibility", "x", "y", "source", "review")
    order = "frame"

    @property
    def place_column(self) -> str:
        """One ball a frame: the frame says which."""
        return "frame"

    def place(self, text: str) -> int | None:
        """The frame; None if it is not one."""
        return int(text) if _FRAME.fullmatch(text) else None

    def fields(self, label: BallLabel) -> dict[str, object]:
        """Visibility, place, source and review."""
        place = {"x": _plain(label.x), "y": _plain(label.y)}
        origin = json.origin(label.source, label.review)
        return {"visibility": int(label.visibility), **place, **origin}

    def to_json(self, label: BallLabel) -> str:
        """As `fields`, and quicker."""
        return (
            f'{{"visibility":{int(label.visibility)},"x":{_digits(label.x)},"y":{_digits(label.y)},'
            f'"source":"{SOURCE_NAMES[label.source]}","review":"{REVIEW_NAMES[label.review]}"}}'
        )

    def label(self, fields: Fields) -> BallLabel:
        """The ball that `fields` describe."""
        x = None if fields["x"] is None else json.number(fields, "x")
        y = None if fields["y"] is None else json.number(fields, "y")
        visibility = _VISIBILITIES[json.whole(fields, "visibility")]
        return BallLabel(visibility, x, y, json.source(fields), json.review(fields))

    def is_valid(self, label: BallLabel) -> bool:
        """A visible ball has a finite place; one that is absent or rejected has none."""
        if label.x is None or label.y is None:
            nowhere = label.visibility == Visibility.ABSENT or label.review == Review.REJECTED
            return label.x is label.y and nowhere
        return label.visibility != Visibility.ABSENT and math.isfinite(label.x + label.y)

    def bounded(self, label: BallLabel) -> BallLabel:
        """Its place may lie outside of the picture, but not anywhere."""
        x, y = label.x, label.y
        if x is None or y is None or max(abs(x), abs(y)) <= MAX_PIXELS:
            return label
        return replace(label, x=pixels(x), y=pixels(y))

    def check(self, label: BallLabel) -> bool:
        """It is never too long."""
        return self.is_valid(label)

    def format(self, label: BallLabel) -> int:
        """Every format knows the ball."""
        return 1

    def row(self, fields: dict[str, Any]) -> tuple[object, ...]:
        """As any other's, and quicker."""
        source, review = SOURCES[fields["source"]], REVIEWS[fields["review"]]
        return fields["visibility"], fields["x"], fields["y"], int(source), int(review)

    def from_row(self, *values: Any) -> BallLabel:
        """The ball of a row."""
        visibility, x, y, source, review = values
        return BallLabel(Visibility(visibility), x, y, Source(source), Review(review))

    def describe(self, label: BallLabel) -> str:
        """`Visible at 12.0, 33.5`."""
        if label.x is None or label.y is None:
            rejected = label.review is Review.REJECTED
            return "Not where the model found it" if rejected else "No ball"
        place = f"{_SEEN[label.visibility]} at {label.x:.1f}, {label.y:.1f}"
        if label.source in _FILLED:
            return f"{place}, filled in"
        return f"{place}, accepted" if label.review is Review.ACCEPTED else place


def _plain(value: float | None) -> float | None:
    return None if value is None else float(value) + 0.0  # one zero: equal labels, equal texts


def _digits(value: float | None) -> str:
    return "null" if value is None else repr(float(value) + 0.0)
