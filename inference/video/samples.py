"""What a ball net learns from: a few consecutive pictures and where the ball is in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# weights of pictures; 1 where a person has seen where the ball is, or that there is none
HIDDEN = 0.3  # a person could only infer the place
UNKNOWN = 0.0  # nobody has said anything
DENIED = -1.0  # the place is one where the ball is not, and more is not known


@dataclass(frozen=True, eq=False)
class Window:
    """N consecutive pictures and what is known of them."""

    luma: NDArray[np.uint8]  # (N, height, width), or one more in front: what stands still
    places: NDArray[np.float32]  # (N, 2): x and y in its pixels, NaN where there is no ball
    weight: NDArray[np.float32]  # (N,): how much each picture counts, see above


class WindowSource(Protocol):
    """Where windows come from."""

    def window(self, random: np.random.Generator) -> Window:
        """A window drawn by chance: a function of the state of `random` alone."""


class Mixture:
    """Windows from several sources, each with its share."""

    def __init__(self, sources: Sequence[WindowSource], shares: Sequence[float]) -> None:
        self._sources = tuple(sources)
        self._edges = np.cumsum(shares) / np.sum(shares)

    def window(self, random: np.random.Generator) -> Window:
        """A window of one source, drawn by chance."""
        chosen = int(np.searchsorted(self._edges, random.random(), side="right"))
        return self._sources[min(chosen, len(self._sources) - 1)].window(random)
