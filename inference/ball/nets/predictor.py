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

from inference.ball.nets.decoding import decode_peaks
from inference.ball.nets.input_spec import Channels, InputSpec
from inference.ball.nets.sliding_windows import sliding_windows
from inference.runtime.calls import scope_of_thread
from inference.video.shots import detect_cuts, median_background, shot_ranges
from storage.records import Candidates

Pictures = NDArray[np.uint8]
WORKERS = min(os.cpu_count() or 1, 8)


class _ShotBackgrounds:
    """What stands still in each shot: a window, which is of one shot, is shown that of its own."""

    def __init__(self, pictures: Pictures, ranges: list[tuple[int, int]]) -> None:
        self._firsts = np.array([first for first, _ in ranges], np.intp)
        self._pictures = [median_background(pictures[first:stop]) for first, stop in ranges]

    def of(self, windows: NDArray[np.intp]) -> Pictures:
        """Behind the pictures of these numbers (B,): (B, height, width[, 3])."""
        shots = np.searchsorted(self._firsts, windows, side="right") - 1
        return np.stack([self._pictures[shot] for shot in shots])


def predict_candidates(
    net: Callable[[Tensor], Tensor],
    input_spec: InputSpec,
    pictures: Pictures,
    preroll: int = 0,
    count: int = 5,
    batch: int | None = None,
) -> Candidates:
    """The `count` most likely places of the ball in each picture after the first `preroll`.

    `pictures` is (T, height, width), grey, or (T, height, width, 3), RGB, as `input_spec` wants:
    consecutive pictures of one video. `net` takes bytes (B, C, H, W) and may be called by several
    threads at once. Returns (T - preroll, count) positions in pixels of these pictures, scores
    from 0 to 1, best first, and the first pictures of new shots. The result depends on the
    arguments alone.
    """
    cuts = detect_cuts(_grey(pictures))
    ranges = shot_ranges(cuts)
    windows = sliding_windows(ranges, preroll, input_spec.frames, input_spec.answered)
    backgrounds = _ShotBackgrounds(pictures, ranges) if input_spec.background else None
    all_peaks = np.full((len(pictures), count, 3), np.nan, np.float32)
    batch_size = batch or input_spec.batch
    batches = [windows[begin : begin + batch_size] for begin in range(0, len(windows), batch_size)]
    # several batches at once, each on one core: cores that work on one batch together wait for
    # each other, which on a machine that also decodes, or plays, costs most of what they bring
    predict = partial(_predict_batch, net, input_spec, pictures, backgrounds, count)
    scope = scope_of_thread()
    with ThreadPoolExecutor(WORKERS, "net", initializer=scope.enter) as workers:
        try:
            for window_batch, peaks in zip(batches, workers.map(predict, batches), strict=True):
                rows = window_batch[:, list(input_spec.answered)].reshape(-1)
                all_peaks[rows] = peaks.reshape(-1, count, 3)
        except BaseException:
            scope.end()  # a net may compute for ever, and the pool waits for it
            raise
    x, y, score = np.moveaxis(all_peaks[preroll:], 2, 0)
    return Candidates(x, y, score, cuts[preroll:])


def _predict_batch(
    net: Callable[[Tensor], Tensor],
    input_spec: InputSpec,
    pictures: Pictures,
    backgrounds: _ShotBackgrounds | None,
    count: int,
    windows: NDArray[np.intp],
) -> NDArray[np.float32]:
    """Peaks (B, N, count, 3) of the windows with these pictures, `windows` (B, frames)."""
    real = len(windows)
    if input_spec.whole_batches:
        windows = np.pad(windows, ((0, input_spec.batch - real), (0, 0)), mode="edge")
    height, width = pictures.shape[1:3]
    background = None if backgrounds is None else backgrounds.of(windows[:, -1])
    with torch.inference_mode():
        x = net_input(input_spec, pictures[windows], background)
        input_size = input_spec.padded_size(width, height)
        output = decode_peaks(net(x), input_spec, input_size, (width, height), count)[:real]
    peaks: NDArray[np.float32] = output.cpu().numpy()
    return peaks


def net_input(input_spec: InputSpec, windows: Pictures, background: Pictures | None) -> Tensor:
    """What a net is given for `windows` (B, frames, height, width[, 3]): bytes (B, C, H, W).

    Windows are of consecutive pictures, the oldest first. `background` (B, height, width[, 3]) is
    what stands still in each, for nets that want it. Pictures of other shapes than the net's are
    padded at their right and lower edges, never stretched.
    """
    height, width = windows.shape[2:4]
    x = torch.from_numpy(_stacked(input_spec, windows, background))
    return _padded(x, input_spec.padded_size(width, height))


def _stacked(input_spec: InputSpec, windows: Pictures, background: Pictures | None) -> Pictures:
    """The channels of each window, one picture after the other: (B, C, H, W)."""
    windows = windows[:, ::-1] if input_spec.newest_first else windows
    if background is not None:
        windows = np.concatenate([background[:, None], windows], axis=1)
    if input_spec.colour is Channels.GREY:
        return np.ascontiguousarray(windows)  # PyTorch takes no arrays that run backwards
    if input_spec.colour is Channels.BGR:
        windows = windows[..., ::-1]
    channels = np.moveaxis(windows, -1, 2)  # (B, N, 3, H, W)
    batch, frames, colours, height, width = channels.shape
    return np.ascontiguousarray(channels).reshape(batch, frames * colours, height, width)


def _padded(x: Tensor, size: tuple[int, int]) -> Tensor:
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
