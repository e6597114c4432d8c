"""How long the path takes to be found anew around a corrected frame, as Markdown table lines."""

import statistics
from collections.abc import Iterator
from time import perf_counter, process_time

import numpy as np

from inference.ball.tracking.trajectory import find_path, relink
from tests.inference.ball.flights import WIDTH, joined, rally, seen

_RALLIES = 40
_ANCHORS = 200


def run() -> Iterator[str]:
    """Anchors at random in ten thousand frames, in each of which seven candidates compete.

    The window is as long as it can be: nothing in it is certain.
    """
    found = joined(*(seen(rally(125), seed=seed) for seed in range(_RALLIES)))
    ball = np.concatenate([rally(125)] * _RALLIES)
    before = find_path(found, WIDTH)
    before.confidence[:] = 0.5
    random = np.random.default_rng(1)
    wall, cpu = [], []
    for frame in random.integers(200, len(found) - 200, _ANCHORS).tolist():
        anchor = float(ball[frame, 0]) + 3, float(ball[frame, 1])
        start, used = perf_counter(), process_time()
        relink(found, WIDTH, {frame: anchor}, before, frame)
        wall.append(1000 * (perf_counter() - start))
        cpu.append(1000 * (process_time() - used))
    yield "| re-linking 301 frames around a new anchor, ms | first | median | worst |"
    yield "|---|---:|---:|---:|"
    for name, values in (("on the clock", wall), ("of CPU time", cpu)):
        told = values[0], statistics.median(values), max(values)
        yield f"| {name} | {' | '.join(f'{value:.1f}' for value in told)} |"
