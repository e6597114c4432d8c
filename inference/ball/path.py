"""From candidates to the trajectory of the ball: the one step that every detector feeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.ball.bridging import BridgeSettings, bridge
from inference.ball.linking import LinkCosts, best_chain, best_chain_of_piece
from storage.records import Candidates, Source

Anchor = tuple[float, float] | None
"""What a person says of a frame: where the ball is, in display pixels, or that there is none."""

_WORKING_WIDTH = 512  # all lengths in the settings are pixels of a picture this wide
_CERTAIN = 1e4  # reward of a person's word, which no sum of costs outweighs


@dataclass(frozen=True, slots=True)
class PathSettings:
    """How a chain of candidates is chosen. Lengths are pixels of a picture 512 wide."""

    even: float = 0.25  # score at which a candidate is worth as much as no ball
    gain: float = 0.5  # reward for a factor of e in the odds of a score
    links: LinkCosts = field(default_factory=LinkCosts)
    bridges: BridgeSettings = field(default_factory=BridgeSettings)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The ball of every frame, as arrays of one length.

    `confidence` is that of the position: 1 where a person gave it, 0 where there is none.
    """

    visible: NDArray[np.bool_]
    x: NDArray[np.float64]  # display pixels, NaN where no ball is
    y: NDArray[np.float64]
    confidence: NDArray[np.float32]  # 0 to 1
    choice: NDArray[np.int16]  # number of the candidate taken, -1 for none
    source: NDArray[np.uint8]  # Source.MODEL, INTERPOLATED or, at anchors, HUMAN

    def __len__(self) -> int:
        return len(self.visible)


def find_path(
    candidates: Candidates,
    width: int,
    anchors: Mapping[int, Anchor] | None = None,
    settings: PathSettings | None = None,
) -> Trajectory:
    """The most likely flight of the ball through `candidates` of a video `width` pixels wide.

    `anchors` maps frames (numbers into `candidates`) to what a person says of them; the path goes
    through them. Gaps inside one flight are filled in and marked as interpolated. The result is a
    function of the arguments alone; time and memory grow with the number of frames.
    """
    settings = settings or PathSettings()
    scene = _Field.of(candidates, width, anchors or {}, settings)
    choice = best_chain(scene.x, scene.y, scene.reward, candidates.cut, settings.links)
    return scene.trajectory(choice)
