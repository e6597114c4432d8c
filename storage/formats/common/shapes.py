"""Shapes that other programs draw around an object, as the box around them."""

import math
from collections.abc import Sequence

from storage.formats.common.boxes import EdgeBox
from storage.formats.common.problems import FormatError

_MAX_RUNS = 1_000_000
_OFFSET, _CONTINUES, _NEGATIVE = 48, 0x20, 0x10  # of COCO's compressed runs
_BITS = 5


def box_of_points(xs: Sequence[float], ys: Sequence[float]) -> EdgeBox:
    """The box around an outline, a skeleton or a cloud of points. Raises FormatError if empty."""
    if not xs or len(xs) != len(ys):
        raise FormatError("the shape has no points.")
    left, top = min(xs), min(ys)
    return EdgeBox(left, top, max(xs) - left, max(ys) - top)


def box_of_ellipse(cx: float, cy: float, rx: float, ry: float, degrees: float = 0.0) -> EdgeBox:
    """The box around an ellipse that is turned about its middle."""
    turn = math.radians(degrees)
    across = math.hypot(rx * math.cos(turn), ry * math.sin(turn))
    down = math.hypot(rx * math.sin(turn), ry * math.cos(turn))
    return EdgeBox(cx - across, cy - down, 2 * across, 2 * down)


def box_of_runs(runs: Sequence[int], height: int) -> EdgeBox:
    """The box around a mask of COCO: runs of unset and set pixels in turn, column by column.

    Raises FormatError for a mask without a set pixel.
    """
    position = 0
    first_x, last_x, first_y, last_y = None, 0, height, 0
    for place, run in enumerate(runs):
        if run < 0 or height < 1:
            raise FormatError("the mask has a negative run.")
        if place % 2 and run:
            start, end = position, position + run - 1
            first_x = start // height if first_x is None else first_x
            last_x = end // height
            one_column = start // height == end // height
            first_y = min(first_y, start % height if one_column else 0)
            last_y = max(last_y, end % height if one_column else height - 1)
        position += run
    if first_x is None:
        raise FormatError("the mask is empty.")
    return EdgeBox(first_x, first_y, last_x - first_x + 1, last_y - first_y + 1)


def compressed_runs(text: str) -> list[int]:
    """The runs of a mask in COCO's compressed text. Raises FormatError."""
    runs: list[int] = []
    value, shift = 0, 0
    for letter in text:
        bits = ord(letter) - _OFFSET
        if not 0 <= bits < 64 or shift > 60 or len(runs) > _MAX_RUNS:
            raise FormatError("the mask cannot be read.")
        value |= (bits & 0x1F) << shift
        shift += _BITS
        if bits & _CONTINUES:
            continue
        if bits & _NEGATIVE:
            value -= 1 << shift
        # from the fourth on a run is told as the difference to the one two before
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
        value, shift = 0, 0
    return runs
