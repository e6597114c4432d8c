"""The labels of one sequence as Ground Truth's video object tracking writes them."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from storage.formats.ball_csv import BallRow
from storage.records import Visibility

BALL = "ball"  # the only class
BALL_ID = "0"  # a string: consumers compare it as one
JSON = dict[str, object]
_VISIBILITY = {
    Visibility.CLEAR: "clear",
    Visibility.HARD: "blurred",
    Visibility.OCCLUDED: "occluded",
    Visibility.ABSENT: "absent",
}
_MAX_NAME = 63  # characters of a job's name


class Tool(StrEnum):
    """What a ball is drawn with; the value names the list inside a frame."""

    KEYPOINT = "keypoints"
    BOX = "annotations"


@dataclass(frozen=True, slots=True)
class BallShape:
    """How the ball of one video is written.

    Points keep our coordinates. Boxes are whole pixels of side 2 `radius` + 1 around the pixel
    of the centre, cut at the edge of the picture.
    """

    fingerprint: str
    width: int  # of the picture, display pixels
    height: int
    tool: Tool = Tool.KEYPOINT
    radius: int = 8

    def annotation(self, x: float, y: float) -> JSON:
        """The ball at (x, y) as an entry of a frame's list."""
        place = self._box(x, y) if self.tool == Tool.BOX else {"x": round(x, 3), "y": round(y, 3)}
        return {
            **place,
            "class-id": BALL_ID,
            "label-category-attributes": {},
            # one ball is one object throughout a video, in all of its sequences and exports
            "object-id": str(uuid5(NAMESPACE_URL, f"touchline:{self.fingerprint}/{BALL}")),
            "object-name": f"{BALL}:1",
        }

    def _box(self, x: float, y: float) -> JSON:
        left, width = _side(x, self.radius, self.width)
        top, height = _side(y, self.radius, self.height)
        return {"height": height, "width": width, "top": top, "left": left}


def frame_entry(shape: BallShape, row: BallRow, number: int, name: str) -> JSON:
    """What is said of one frame: an absent ball is an empty list, which is not "not labelled"."""
    there = row.x is not None and row.y is not None
    return {
        shape.tool.value: [shape.annotation(row.x or 0, row.y or 0)] if there else [],
        "frame-no": str(number),  # a string: consumers compare it as one
        "frame": name,
        "frame-attributes": {"visibility": _VISIBILITY[row.visibility]},
    }


def seqlabel(entries: Iterable[JSON]) -> JSON:
    """The document of all labelled frames of one sequence."""
    return {"tracking-annotations": list(entries)}


def classes_in(rows: Iterable[BallRow]) -> dict[str, str]:
    """The classes that occur in `rows`, by id."""
    return {BALL_ID: BALL} if any(row.x is not None for row in rows) else {}


def job_name(text: str) -> str:
    """`text` cut to what a job may be called: letters, digits, inner hyphens, 63 characters."""
    return re.sub(r"[^a-zA-Z0-9]+", "-", text)[:_MAX_NAME].strip("-") or BALL


def _side(centre: float, radius: int, size: int) -> tuple[int, int]:
    """First pixel and number of pixels of a box along one side of a picture of `size`."""
    pixel = min(max(_nearest(centre), 0), size - 1)
    first, last = max(pixel - radius, 0), min(pixel + radius, size - 1)
    return first, last - first + 1


def _nearest(value: float) -> int:
    return math.floor(abs(value) + 0.5) * (-1 if value < 0 else 1)  # half away from zero
