"""Joints of a player as features: the same wherever he stands, however large he is seen."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float32]
_HIPS = ("left_hip", "right_hip")
_SIDES = {"left": "right", "right": "left"}


def are_joints(columns: Sequence[str]) -> bool:
    """Whether columns are named as joints: left_hip_x, left_hip_y, right_hip_x …"""
    return all(f"{hip}_{axis}" in columns for hip in _HIPS for axis in "xy")


def joint_features(series: Series, columns: Sequence[str]) -> Series:
    """Places (T, F) about the middle of the hips in body heights, and how they move: (T, 2 F)."""
    columns = list(columns)
    places = np.asarray(series, np.float32).copy()
    is_x = np.array([column.endswith("_x") for column in columns])
    for axis, chosen in (("x", is_x), ("y", ~is_x)):
        hips = [columns.index(f"{hip}_{axis}") for hip in _HIPS]
        places[:, chosen] -= places[:, hips].mean(1, keepdims=True)
    heights = np.ptp(places[:, ~is_x], axis=1)
    places /= max(float(np.median(heights)), 1e-3)
    speeds = np.gradient(places, axis=0) if len(places) > 1 else np.zeros_like(places)
    return np.concatenate([places, 5 * speeds], 1, dtype=np.float32)


def mirrored_joints(series: Series, columns: Sequence[str]) -> Series:
    """The joints (T, F) as a mirror would show them: what is left becomes right."""
    columns = list(columns)
    order = [columns.index(_other_side(column)) for column in columns]
    mirrored = np.asarray(series[:, order], np.float32).copy()
    is_x = [column.endswith("_x") for column in columns]
    mirrored[:, is_x] = 1 - mirrored[:, is_x]
    return mirrored


def _other_side(column: str) -> str:
    side, _, rest = column.partition("_")
    return f"{_SIDES[side]}_{rest}" if side in _SIDES else column
