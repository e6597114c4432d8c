"""Runs a compact net over pictures: bytes in, numpy out."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import pad

from inference.ball.nets.compact import Compact
from inference.ball.nets.peaks import peaks
from inference.ball.nets.spans import spans
from inference.ball.shots import shots, starts_of_shots
from storage.records import Candidates

_BATCH = 8  # windows at once: more gains nothing on a CPU, and costs memory
_WORKERS = min(os.cpu_count() or 1, 8)


def find_balls(
    net: Compact, luma: NDArray[np.uint8], preroll: int = 0, count: int = 5
) -> Candidates:
    """The `count` likeliest places of the ball in each picture after the first `preroll`.

    `luma` is (T, height, width), consecutive pictures of one video. Returns (T - preroll, count)
    positions in pixels of these pictures, scores from 0 to 1, best first, and the first pictures of
    new shots. The result depends on the arguments alone.
    """
    cuts = starts_of_shots(luma)
    shown = spans(shots(cuts), preroll, net.config.frames)
    found = np.full((len(luma), count, 3), np.nan, np.float32)
    batches = [shown[begin : begin + _BATCH] for begin in range(0, len(shown), _BATCH)]
    # several batches at once, each on one core: cores that work on one batch together wait for
    # each other, which on a machine that also decodes, or plays, costs most of what they bring
    torch.set_num_threads(1)
    with ThreadPoolExecutor(_WORKERS, "net") as workers:
        answers = workers.map(partial(_answers, net, luma, count), batches)
        for pictures, answer in zip(batches, answers, strict=True):
            found[pictures.reshape(-1)] = answer.reshape(-1, count, 3)
    x, y, score = np.moveaxis(found[preroll:], 2, 0)
    return Candidates(x, y, score, cuts[preroll:])


def _answers(
    net: Compact, luma: NDArray[np.uint8], count: int, pictures: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Peaks (B, N, count, 3) of the windows of `luma` with these `pictures` (B, N)."""
    height, width = luma.shape[1:]
    multiple = net.config.multiple
    weight = net.head.weight
    with torch.inference_mode():
        x = torch.from_numpy(luma[pictures]).to(weight.device, weight.dtype)
        # other shapes are filled up at their right and lower edges, never stretched
        x = pad(x, (0, -width % multiple, 0, -height % multiple), mode="replicate")
        places = peaks(net(x), net.config.stride, (width, height), count)
    found: NDArray[np.float32] = places.cpu().numpy()
    return found
