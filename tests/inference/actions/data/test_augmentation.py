"""Variants of a path for training."""

import numpy as np

from inference.actions.data.augmentation import PathAugmentation, augmented
from inference.actions.data.labelled_path import timed_path
from tests.inference.actions.paths import zigzag

NOTHING = PathAugmentation(0, 0, 0, 0, 0, 0, strays=0, certain=1)


def test_the_same_seed_gives_the_same_variant() -> None:
    timed = timed_path(zigzag())

    one, other = (augmented(timed, np.random.default_rng(3), PathAugmentation()) for _ in range(2))

    assert np.array_equal(one.path.x, other.path.x, equal_nan=True)


def test_events_stay_where_the_ball_turns() -> None:
    timed = timed_path(zigzag(rate=25))
    changed = augmented(timed, np.random.default_rng(1), PathAugmentation(stretch=0.3))

    assert not np.allclose(changed.seconds, timed.seconds)
    assert np.allclose(
        changed.seconds / changed.path.seconds[-1], timed.seconds / timed.path.seconds[-1]
    )


def test_gaps_and_strays_grow_with_their_numbers() -> None:
    timed = timed_path(zigzag(hits=20, rate=25))
    many = PathAugmentation(drop=0.9, gaps=5)

    lost = [
        np.mean([~augmented(timed, np.random.default_rng(n), by).path.known for n in range(20)])
        for by in (NOTHING, many)
    ]

    assert lost[0] == 0
    assert lost[1] > 0.2


def test_positions_at_events_can_be_withheld() -> None:
    timed = timed_path(zigzag(rate=25))
    by = PathAugmentation(0, 0, 0, 0, 0, 0, strays=0, certain=0, withheld=1)

    frames = np.abs(timed.path.seconds[None] - timed.seconds[:, None]).argmin(1)
    known = augmented(timed, np.random.default_rng(0), by).path.known

    assert known[frames].sum() <= 2
    assert known.sum() >= len(known) - len(frames)
