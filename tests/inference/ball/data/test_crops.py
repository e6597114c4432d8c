import numpy as np
import pytest

from inference.ball.data.crops import Crop
from tests.inference.ball.training.samples import dotted

PLACES = np.array([[20, 12], [23, 14], [26, 16]], np.float32)
PICTURES = dotted(PLACES, 40, 60)


@pytest.mark.parametrize(
    "view",
    [
        Crop.unscaled(np.array([5.7, 3.2]), (40, 30)),
        Crop(np.array([5.5, 3.25]), 1.0, (40, 30)),
        Crop(np.array([5.5, 3.25]), 1.3, (40, 30)),
        Crop(np.array([0.0, 0.0]), 0.8, (56, 40)),
    ],
)
def test_balls_are_seen_where_their_places_say(view: Crop) -> None:
    seen = view.pictures(PICTURES)

    assert seen.shape[1:] == view.size[::-1]
    for picture, (x, y) in zip(seen, view.points(PLACES), strict=True):
        row, column = np.unravel_index(picture.argmax(), picture.shape)
        assert abs(column - x) < 0.9
        assert abs(row - y) < 0.9


def test_whole_pixels_are_cut_out_as_they_are() -> None:
    seen = Crop.unscaled(np.array([5.0, 3.0]), (40, 30)).pictures(PICTURES)

    assert np.array_equal(seen, PICTURES[:, 3:33, 5:45])


@pytest.mark.parametrize("scale", [1.0, 0.9, 1.2])
def test_what_stands_still_is_seen_from_the_same_corner(scale: float) -> None:
    ground = np.random.default_rng(1).integers(0, 255, (40, 60)).astype(np.uint8)
    pictures = np.repeat(ground[None], 30, axis=0)
    view = Crop(np.array([6.0, 4.0]), scale, (32, 24))

    assert np.array_equal(view.background(pictures), view.pictures(pictures)[0])
