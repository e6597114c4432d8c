"""How many contacts the kinks of labelled paths tell, as Markdown table lines."""

import csv
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inference.actions.contact_detection import detect_contacts, turning_score
from tests.conftest import FOOTAGE

_TOLERANCES = (1, 2, 4)  # frames
_FOLDS = 5  # of the points of clay tennis, which are all of one match

Scores = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Clip = tuple[Scores, list[int]]  # of every frame, and the frames of the true contacts
Groups = dict[str, list[Clip]]


def run() -> list[str]:
    """F1 of all groups, each at the threshold that is best for the others (at 2 frames)."""
    sets = {"badminton, hits, by venue": _badminton(), "clay tennis, hits and bounces": _clay()}
    if not any(sets.values()):
        return ["The labelled footage is not here."]
    lines = ["| | contacts | F1 at 1 | at 2 | at 4 frames |", "|---|---:|---:|---:|---:|"]
    for name, groups in sets.items():
        total = sum(len(truth) for clips in groups.values() for _, truth in clips)
        told = " | ".join(f"{_f1(groups, within):.3f}" for within in _TOLERANCES)
        lines.append(f"| {name} | {total} | {told} |")
    return lines


def matched(found: Sequence[int], truth: Sequence[int], within: int) -> int:
    """How many of `found`, in order of merit, are near a true one that is still free."""
    free, right = sorted(truth), 0
    for frame in found:
        at = bisect_left(free, frame)
        near = [i for i in (at - 1, at) if 0 <= i < len(free)]
        best = min(near, key=lambda i: abs(free[i] - frame), default=None)
        if best is not None and abs(free[best] - frame) <= within:
            del free[best]
            right += 1
    return right


def _f1(groups: Groups, within: int) -> float:
    counts = np.zeros(2)
    for name, clips in groups.items():
        others = [clip for other in groups if other != name for clip in groups[other]]
        least = max(np.linspace(0.5, 3, 51), key=lambda t: _ratio(_counts(others, t, 2)))
        counts += _counts(clips, least, within)
    return _ratio(counts)


def _counts(clips: Sequence[Clip], least: float, within: int) -> Scores:
    """Twice the right ones, and found and true ones together."""
    counts = np.zeros(2)
    for kink, truth in clips:
        found = sorted(detect_contacts(kink, least).tolist(), key=lambda frame: -kink[frame])
        counts += 2 * matched(found, truth, within), len(found) + len(truth)
    return counts


def _ratio(counts: Scores) -> float:
    return float(counts[0] / max(counts[1], 1))


def _badminton() -> Groups:
    groups: Groups = {}
    for path in sorted(FOOTAGE.glob("badminton/*/*_a*.events.csv")):
        ball = path.with_name(path.name.replace(".events.", ".ball."))
        truth = [int(row["frame"]) for row in _rows(path)]
        groups.setdefault(path.parent.name, []).append((_kinks(_rows(ball), 1280), truth))
    return groups


def _clay() -> Groups:
    groups: Groups = {}
    for number, path in enumerate(sorted(FOOTAGE.glob("trajectories/*.csv"))):
        rows = _rows(path)
        truth = [int(row["frame"]) for row in rows if row["event"]]
        groups.setdefault(f"{number % _FOLDS}", []).append((_kinks(rows, 1920), truth))
    return groups


def _kinks(rows: list[dict[str, str]], width: int) -> Scores:
    places = np.full((2, 1 + max(int(row["frame"]) for row in rows)), np.nan)
    for row in rows:
        if row["visible"] != "0" and row["x"]:
            places[:, int(row["frame"])] = float(row["x"]), float(row["y"])
    return turning_score(*places * 512 / width)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))
