"""Boxes: objects in single frames, as rectangles."""

import math
from dataclasses import replace
from typing import Any

from storage.bounds import MAX_PIXELS, MIN_SIZE, is_name, pixels, required_name, side
from storage.library.kinds import json_fields as json
from storage.library.kinds.json_fields import Fields
from storage.library.kinds.kind import LabelKind
from storage.records import Box, Review, Source


class BoxKind(LabelKind[Box]):
    """Its edges may lie outside of the picture: objects are cut by its border."""

    name = "box"
    title = "Box"
    record = Box
    table = "boxes"
    columns = (
        *("frame", "name", "left", "top", "width", "height"),
        *("track", "confidence", "source", "review"),
    )

    def fields(self, label: Box) -> dict[str, object]:
        """Frame, class, rectangle, track and origin."""
        return {
            "frame": int(label.frame),
            "name": label.name,
            # + 0.0 makes one zero of two: equal labels must have equal texts
            "left": float(label.left) + 0.0,
            "top": float(label.top) + 0.0,
            "width": float(label.width),
            "height": float(label.height),
            "track": None if label.track is None else int(label.track),
            "confidence": float(label.confidence) + 0.0,
            **json.origin(label.source, label.review),
        }

    def label(self, fields: Fields) -> Box:
        """The box that `fields` describe."""
        return Box(
            json.whole(fields, "frame"),
            json.text(fields, "name"),
            json.number(fields, "left"),
            json.number(fields, "top"),
            json.number(fields, "width"),
            json.number(fields, "height"),
            json.optional_whole(fields, "track"),
            json.number(fields, "confidence"),
            json.source(fields),
            json.review(fields),
        )

    def is_valid(self, label: Box) -> bool:
        """It has a class, a frame and an area; its numbers are finite."""
        return (
            label.frame >= 0
            and bool(label.name)
            and math.isfinite(label.left + label.top + label.width + label.height)
            and label.width > 0
            and label.height > 0
            and (label.track is None or 0 <= label.track < 1 << 62)
            and 0 <= label.confidence <= 1
        )

    def bounded(self, label: Box) -> Box:
        """It keeps an area."""
        sides = label.left, label.top, label.width, label.height
        if max(map(abs, sides)) <= MAX_PIXELS and min(sides[2:]) >= MIN_SIZE:
            return label if is_name(label.name) else replace(label, name=required_name(label.name))
        return replace(
            label,
            name=required_name(label.name),
            left=pixels(label.left),
            top=pixels(label.top),
            width=side(label.width),
            height=side(label.height),
        )

    def from_row(self, *values: Any) -> Box:
        """The box of a row."""
        frame, name, left, top, width, height, track, confidence, source, review = values
        origin = Source(source), Review(review)
        return Box(frame, name, left, top, width, height, track, confidence, *origin)

    def frames(self, label: Box) -> range:
        """Only its frame."""
        return range(label.frame, label.frame + 1)

    def describe(self, label: Box) -> str:
        """`“player” 3 in frame 12, 40 by 90 at 12.0, 33.5`."""
        track = "" if label.track is None else f" {label.track}"
        rejected = ", rejected" if label.review is Review.REJECTED else ""
        size = f"{label.width:.0f} by {label.height:.0f}"
        place = f"{size} at {label.left:.1f}, {label.top:.1f}"
        return f"“{label.name}”{track} in frame {label.frame:,}, {place}{rejected}"
