"""The detector of model folders: a net on the CPU, its scores made comparable with all others."""

import json
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from inference.ball.model_folder import BallModel
from inference.ball.nets.compact import folded
from inference.ball.nets.finding import find_balls
from storage.records import Candidates

_LEAST = 1e-6  # scores are held this far from 0 and 1


class NetDetector:
    """Finds the ball with a compact net, wherever it is."""

    engine = "torch-cpu-fp32"
    preroll = 16  # enough to know what change between two pictures is usual before a cut

    _VERSION = 1  # counts changes of the method that no setting tells

    def __init__(self, model: BallModel, size: tuple[int, int]) -> None:
        """`size`: width and height of the pictures that the detector is to see."""
        self.name = model.name
        self.weights = model.weights
        self.size = size
        told = asdict(model.net.config) | {"slope": model.slope, "constant": model.constant}
        told |= {"size": size, "preroll": self.preroll, "version": self._VERSION}
        self.settings = json.dumps(told, sort_keys=True)
        self._net = folded(model.net)
        self._slope = model.slope
        self._constant = model.constant

    def find(self, luma: NDArray[np.uint8], preroll: int) -> Candidates:
        """Candidates in `luma` (T, height, width) after the first `preroll`, in its pixels.

        Scores estimate the probability of being the ball.
        """
        found = find_balls(self._net, luma, preroll)
        sure = np.clip(found.score.astype(np.float64), _LEAST, 1 - _LEAST)
        odds = self._constant + self._slope * np.log(sure / (1 - sure))
        score = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return Candidates(found.x, found.y, score, found.cut)
