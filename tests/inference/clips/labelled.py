"""Labelled clips for tests: stills whose colour is their class, and series."""

from pathlib import Path

import cv2
import numpy as np

from inference.clips.data.labelled_clip import LabelledClip

COLOURS = {"cut": (200, 40, 40), "pull": (40, 40, 200)}


def still(folder: Path, label: str, scene: int, number: int) -> Path:
    """A small picture: its colour is its class, a pattern its scene."""
    random = np.random.default_rng(scene)
    pattern = cv2.resize(random.integers(0, 120, (4, 6, 3)).astype(np.uint8), (64, 48))
    picture = np.clip(pattern.astype(int) + COLOURS[label][::-1], 0, 255).astype(np.uint8)
    picture[:4, :4] = number
    path = folder / f"{label}_{scene}_{number}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture)
    return path


def still_folder(folder: Path, scenes: int = 6, each: int = 4) -> Path:
    """A folder of stills for each class; every scene shows one class."""
    for label in COLOURS:
        for scene in range(scenes):
            for number in range(each):
                still(folder / label, label, scene + 100 * (label == "cut"), number)
    return folder


def series_clip(
    label: str, group: str, number: int = 0, columns: tuple[str, ...] = ()
) -> LabelledClip:
    """Eight moments of three numbers; the first tells the class."""
    random = np.random.default_rng(number)
    series = random.normal(size=(8, max(len(columns), 3))).astype(np.float32)
    series[:, 0] = 3.0 if label == "cut" else -3.0
    return LabelledClip(
        f"{label} {group} {number}",
        Path(f"{label}.npz"),
        f"{label}{group}{number}",
        label,
        group,
        "series",
        series=series,
        columns=columns,
    )


def series_clips(groups: int = 4, each: int = 3) -> list[LabelledClip]:
    """Some clips of both classes in each group."""
    return [
        series_clip(label, f"person {group}", each * group + number)
        for group in range(groups)
        for label in COLOURS
        for number in range(each)
    ]
