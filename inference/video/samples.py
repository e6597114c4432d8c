"""What a ball net is trained on: a few consecutive pictures and where the ball is in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# weights of pictures; 1 where a person has seen where the ball is, or that there is none
HIDDEN = 0.3  # a person could only infer the position
UNKNOWN = 0.0  # without a label
NEGATIVE_POINT = -1.0  # the ball is not at the point, and more is not known


@dataclass(frozen=True, eq=False)
class ClipSample:
    """N consecutive pictures and what is known of them."""

    luma: NDArray[np.uint8]  # (N, height, width), or one more in front: the background
    points: NDArray[np.float32]  # (N, 2): x and y in its pixels, NaN where there is no ball
    weight: NDArray[np.float32]  # (N,): how much each picture counts, see above


class ClipSource(Protocol):
    """Where clip samples come from."""

    def sample(self, random: np.random.Generator) -> ClipSample:
        """A sample drawn by chance: a function of the state of `random`, and of nothing else."""


class Mixture:
    """Samples from several sources, each with its share."""

    def __init__(self, sources: Sequence[ClipSource], shares: Sequence[float]) -> None:
        self._sources = tuple(sources)
        self._edges = np.cumsum(shares) / np.sum(shares)

    def sample(self, random: np.random.Generator) -> ClipSample:
        """A sample of one source, drawn by chance."""
        chosen = int(np.searchsorted(self._edges, random.random(), side="right"))
        return self._sources[min(chosen, len(self._sources) - 1)].sample(random)
