"""Windows with their targets."""

import numpy as np

from inference.actions.data.features import CHANNELS, resample
from inference.actions.data.labelled_path import timed_path
from inference.actions.data.windows import OUTPUTS, PathWindow, PathWindowSource, cut, targets_of
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


def test_a_source_draws_by_shares_and_by_chance_alone() -> None:
    short, long = (timed_path(zigzag(hits=hits)) for hits in (2, 60))
    source = PathWindowSource(((short,), (long,)), (1, 1), length=128)

    one, same, other = (source.sample(np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert one.inputs.shape == (128, CHANNELS)
    assert one.targets.shape == one.weights.shape == (128, OUTPUTS)
    assert np.array_equal(one.inputs, same.inputs)
    assert not np.array_equal(one.inputs, other.inputs)
