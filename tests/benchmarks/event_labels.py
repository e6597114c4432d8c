"""The labelled paths of the real footage, and how they are divided into folds."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from inference.actions.data.ball_path import BallPath, ball_path
from inference.actions.data.labelled_path import (
    BOUNCE,
    CLASSES,
    FAR,
    HIT,
    NEAR,
    LabelledEvent,
    LabelledPath,
)
from tests.conftest import FOOTAGE

FOLDS = 5
LATE = "osaka_a04"  # its hits are labelled one to two frames late

_VENUES = ("bangkok", "denmark", "jakarta", "osaka")
_HITTER = {"A": FAR, "B": NEAR}
_CLAY_RATE, _RALLY_RATE = 50.0, 30.0  # frames a second; that of the clay tracks is not stated
_CLAY_NET = 450  # the row of the picture, of 1080, that parts far and near players
_SERVE_STROKES = ("1", "2")
_SEED = 5

Row = Mapping[str, str]


def labelled_paths(tracks: Path | None = None) -> list[LabelledPath]:
    """Rallies of badminton and tennis, and points on clay: human tracks, and events.

    `tracks` is a folder of `.ball.csv` files that a model has found in the videos, in place of
    people's; there are none of the clay points, which have no video.
    """
    paths = [_rally(file, tracks) for file in sorted(FOOTAGE.glob("*/**/*.events.csv"))]
    if tracks is None:
        paths += [_clay(file) for file in sorted(FOOTAGE.glob("trajectories/*.csv"))]
    return paths


def fold_of(labelled: LabelledPath, clay: list[str]) -> int:
    """The fold in which a path is held out: badminton by venue, clay points by chance."""
    if labelled.group in _VENUES:
        return _VENUES.index(labelled.group)
    return clay.index(labelled.name) % FOLDS if labelled.group == "clay" else FOLDS - 1


def clay_order(paths: list[LabelledPath]) -> list[str]:
    """The names of the clay points in an order by chance, always the same."""
    names = sorted(path.name for path in paths if path.group == "clay")
    return [names[at] for at in np.random.default_rng(_SEED).permutation(len(names))]


def _rally(file: Path, tracks: Path | None) -> LabelledPath:
    name = file.name.removesuffix(".events.csv")
    track = (tracks or file.parent) / f"{name}.ball.csv"
    badminton = file.parent.name in _VENUES
    events = [
        LabelledEvent(
            int(row["frame"]),
            row["event"],
            _HITTER.get(row.get("hitter", ""), ""),
            row["stroke_type"] in _SERVE_STROKES if badminton else None,
        )
        for row in _rows(file)
    ]
    return LabelledPath(
        name,
        file.parent.name if badminton else name,
        "badminton" if badminton else "tennis",
        _path(_rows(track), (1280, 720), _RALLY_RATE),
        tuple(events),
        frozenset([HIT] if badminton else CLASSES),
    )


def _clay(file: Path) -> LabelledPath:
    rows = list(_rows(file))
    events = [(int(row["frame"]), row["event"], float(row["y"])) for row in rows if row["event"]]
    serve = _serve([(frame / _CLAY_RATE, event) for frame, event, _ in events])
    labelled = tuple(
        LabelledEvent(
            frame,
            event,
            "" if event == BOUNCE else NEAR if y > _CLAY_NET else FAR,
            None if event == BOUNCE else serve if number == 0 else False,
        )
        for number, (frame, event, y) in enumerate(events)
    )
    path = _path(iter(rows), (1920, 1080), _CLAY_RATE)
    return LabelledPath(file.stem, "clay", "tennis", path, labelled, frozenset(CLASSES))


def _serve(events: list[tuple[float, str]]) -> bool | None:
    """Whether the first event of a point is its serve: a bounce follows soon."""
    if len(events) < 2 or events[1][1] != BOUNCE:
        return None
    return True if 0.3 <= events[1][0] - events[0][0] <= 0.7 else None


def _path(rows: Iterator[Row], size: tuple[int, int], rate: float) -> BallPath:
    placed = list(rows)
    frames = int(placed[-1]["frame"]) + 1
    x, y, confidence = np.full(frames, np.nan), np.full(frames, np.nan), np.ones(frames)
    for row in placed:
        frame = int(row["frame"])
        if row["x"] and row["visible"] != "0":
            x[frame], y[frame] = float(row["x"]), float(row["y"])
            confidence[frame] = float(row.get("confidence") or 1)
    return ball_path(np.arange(frames) / rate, x, y, size, confidence)


def _rows(file: Path) -> Iterator[Row]:
    with file.open(newline="", encoding="utf-8-sig") as stream:
        yield from csv.DictReader(stream)
