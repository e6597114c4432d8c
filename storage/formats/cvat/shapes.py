"""The shapes that people draw in CVAT, as boxes from the edge of the picture."""

from collections.abc import Callable, Mapping

from storage.bounds import MAX_EDGE, MAX_PIXELS
from storage.formats.common.boxes import EdgeBox
from storage.formats.common.problems import FormatError, number, shown, whole
from storage.formats.common.shapes import box_of_ellipse, box_of_points

Attributes = Mapping[str, str]
_SIDES = ("xtl", "ytl", "xbr", "ybr")
_CORNERS = ("xtl1", "ytl1", "xbl1", "ybl1", "xtr1", "ytr1", "xbr1", "ybr1")
_MAX_POINTS = 100_000


def box_of_shape(kind: str, attributes: Attributes) -> EdgeBox:
    """The box around a shape; that of a point has no size. Raises FormatError."""
    return _KINDS[kind](attributes)


def is_shape(kind: str) -> bool:
    """Whether an element draws something."""
    return kind in _KINDS


def _box(attributes: Attributes) -> EdgeBox:
    left, top, right, bottom = (_place(attributes, side) for side in _SIDES)
    if right <= left or bottom <= top:
        raise FormatError("the box has no width or no height.")
    # a box that is turned is turned about its middle, which stays
    return EdgeBox(left, top, right - left, bottom - top)


def _points(attributes: Attributes) -> EdgeBox:
    pairs = [pair.split(",") for pair in attributes.get("points", "").split(";") if pair.strip()]
    if not pairs or len(pairs) > _MAX_POINTS or any(len(pair) != 2 for pair in pairs):
        raise FormatError(f"points is {shown(attributes.get('points'))}, not x,y;x,y;…")
    xs = [number(x, "points", -MAX_EDGE, MAX_EDGE) for x, _ in pairs]
    ys = [number(y, "points", -MAX_EDGE, MAX_EDGE) for _, y in pairs]
    return box_of_points(xs, ys)


def _ellipse(attributes: Attributes) -> EdgeBox:
    cx, cy, rx, ry = (_place(attributes, name) for name in ("cx", "cy", "rx", "ry"))
    turned = number(attributes.get("rotation", "0"), "rotation", -MAX_PIXELS, MAX_PIXELS)
    return box_of_ellipse(cx, cy, rx, ry, turned)


def _mask(attributes: Attributes) -> EdgeBox:
    """A mask lies in a box of its own, whose runs of unset and set pixels go row by row."""
    left, top = (_place(attributes, side) for side in ("left", "top"))
    width, height = (
        whole(attributes.get(side), side, 1, MAX_PIXELS) for side in ("width", "height")
    )
    xs: list[float] = []
    ys: list[float] = []
    position = 0
    for place, text in enumerate(attributes.get("rle", "").split(",")[:_MAX_POINTS]):
        run = whole(text, "rle", 0)
        if place % 2 and run:
            last = position + run - 1
            whole_rows = position // width != last // width
            xs += [0, width] if whole_rows else [position % width, last % width + 1]
            ys += [position // width, last // width + 1]
        position += run
    if not xs:
        return EdgeBox(left, top, width, height)
    inside = box_of_points(xs, ys)
    return EdgeBox(left + inside.left, top + inside.top, inside.width, inside.height)


def _cuboid(attributes: Attributes) -> EdgeBox:
    corners = [_place(attributes, name) for name in _CORNERS]
    return box_of_points(corners[0::2], corners[1::2])


def _skeleton(attributes: Attributes) -> EdgeBox:
    """The points of a skeleton are elements of their own; the parser gathers them."""
    return _points(attributes)


def _place(attributes: Attributes, name: str) -> float:
    return number(attributes.get(name), name, -MAX_EDGE, MAX_EDGE)


_KINDS: dict[str, Callable[[Attributes], EdgeBox]] = {
    "box": _box,
    "points": _points,
    "polygon": _points,
    "polyline": _points,
    "ellipse": _ellipse,
    "mask": _mask,
    "cuboid": _cuboid,
    "skeleton": _skeleton,
}
