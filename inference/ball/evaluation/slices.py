"""Metrics by slice: under which conditions the ball is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.ball.evaluation.metrics import REFERENCE_WIDTH, BallMetrics, Position, ball_metrics
from inference.evaluation.outcomes import Outcome, Outcomes


@dataclass(frozen=True, slots=True)
class SliceDimension:
    """A measure of a frame and the edges between its bins; a lower edge belongs to its bin."""

    key: str
    title: str
    unit: str  # empty where the names of the bins say it all
    edges: tuple[float, ...]
    names: tuple[str, ...]  # of the bins, one more than edges


def _scale(key: str, title: str, unit: str, *edges: float) -> SliceDimension:
    between = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
    return SliceDimension(key, title, unit, edges, (f"< {edges[0]:g}", *between, f"{edges[-1]:g}+"))


# lengths are pixels of a picture 512 wide
DIMENSIONS = (
    _scale("speed", "Speed of the ball", "px per frame, at 512 px width", 2, 5, 10, 20),
    _scale("size", "Size of the ball", "px across, at 512 px width", 1.5, 2.5, 4),
    _scale("contrast", "Contrast with the background", "grey levels", 20, 40, 80, 120),
    _scale("motion", "Motion around the ball", "% of the pixels around it", 1, 5, 15),
    SliceDimension("visibility", "Visibility", "", (1.5, 2.5), ("clear", "hard", "occluded")),
    _scale("since_hit", "Time since a hit", "frames", 3, 6, 12),
    _scale("edge", "Distance from the edge", "px, at 512 px width", 10, 40, 100),
)

Measures = Mapping[str, NDArray[np.float64]]
"""Values of the labelled frames by key of a dimension, (frames,); NaN where unknown."""


@dataclass(frozen=True, slots=True)
class SliceMetrics:
    """The scores of frames with a visible ball, bin by bin of one scale."""

    dimension: SliceDimension
    metrics: tuple[BallMetrics, ...]
    unknown: int  # frames with a visible ball of which the measure is not known


def metrics_by_slice(outcomes: Outcomes, measures: Measures) -> list[SliceMetrics]:
    """Score the frames with a visible ball by every measure that is known of any of them."""
    visible = outcomes.are(Outcome.TP, Outcome.MISPLACED, Outcome.FN)
    slices = []
    for dimension in DIMENSIONS:
        values = measures.get(dimension.key, np.full(len(outcomes), np.nan))
        measured = visible & np.isfinite(values)
        if measured.any():
            bin_of_frame = np.where(measured, np.digitize(values, dimension.edges), -1)
            metrics = tuple(
                ball_metrics(outcomes.where(bin_of_frame == bin))
                for bin in range(len(dimension.names))
            )
            unknown = int(np.count_nonzero(visible & ~measured))
            slices.append(SliceMetrics(dimension, metrics, unknown))
    return slices


def speeds(labelled: Mapping[int, Position], width: float) -> NDArray[np.float64]:
    """Speed of the ball in every labelled frame in order, in pixels at 512 wide per frame.

    Half the way from the frame before to the one behind; where one of them has no ball, the way
    from or to the other; NaN without either, or without a ball.
    """
    speed = np.full(len(labelled), np.nan)
    for row, frame in enumerate(sorted(labelled)):
        position = labelled[frame]
        neighbours = [
            neighbour for step in (-1, 1) if (neighbour := labelled.get(frame + step)) is not None
        ]
        if position is None or not neighbours:
            continue
        ends = neighbours if len(neighbours) == 2 else [position, *neighbours]
        distance = np.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1])
        speed[row] = distance / len(neighbours) * REFERENCE_WIDTH / width
    return speed


def frames_since(moments: Sequence[int], frames: Sequence[int]) -> NDArray[np.float64]:
    """How many frames each of `frames` lies behind the last of `moments`; NaN before the first."""
    sorted_moments = np.sort(np.asarray(moments, np.int64))
    at = np.searchsorted(sorted_moments, frames, side="right") - 1
    if not len(sorted_moments):
        return np.full(len(frames), np.nan)
    return np.where(at >= 0, np.asarray(frames) - sorted_moments[at], np.nan)


def edge_distances(
    labelled: Mapping[int, Position], width: float, height: float
) -> NDArray[np.float64]:
    """Distance of the ball from the nearest edge, in pixels at 512 wide; NaN without a ball."""
    nearest = [
        np.nan
        if position is None
        else min(position[0], position[1], width - position[0], height - position[1])
        for _, position in sorted(labelled.items())
    ]
    return np.array(nearest, np.float64).reshape(-1) * REFERENCE_WIDTH / width
