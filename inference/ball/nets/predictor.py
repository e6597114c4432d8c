"""Runs a net over pictures: bytes in, numpy out."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import pad

from inference.ball.nets.decoding import places
from inference.ball.nets.input_spec import Colour, Convention
from inference.ball.nets.sliding_windows import windows
from inference.video.shots import background, shots, starts_of_shots
from storage.records import Candidates

Pictures = NDArray[np.uint8]
WORKERS = min(os.cpu_count() or 1, 8)


class _Behind:
    """What stands still in each shot: a window, which is of one shot, is shown that of its own."""

    def __init__(self, pictures: Pictures, ranges: list[tuple[int, int]]) -> None:
        self._firsts = np.array([first for first, _ in ranges], np.intp)
        self._pictures = [background(pictures[first:stop]) for first, stop in ranges]

    def of(self, shown: NDArray[np.intp]) -> Pictures:
        """Behind the pictures of these numbers (B,): (B, height, width[, 3])."""
        at = np.searchsorted(self._firsts, shown, side="right") - 1
        return np.stack([self._pictures[shot] for shot in at])


def find_balls(
    net: Callable[[Tensor], Tensor],
    convention: Convention,
    pictures: Pictures,
    preroll: int = 0,
    count: int = 5,
    batch: int | None = None,
) -> Candidates:
    """The `count` likeliest places of the ball in each picture after the first `preroll`.

    `pictures` is (T, height, width), grey, or (T, height, width, 3), RGB, as `convention` wants:
    consecutive pictures of one video. `net` takes bytes (B, C, H, W) and may be called by several
    threads at once. Returns (T - preroll, count) positions in pixels of these pictures, scores
    from 0 to 1, best first, and the first pictures of new shots. The result depends on the
    arguments alone.
    """
    cuts = starts_of_shots(_grey(pictures))
    ranges = shots(cuts)
    shown = windows(ranges, preroll, convention.frames, convention.answered)
    behind = _Behind(pictures, ranges) if convention.background else None
    found = np.full((len(pictures), count, 3), np.nan, np.float32)
    size = batch or convention.batch
    batches = [shown[begin : begin + size] for begin in range(0, len(shown), size)]
    # several batches at once, each on one core: cores that work on one batch together wait for
    # each other, which on a machine that also decodes, or plays, costs most of what they bring
    answer = partial(_answers, net, convention, pictures, behind, count)
    with ThreadPoolExecutor(WORKERS, "net") as workers:
        for windows_, peaks in zip(batches, workers.map(answer, batches), strict=True):
            rows = windows_[:, list(convention.answered)].reshape(-1)
            found[rows] = peaks.reshape(-1, count, 3)
    x, y, score = np.moveaxis(found[preroll:], 2, 0)
    return Candidates(x, y, score, cuts[preroll:])


def _answers(
    net: Callable[[Tensor], Tensor],
    convention: Convention,
    pictures: Pictures,
    behind: _Behind | None,
    count: int,
    shown: NDArray[np.intp],
) -> NDArray[np.float32]:
    """Peaks (B, N, count, 3) of the windows with these pictures, `shown` (B, frames)."""
    real = len(shown)
    if convention.whole_batches:
        shown = np.pad(shown, ((0, convention.batch - real), (0, 0)), mode="edge")
    height, width = pictures.shape[1:3]
    still = None if behind is None else behind.of(shown[:, -1])
    with torch.inference_mode():
        x = net_input(convention, pictures[shown], still)
        filled = convention.filled(width, height)
        found = places(net(x), convention, filled, (width, height), count)[:real]
    peaks: NDArray[np.float32] = found.cpu().numpy()
    return peaks


def net_input(convention: Convention, windows_: Pictures, behind: Pictures | None) -> Tensor:
    """What a net is given for `windows_` (B, frames, height, width[, 3]): bytes (B, C, H, W).

    Windows are of consecutive pictures, the oldest first. `behind` (B, height, width[, 3]) is what
    stands still in each, for nets that want it. Pictures of other shapes than the net's are filled
    up at their right and lower edges, never stretched.
    """
    height, width = windows_.shape[2:4]
    x = torch.from_numpy(_stacked(convention, windows_, behind))
    return _filled(x, convention.filled(width, height))


def _stacked(convention: Convention, windows_: Pictures, behind: Pictures | None) -> Pictures:
    """The channels of each window, one picture after the other: (B, C, H, W)."""
    windows_ = windows_[:, ::-1] if convention.newest_first else windows_
    if behind is not None:
        windows_ = np.concatenate([behind[:, None], windows_], axis=1)
    if convention.colour is Colour.GREY:
        return np.ascontiguousarray(windows_)  # PyTorch takes no arrays that run backwards
    if convention.colour is Colour.BGR:
        windows_ = windows_[..., ::-1]
    channels = np.moveaxis(windows_, -1, 2)  # (B, N, 3, H, W)
    batch, frames, colours, height, width = channels.shape
    return np.ascontiguousarray(channels).reshape(batch, frames * colours, height, width)


def _filled(x: Tensor, size: tuple[int, int]) -> Tensor:
    """Bytes (B, C, H, W) with their last column and row repeated up to `size` (width, height)."""
    right, below = size[0] - x.shape[-1], size[1] - x.shape[-2]
    if not right and not below:
        return x
    return pad(x.float(), (0, right, 0, below), mode="replicate").byte()


def _grey(pictures: Pictures) -> Pictures:
    if pictures.ndim == 3:
        return pictures
    grey = [np.asarray(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), np.uint8) for p in pictures]
    return np.stack(grey) if grey else pictures[..., 0]
