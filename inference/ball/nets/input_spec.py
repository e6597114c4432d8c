"""How a net wants to be shown pictures, and how its answers are to be read."""

from dataclasses import dataclass
from enum import StrEnum


class Channels(StrEnum):
    """The channels of a picture."""

    GREY = "grey"
    RGB = "rgb"
    BGR = "bgr"


@dataclass(frozen=True, slots=True)
class Grid:
    """Answers are cells with a score and the way to the ball; else they are maps of scores."""

    corner: bool = False  # offsets count from a cell's upper left corner, not from its centre
    by_frame: bool = False  # score, x, y of one frame after the other, not all scores first
    visibility: bool = False  # a fourth number: how surely a ball in the cell is not hidden

    @property
    def cell_values(self) -> int:
        """How many a cell says of a picture."""
        return 3 + self.visibility


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What lies between pictures and a net, and between its answers and places of the ball."""

    frames: int  # pictures shown together
    answered: tuple[int, ...]  # the places of the ones that answers are for, oldest 0
    width: int  # pixels: what pictures are scaled down to fit into
    height: int
    multiple: int | None  # pictures are filled up to it; None: always to the whole box
    colour: Channels = Channels.RGB
    newest_first: bool = False
    background: bool = False  # what stands still comes in front, as one more picture
    grid: Grid | None = None  # None: maps
    logits: bool = True  # scores are log odds, not probabilities
    batch: int = 1  # windows at once on a CPU
    whole_batches: bool = False  # the net takes no smaller ones, nor larger

    @property
    def channels(self) -> int:
        """Channels of all pictures that are shown together."""
        return (self.frames + self.background) * (1 if self.colour is Channels.GREY else 3)

    def scaled_size(self, width: int, height: int) -> tuple[int, int]:
        """Size, in even numbers, at which a video is shown: its shape, never enlarged."""
        box = self.width, self.height
        if self.multiple is not None and (height > width) != (self.height > self.width):
            box = self.height, self.width
        scale = min(1.0, box[0] / width, box[1] / height)
        return max(2 * round(width * scale / 2), 2), max(2 * round(height * scale / 2), 2)

    def padded_size(self, width: int, height: int) -> tuple[int, int]:
        """Size of what the net is given for pictures of this size: more at the right and below."""
        if self.multiple is None:
            return self.width, self.height
        return width + -width % self.multiple, height + -height % self.multiple
