"""Small sums over the frames around each frame, as arrays as long as the video."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_CELL = 4.0  # pixels of 512 within which a thing stands still
_BLOCK = 512  # frames that are looked at together


def mean_around(values: Floats, reach: int) -> Floats:
    """Mean over each frame and `reach` frames on either side, (T,)."""
    if not len(values):
        return values.copy()
    sums = np.concatenate([[0.0], np.cumsum(values)])
    frames = np.arange(len(values))
    first, stop = np.maximum(frames - reach, 0), np.minimum(frames + reach + 1, len(values))
    return np.asarray((sums[stop] - sums[first]) / (stop - first))


def max_around(values: Floats, reach: int) -> Floats:
    """The greatest over each frame and `reach` frames on either side, (T,)."""
    padded = np.pad(values, reach, constant_values=-np.inf)
    best = values.copy()
    for shift in range(2 * reach + 1):
        np.maximum(best, padded[shift : shift + len(values)], out=best)
    return best


def run_lengths(mask: Bools, cut: Bools) -> tuple[Floats, Floats]:
    """(T,) how long the run of `mask` around a frame is, and how far its nearer end is; else 0.

    A run ends at a cut.
    """
    frames = np.arange(len(mask))
    before = np.concatenate([[False], mask[:-1]])
    after = np.concatenate([mask[1:], [False]])
    cut_after = np.concatenate([cut[1:], [True]])
    begins = np.maximum.accumulate(np.where(mask & (~before | cut), frames, 0))
    last = np.where(mask & (~after | cut_after), frames, len(mask))
    ends = np.minimum.accumulate(last[::-1])[::-1]
    length = np.where(mask, ends - begins + 1.0, 0.0)
    to_end = np.where(mask, np.minimum(frames - begins, ends - frames) + 1.0, 0.0)
    return length, to_end


def static_share(x: Floats, y: Floats) -> Floats:
    """(T, K) in how many of the frames around there is a candidate in the same place: a lamp.

    `x`, `y` (T, K) are pixels of a picture 512 wide. The logarithm of 1 and the number of frames,
    of 512 that are looked at together.
    """
    counts = np.zeros(x.shape)
    known = np.isfinite(x)
    block = np.broadcast_to(np.arange(len(x))[:, None] // _BLOCK, x.shape)
    # two grids, so that no edge of one parts what stands still
    for shift in (0.0, _CELL / 2):
        cells = np.where(known, np.floor((x + shift) / _CELL), 0).astype(np.int64)
        rows = np.where(known, np.floor((y + shift) / _CELL), 0).astype(np.int64)
        key = ((block * 4096 + cells + 1024) * 4096 + rows + 1024)[known]
        _, index, number = np.unique(key, return_inverse=True, return_counts=True)
        counts[known] = np.maximum(counts[known], number[index])
    return np.log1p(counts)
