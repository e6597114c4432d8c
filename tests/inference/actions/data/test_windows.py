"""Windows with their targets."""

import numpy as np

from inference.actions.data.augmentation import PathAugmentation
from inference.actions.data.features import CHANNELS, resample
from inference.actions.data.labelled_path import timed_path
from inference.actions.data.windows import OUTPUTS, WindowSampler, cut, targets_of
from inference.actions.data.windows import PathWindow as PathWindow
from tests.inference.actions.paths import zigzag


def test_a_target_is_one_at_its_event_and_falls_beside_it() -> None:
    timed = timed_path(zigzag(hits=1))
    moments = resample(timed.path).seconds

    targets, weights = targets_of(moments, timed)

    assert targets[20, 0] == 1
    assert 0.5 < targets[21, 0] < 0.7
    assert targets[25, 0] < 0.01
    assert weights[:, 0].all()


def test_a_class_that_nobody_marked_is_not_asked_for() -> None:
    timed = timed_path(zigzag())

    weights = targets_of(resample(timed.path).seconds, timed)[1]

    assert not weights[:, 1].any()


def test_side_and_serve_are_asked_for_beside_hits_alone() -> None:
    timed = timed_path(zigzag(hits=1, lead=0.41))

    _, weights = targets_of(resample(timed.path).seconds, timed)

    assert np.flatnonzero(weights[:, 3]).tolist() == list(range(17, 25))


def test_outside_a_path_nothing_is_asked() -> None:
    window = PathWindow(
        np.ones((10, CHANNELS), np.float32),
        np.ones((10, OUTPUTS), np.float32),
        np.ones((10, OUTPUTS), np.float32),
    )

    before, behind = cut(window, -4, 8), cut(window, 12, 8)

    assert before.weights[:, 0].tolist() == [0] * 4 + [1] * 4
    assert not behind.weights.any()


def test_a_sampler_draws_from_short_and_long_paths_by_their_shares() -> None:
    pools = [[timed_path(zigzag(hits=2))], [timed_path(zigzag(hits=20))]]
    sampler = WindowSampler(pools, [1, 0], 128, 0, PathAugmentation())

    inputs, targets, weights = sampler.batch(4)

    assert inputs.shape == (4, 128, CHANNELS)
    assert targets.shape == weights.shape == (4, 128, OUTPUTS)
