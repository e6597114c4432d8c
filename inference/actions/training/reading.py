"""From labelled paths to what a training draws windows from."""

from collections.abc import Generator, Iterator, Sequence

import numpy as np

from inference.actions.data.ball_path import BallPath
from inference.actions.data.event_data import EventData, LoadedEventData
from inference.actions.data.features import path_features
from inference.actions.data.labelled_path import (
    BOUNCE,
    SPORTS,
    LabelledEvent,
    LabelledPath,
    TimedPath,
    timed_path,
)
from inference.actions.data.simulated import simulated_path
from inference.actions.decoding import grammar
from inference.actions.nets.path_net import PathNet

_LABELLED, _TRACKED, _SIMULATED = 1.0, 0.25, 0.2  # shares of windows: each sport, and the others
_PAUSE = 4.0  # seconds without an event that part two rallies
_FEWEST_RALLIES = 5  # of a sport that its grammar is learned from


def read_pools(data: EventData) -> Generator[int, None, LoadedEventData]:
    """The paths of `data` as pools of windows, one a sport; yields how many are read."""
    pools: dict[str, list[TimedPath]] = {}
    for done, (pool, labelled, repeats) in enumerate(_paths(data), 1):
        pools.setdefault(pool, []).append(timed_path(labelled, repeats))
        yield done
    pools = {name: kept for name, paths in pools.items() if (kept := _not_empty(paths))}
    shares = {"tracked": _TRACKED, "simulated": _SIMULATED}
    return LoadedEventData(
        tuple(tuple(paths) for paths in pools.values()),
        tuple(shares.get(name, _LABELLED) for name in pools),
        data.validation,
    )


def learn_from_labels(net: PathNet, paths: Sequence[LabelledPath]) -> None:
    """Take the scale of every channel, and each sport's grammar, from labelled `paths`."""
    told = [path_features(labelled.path)[1] for labelled in paths if len(labelled.path)]
    if told:
        net.standardise(np.concatenate(told))
    for sport in SPORTS:
        rallies = [
            rally for path in paths if path.sport == sport for rally in labelled_rallies(path)
        ]
        if len(rallies) >= _FEWEST_RALLIES:
            net.learn_grammar(sport, grammar.learn_grammar(sport, rallies))


def labelled_rallies(labelled: LabelledPath) -> list[list[tuple[float, int]]]:
    """Seconds and kinds of the events of each rally of a path."""
    rallies: list[list[tuple[float, int]]] = []
    for event in labelled.events:
        seconds = _seconds(labelled.path, event)
        if not rallies or seconds - rallies[-1][-1][0] > _PAUSE:
            rallies.append([])
        rallies[-1].append((seconds, _kind(event)))
    return rallies


def _paths(data: EventData) -> Iterator[tuple[str, LabelledPath, bool]]:
    """Every path with the name of its pool, and whether frames that look repeated are none."""
    for labelled in data.training:
        yield f"labelled {labelled.sport}", labelled, False
    for labelled in data.tracked:
        yield "tracked", labelled, False
    for seed in range(data.simulated):
        for sport in SPORTS:
            yield "simulated", simulated_path(seed, sport), True


def _not_empty(paths: Sequence[TimedPath]) -> list[TimedPath]:
    return [timed for timed in paths if len(timed.path)]


def _seconds(path: BallPath, event: LabelledEvent) -> float:
    return float(path.seconds[min(event.frame, len(path) - 1)])


def _kind(event: LabelledEvent) -> int:
    if event.event == BOUNCE:
        return grammar.BOUNCE
    return grammar.SERVE if event.serve else grammar.HIT
