"""What a net is told: the same at every frame rate, bounded, and what gaps look like."""

import numpy as np
import pytest

from inference.actions.data.ball_path import BallPath
from inference.actions.data.features import (
    CHANNELS,
    MIRROR,
    RATE,
    channels,
    path_features,
    resample,
)
from tests.inference.actions.paths import without, zigzag


@pytest.mark.parametrize("rate", [24000 / 1001, 25, 30, 60, 120])
def test_another_frame_rate_gives_nearly_the_same_places(rate: float) -> None:
    reference, other = (resample(zigzag(rate=each).path) for each in (RATE, rate))
    count = min(len(reference.x), len(other.x))

    away = np.abs(reference.y[:count] - other.y[:count])

    assert np.nanmedian(away) < 0.002
    assert abs(len(reference.x) - len(other.x)) <= 4


def test_a_video_of_variable_rate_is_read_by_its_times() -> None:
    path = zigzag(rate=50).path
    uneven = path.part(np.delete(np.arange(len(path)), np.arange(3, len(path) - 1, 3)))  # type: ignore[arg-type]

    assert np.nanmax(np.abs(resample(uneven).y - resample(path).y)) < 0.02


def test_at_its_own_rate_a_path_keeps_its_gaps() -> None:
    path = without(zigzag().path, 10, 11, 12)

    known = np.isfinite(resample(path).x)

    assert np.flatnonzero(~known).tolist() == [10, 11, 12]


def test_a_gap_is_told_by_its_length_both_ways() -> None:
    told = channels(resample(without(zigzag().path, 30, 31, 32)))

    assert told[31, 0] == 0  # not known
    assert told[31, 1] == 1  # but bridged
    assert told[31, 22] == pytest.approx(np.log1p(2) / 4)
    assert told[30, 23] == pytest.approx(np.log1p(3) / 4)


def test_the_pieces_beside_a_gap_part_where_nothing_turned_the_ball() -> None:
    path = zigzag().path
    straight = BallPath(path.seconds, path.seconds * 0.1, path.seconds * 0.1, path.confidence)

    told = channels(resample(without(straight, 30, 31, 32)))

    assert np.abs(told[30:33, 30:32]).max() < 1e-3


@pytest.mark.parametrize("lost", [(), range(20, 90), range(0, 240)])
def test_everything_told_is_finite_and_small(lost: range) -> None:
    told = path_features(without(zigzag().path, *lost))[1]

    assert told.shape[1] == CHANNELS
    assert np.isfinite(told).all()
    assert np.abs(told).max() <= 3


def test_the_mirror_changes_signs_alone() -> None:
    path = without(zigzag().path, *range(50, 60))

    assert np.allclose(
        path_features(path.mirrored())[1], path_features(path)[1] * MIRROR, atol=1e-4
    )


def test_an_empty_path_has_no_moments() -> None:
    empty = zigzag().path.part(slice(0))

    assert path_features(empty)[1].shape == (0, CHANNELS)
