"""Joints as features: whoever stands wherever, and in a mirror."""

import numpy as np

from inference.clips.data.joints import are_joints, joint_features, mirrored_joints

COLUMNS = (
    *("nose_y", "nose_x", "left_hip_y", "left_hip_x", "right_hip_y", "right_hip_x"),
    *("left_ankle_y", "left_ankle_x", "right_ankle_y", "right_ankle_x"),
)


def series() -> np.ndarray:
    return np.random.default_rng(0).uniform(0.2, 0.8, (6, len(COLUMNS))).astype(np.float32)


def test_joints_are_told_by_their_names() -> None:
    assert are_joints(COLUMNS)
    assert not are_joints(("speed", "height"))


def test_place_and_size_of_the_player_do_not_matter() -> None:
    places = series()
    moved = (places * 0.5 + np.array([0.1, 0.3] * 5)).astype(np.float32)

    expected = joint_features(places, COLUMNS)

    np.testing.assert_allclose(joint_features(moved, COLUMNS), expected, atol=1e-5)
    assert expected.shape == (6, 2 * len(COLUMNS))


def test_a_mirror_swaps_left_and_right() -> None:
    places = series()

    mirrored = mirrored_joints(places, COLUMNS)

    left, right = COLUMNS.index("left_ankle_x"), COLUMNS.index("right_ankle_x")
    np.testing.assert_allclose(mirrored[:, left], 1 - places[:, right])
    np.testing.assert_allclose(mirrored_joints(mirrored, COLUMNS), places, atol=1e-6)
