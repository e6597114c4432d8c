"""Finding events in the path of a match, as Markdown table lines: CPU time and memory by part."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

from inference.actions.data.ball_path import BallPath
from inference.actions.data.cadence import without_repeats
from inference.actions.data.features import channels, resample
from inference.actions.data.simulated import simulated_path
from inference.actions.decoding.rally_decoder import decode
from inference.actions.event_model import read_event_model
from inference.actions.prediction.path_events import find_path_events
from inference.actions.prediction.path_scores import score_path
from inference.models.locations import EVENTS_DEFAULT, shipped_models

RATE = 50.0  # frames a second
HOURS = 2

Answer = TypeVar("Answer")


def run() -> Iterator[str]:
    """A match of rallies with pauses as long between them, and one rally without an end."""
    model = read_event_model(shipped_models() / EVENTS_DEFAULT).path_model
    yield "| path of two hours at 50 frames/s | CPU s | MB at most |"
    yield "|---|---:|---:|"
    for name, pause in (("rallies with pauses", 12.0), ("rallies without pauses", 0.0)):
        path = match_path("tennis", pause)
        seconds, found = _timed(lambda path=path: find_path_events(model, path))  # type: ignore[misc]
        tracemalloc.start()
        find_path_events(model, path)
        memory = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        yield f"| {name}: {len(found.events):,} events | {seconds:.2f} | {memory:.0f} |"
    yield from _parts(path)


def _parts(path: BallPath) -> Iterator[str]:
    model = read_event_model(shipped_models() / EVENTS_DEFAULT).path_model
    seconds, (real, _) = _timed(lambda: without_repeats(path))
    yield f"| of these: repeated frames | {seconds:.2f} | |"
    seconds, samples = _timed(lambda: resample(real))
    yield f"| even moments | {seconds:.2f} | |"
    seconds, told = _timed(lambda: channels(samples))
    yield f"| channels | {seconds:.2f} | |"
    seconds, scores = _timed(lambda: score_path(model.nets, told, mirrored=False))
    yield f"| net | {seconds:.2f} | |"
    settings = model.grammars["tennis"], model.decoders["tennis"]
    seconds, _ = _timed(lambda: decode(samples.seconds, scores.astype(np.float64), *settings))
    yield f"| decoder | {seconds:.2f} | |"


def match_path(sport: str, pause: float) -> BallPath:
    """Simulated rallies of `sport` with a `pause` of some seconds behind each, for two hours."""
    rallies = [simulated_path(seed, sport).path for seed in range(20)]
    gap = np.full(int(pause * RATE), np.nan)
    frames = int(HOURS * 3600 * RATE)
    times = np.arange(frames) / RATE

    def joined(values: list[np.ndarray], filler: np.ndarray) -> np.ndarray:
        match = np.concatenate([part for value in values for part in (value, filler)])
        return np.resize(match, frames)

    x, y = (joined([getattr(p, axis) for p in rallies], gap) for axis in "xy")
    return BallPath(times, x, y, joined([p.confidence for p in rallies], np.zeros(len(gap))))


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """CPU seconds of the quickest of two tries, and the answer."""
    seconds = []
    for _ in range(2):
        started = time.process_time()
        answer = work()
        seconds.append(time.process_time() - started)
    return min(seconds), answer
