import numpy as np
from numpy.typing import NDArray

from inference.ball.nets.convention import Colour, Convention, Grid
from inference.ball.nets.finding import find_balls
from tests.inference.ball.nets.tiny import tiny_net

GREY = Convention(3, (0, 1, 2), 512, 512, 4, Colour.GREY, grid=Grid(), batch=8)


def pictures(frames: int, height: int = 16, width: int = 24, seed: int = 1) -> NDArray[np.uint8]:
    random = np.random.default_rng(seed)
    return random.integers(90, 110, (frames, height, width)).astype(np.uint8)


def test_every_picture_has_its_candidates_best_first() -> None:
    found = find_balls(tiny_net(), GREY, pictures(7), count=4)

    assert found.x.shape == found.y.shape == found.score.shape == (7, 4)
    assert not (np.diff(found.score) > 0).any()


def test_the_preroll_has_none() -> None:
    luma = pictures(10)

    assert len(find_balls(tiny_net(), GREY, luma, preroll=4)) == 6


def test_no_pictures_have_no_candidates() -> None:
    assert find_balls(tiny_net(), GREY, pictures(0)).score.shape == (0, 5)


def test_sizes_that_do_not_fit_the_net_give_places_inside() -> None:
    found = find_balls(tiny_net(), GREY, pictures(6, height=18, width=22))

    # an offset may lead a little beyond the edge
    assert np.nanmax(found.x) < 22 + 2
    assert np.nanmax(found.y) < 18 + 2


def test_a_shot_is_searched_as_if_it_were_alone() -> None:
    dark = pictures(20, height=32, width=48)
    light = dark + np.uint8(100)

    both = find_balls(tiny_net(), GREY, np.concatenate([dark, light]))

    assert np.flatnonzero(both.cut).tolist() == [20]
    assert np.array_equal(both.x[20:], find_balls(tiny_net(), GREY, light).x, equal_nan=True)
