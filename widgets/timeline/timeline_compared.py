"""Two analyses of a video on its timeline, one lane each, and where they differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from storage.records import BallTrack, Source
from widgets.common import theme
from widgets.picture.overlay_marks import COMPARED
from widgets.timeline.timeline_pool import MaskPool, TrackPool
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_strips import confidence_strip, difference_strip

DIFFERENT = "Different"


@dataclass(frozen=True, eq=False)
class ComparedRuns:
    """Two analyses, pooled. To make one takes milliseconds an hour of video: not while drawing."""

    names: tuple[str, str]
    pools: tuple[TrackPool, TrackPool]
    different: MaskPool

    @classmethod
    def of(
        cls,
        names: tuple[str, str],
        tracks: tuple[BallTrack, BallTrack],
        different: NDArray[np.bool_],
    ) -> "ComparedRuns":
        """Pool `tracks`, and the frames (frames,) in which they are `different`."""
        one, other = tracks
        return cls(names, (TrackPool(one), TrackPool(other)), MaskPool(different))

    @property
    def lane_names(self) -> tuple[str, str, str]:
        """What the lanes are called, the upper one first."""
        return (*self.names, DIFFERENT)


def paint_compared_lanes(
    painter: QPainter,
    compared: ComparedRuns,
    scale: TimeScale,
    lanes: dict[str, QRectF],
    ratio: float,
) -> None:
    """Paint into `lanes`, by name; `ratio` is screen pixels to a logical pixel."""
    colours: tuple[QColor, QColor] = (theme.SOURCE_COLOURS[Source.MODEL], COMPARED)
    for name, pool, colour in zip(compared.names, compared.pools, colours, strict=True):
        lane = lanes[name]
        columns = pool.columns(_edges(scale, lane, ratio))
        tall = max(1, round(lane.height() * ratio))
        painter.drawImage(lane, confidence_strip(columns, tall, max(1, round(ratio)), colour))
    lane = lanes[DIFFERENT]
    shares = compared.different.shares(_edges(scale, lane, ratio))
    painter.drawImage(lane, difference_strip(shares, max(1, round(lane.height() * ratio))))


def _edges(scale: TimeScale, lane: QRectF, ratio: float) -> NDArray[np.int64]:
    return scale.edges(max(1, round(lane.width() * ratio)))
