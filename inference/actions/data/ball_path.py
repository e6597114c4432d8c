"""The path of the ball through a video, in units that no camera and no frame rate changes."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BallPath:
    """Where the ball is in each frame, all arrays (T,).

    Positions are in widths of the picture from its centre, y downwards, NaN where not known.
    """

    seconds: Floats  # when each frame is shown, increasing
    x: Floats
    y: Floats
    confidence: Floats  # 0 to 1; 0 where no position is known

    def __len__(self) -> int:
        return len(self.seconds)

    @property
    def known(self) -> NDArray[np.bool_]:
        """The frames with a position, (T,)."""
        return np.isfinite(self.x)

    def mirrored(self) -> "BallPath":
        """The path as a mirror beside the court would show it."""
        return replace(self, x=-self.x)

    def part(self, frames: slice) -> "BallPath":
        """The path in some of the frames."""
        return BallPath(
            self.seconds[frames], self.x[frames], self.y[frames], self.confidence[frames]
        )


def ball_path(
    seconds: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    size: tuple[int, int],
    confidence: ArrayLike | None = None,
) -> BallPath:
    """The path of positions `x`, `y` (T,) in display pixels of a picture of `size`, NaN: unknown.

    `seconds` (T,) must increase; without `confidence` (T,), 0 to 1, every known position is
    certain. ValueError if the arrays do not match.
    """
    times = np.asarray(seconds, np.float64)
    columns, rows = np.asarray(x, np.float64), np.asarray(y, np.float64)
    given = np.ones(len(times)) if confidence is None else np.asarray(confidence, np.float64)
    if not times.shape == columns.shape == rows.shape == given.shape or times.ndim != 1:
        raise ValueError(
            f"a path of {times.shape} times, {columns.shape} x, {rows.shape} y, {given.shape}"
        )
    if (np.diff(times) <= 0).any():
        raise ValueError("the times of a path must increase")
    known = np.isfinite(columns) & np.isfinite(rows)
    width, height = size
    return BallPath(
        times,
        np.where(known, (columns - (width - 1) / 2) / width, np.nan),
        np.where(known, (rows - (height - 1) / 2) / width, np.nan),
        np.where(known & np.isfinite(given), given, 0.0).clip(0, 1),
    )
