"""Where two analyses of a video see different events."""

import numpy as np
from numpy.typing import NDArray


def without_partner(
    frames: NDArray[np.int64], others: NDArray[np.int64], within: int
) -> NDArray[np.bool_]:
    """Of each of `frames` (events,): whether no one of `others` lies within so many frames of it.

    Both are sorted, and of one class.
    """
    low = np.searchsorted(others, frames - within)
    high = np.searchsorted(others, frames + within, side="right")
    return np.asarray(low == high, np.bool_)
