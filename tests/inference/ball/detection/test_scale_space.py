import numpy as np
import pytest

from inference.ball.detection.scale_space import (
    ball_is_large,
    merge_scales,
    scale_space,
    to_full_size,
)


def flight(score: float, jitter: float = 0, frames: int = 40) -> list[np.ndarray]:
    """The rows of one octave: one candidate a frame, `jitter` pixels off an even flight."""
    away = np.random.default_rng(1).normal(0, 1, (frames, 2)) * jitter
    return [
        np.array([[20 + 4 * t + dx, 50 + dy, score]], np.float32) for t, (dx, dy) in enumerate(away)
    ]


def test_every_octave_has_half_the_size() -> None:
    shapes = [o.shape for o in scale_space(np.zeros((5, 288, 512), np.uint8), 3)]

    assert shapes == [(5, 288, 512), (5, 144, 256), (5, 72, 128)]


def test_tiny_pictures_have_no_octaves() -> None:
    assert len(scale_space(np.zeros((5, 2, 512), np.uint8), 3)) == 1


@pytest.mark.parametrize("octave", [0, 1, 2])
def test_places_of_an_octave_are_those_of_the_full_picture(octave: int) -> None:
    ground = np.zeros((1, 128, 128), np.uint8)
    ground[0, 40:48, 64:72] = 200
    small = scale_space(ground, 3)[octave][0]
    y, x = np.argwhere(small > 100).mean(axis=0)

    place = to_full_size(np.array([[x, y, 0.5]], np.float32), octave)

    np.testing.assert_allclose(place, [[67.5, 43.5, 0.5]])


def test_a_large_thing_that_flies_evenly_is_the_ball() -> None:
    assert ball_is_large([flight(0.2), flight(0.9), flight(0.3)])


def test_a_large_thing_that_jumps_about_is_not() -> None:
    assert not ball_is_large([flight(0.2), flight(0.9, jitter=30), flight(0.3, jitter=30)])


def test_a_small_ball_is_not_large_because_it_shows_at_half_size_too() -> None:
    assert not ball_is_large([flight(0.8), flight(0.9), flight(0.5)])


def test_no_candidates_are_no_large_ball() -> None:
    assert not ball_is_large([[np.zeros((0, 3), np.float32)] * 10] * 3)


def test_what_two_octaves_see_is_taken_once_from_the_surer() -> None:
    small = np.array([[50, 50, 0.4], [90, 20, 0.3]], np.float32)
    large = np.array([[51, 52, 0.8]], np.float32)

    np.testing.assert_allclose(merge_scales([small, large], 12), [[51, 52, 0.8], [90, 20, 0.3]])
