import numpy as np
import pytest

from inference.synthetic.procedural.flight import ProceduralBall, fly, streaks
from inference.synthetic.procedural.ground import ground
from inference.synthetic.procedural.people import draw_person, some_people
from inference.synthetic.procedural.procedural import Procedural


def test_the_same_seed_draws_the_same_window() -> None:
    one, other = (Procedural().sample(np.random.default_rng(4)) for _ in range(2))

    assert np.array_equal(one.luma, other.luma)
    assert np.array_equal(one.points, other.points, equal_nan=True)


def test_windows_have_the_shape_asked_for() -> None:
    window = Procedural(3, (128, 96)).sample(np.random.default_rng(1))

    assert (window.luma.shape, window.points.shape) == ((3, 96, 128), (3, 2))
    assert window.luma.dtype == np.uint8


def test_a_background_is_the_ground_without_the_ball() -> None:
    random = np.random.default_rng(1)

    window = Procedural(5, (128, 96), background=True).sample(random)

    assert (window.luma.shape, window.points.shape) == ((6, 96, 128), (5, 2))
    ground, pictures = window.luma[0].astype(int), window.luma[1:]
    assert np.abs(pictures - ground).mean() < np.abs(pictures - pictures.mean()).mean()


def test_most_windows_hold_a_ball_and_some_hold_none() -> None:
    random = np.random.default_rng(2)

    held = [np.isfinite(Procedural().sample(random).points).any() for _ in range(120)]

    assert 0.75 < np.mean(held) < 0.97


@pytest.mark.parametrize("seed", range(5))
def test_the_ball_is_drawn_where_its_label_says(seed: int) -> None:
    random = np.random.default_rng(seed)
    still = np.full((144, 256), 100, np.float32)
    ball = fly(random, 5, 256, 144, still)

    drawn = still.copy()
    streaks(drawn, ball, 2)

    weight = np.abs(drawn - still)
    rows, columns = np.mgrid[:144, :256]
    middle = ((columns * weight).sum(), (rows * weight).sum()) / weight.sum()
    assert np.hypot(*(middle - ball.spots[2].mean(axis=0))) < 1.5


def test_a_ball_outside_the_picture_leaves_it_as_it_is() -> None:
    still = np.full((40, 60), 100, np.float32)
    ball = ProceduralBall(np.full((1, 9, 2), -50.0), np.full((1, 2), -50.0), 2.0, 255)

    drawn = still.copy()
    streaks(drawn, ball, 0)

    assert np.array_equal(drawn, still)


def test_grounds_differ_and_are_grey_levels() -> None:
    random = np.random.default_rng(3)

    grounds = [ground(random, 64, 40) for _ in range(20)]

    assert all(g.shape == (40, 64) and g.min() >= 0 and g.max() <= 255 for g in grounds)
    assert np.std([g.mean() for g in grounds]) > 20


def test_people_move_from_picture_to_picture() -> None:
    random = np.random.default_rng(6)
    someone = next(p for _ in range(20) for p in some_people(random, 120, 80))
    pictures = np.full((2, 80, 120), 128, np.float32)

    for t, picture in enumerate(pictures):
        draw_person(picture, someone, 3 * t)

    assert (pictures[0] != pictures[1]).any()
