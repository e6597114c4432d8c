"""Which pictures a net that sees several at once is shown together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def sliding_windows(
    shots: Sequence[tuple[int, int]], first: int, frames: int, answered: Sequence[int]
) -> NDArray[np.intp]:
    """Numbers of the pictures of every window, (windows, frames), oldest first.

    The answers, which a net gives for the pictures at the places `answered` of a window, cover all
    pictures from `first` on. No window crosses a cut between the `shots` `[first, stop)`.
    """
    if len(answered) == frames:
        return disjoint_windows(shots, first, frames)
    if len(answered) != 1:
        raise ValueError(f"answers for {len(answered)} of {frames} pictures")
    steps = np.arange(frames) - answered[0]
    windows = [
        np.clip(steps + current, begin, stop - 1)
        for begin, stop in shots
        for current in range(max(begin, first), stop)
    ]
    return np.array(windows, np.intp).reshape(-1, frames)


def disjoint_windows(shots: Sequence[tuple[int, int]], first: int, frames: int) -> NDArray[np.intp]:
    """Numbers of the pictures of every window, (windows, frames), oldest first.

    The windows cover all pictures from `first` on and do not overlap, but for the last one of each
    of the `shots` `[first, stop)`, which is moved back to fit. None crosses a cut: a shot that is
    too short repeats its last picture.
    """
    steps = np.arange(frames)
    windows = [
        np.minimum(max(min(start, stop - frames), begin) + steps, stop - 1)
        for begin, stop in shots
        for start in range(max(begin, first), stop, frames)
    ]
    return np.array(windows, np.intp).reshape(-1, frames)
