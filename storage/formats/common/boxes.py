"""Boxes and points in the pixels of a picture, and what they are in the pixels of a video.

Boxes number the edges of pixels, labels their centres: the top-left pixel reaches from edge 0 to
edge 1, and its centre is the point (0, 0). So a point is the middle between two edges minus 1/2.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.formats.common.problems import FormatError

if TYPE_CHECKING:  # the command line knows the sizes of boxes without loading numpy or PyAV
    from storage.formats.common.label_set import LabelTarget

DEFAULT_SIZE = 17.0  # pixels of a ball's box where nobody has said how large the ball is
MAX_SIZE = 1000.0
_SAME_SHAPE = 0.01  # by how much the aspect ratios of a video and of its smaller copy may differ


@dataclass(frozen=True, slots=True)
class EdgeBox:
    """A box in pixels, counted at pixel edges from the top left corner of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The label's point (x, y): pixels, centre of the top-left pixel at (0, 0)."""
        return self.left + self.width / 2 - 0.5, self.top + self.height / 2 - 0.5


def box_around(x: float, y: float, size: float, width: int, height: int) -> EdgeBox:
    """The box of side `size` around the point (x, y) in a picture of `width` x `height`.

    Where the picture's edge is nearer than half of `size` the box shrinks on both sides: a box
    that were cut on one would give another centre back.
    """
    across, down = _side(x, size, width), _side(y, size, height)
    return EdgeBox(x + 0.5 - across / 2, y + 0.5 - down / 2, across, down)


@dataclass(frozen=True, slots=True)
class PixelScale:
    """From positions in a copy of a video's pictures to positions in the video.

    `left` and `top` are edges beside the frame in the copy, in pixels of the copy; below 0 where
    the copy shows only the middle of the frame.
    """

    across: float = 1.0
    down: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The label's point in the video. Edges scale, so half a pixel comes off and on again."""
        across, down = x + 0.5 - self.left, y + 0.5 - self.top
        return across * self.across - 0.5, down * self.down - 0.5

    def point_back(self, x: float, y: float) -> tuple[float, float]:
        """The point in the copy of a point in the video."""
        across, down = (x + 0.5) / self.across, (y + 0.5) / self.down
        return across + self.left - 0.5, down + self.top - 0.5


def scale_between(copy: tuple[int, int], video: tuple[int, int]) -> PixelScale:
    """How pictures of size `copy` (width, height) lie in a `video`. FormatError if cut or bent."""
    across, down = video[0] / copy[0], video[1] / copy[1]
    if abs(across / down - 1) > _SAME_SHAPE:
        raise FormatError(
            f"The labels are of pictures of {copy[0]} x {copy[1]} pixels, the video has "
            f"{video[0]} x {video[1]}: one is not a smaller copy of the other.",
            advice="Choose the video that the labels are of.",
        )
    return PixelScale(across, down)


def stored_scale(target: "LabelTarget") -> PixelScale:
    """From the stored pixels of a video, turned upright, to its display pixels."""
    width, height = target.stored_size
    return PixelScale(target.video.width / width, target.video.height / height)


def _side(centre: float, size: float, picture: int) -> float:
    room = 2 * min(centre + 0.5, picture - centre - 0.5)  # to the nearer edge, on both sides
    # a point outside of the picture has no room, and keeps its size
    return min(size, room) if room > 0 else size
