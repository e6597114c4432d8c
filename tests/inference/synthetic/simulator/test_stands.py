import numpy as np
import pytest

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.layers import Pixels
from inference.synthetic.simulator.stands import draw_boards, draw_stand

CAMERA = Camera((0.0, -20.0, 6.0), (0.0, 0.0, 1.0), 300.0, 320, 180)
RIGHT, AWAY = np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])


@pytest.fixture
def picture() -> Pixels:
    return np.zeros((180, 320, 3), np.uint8)


def seated(picture: Pixels, density: float) -> Pixels:
    start, chance = np.array([-4.0, 2.0, 1.0]), np.random.default_rng(1)
    draw_stand(picture, CAMERA, chance, start, RIGHT, AWAY, seats=12, rows=4, density=density)
    return picture


def test_a_full_stand_is_more_colourful_than_an_empty_one(picture: Pixels) -> None:
    empty, full = seated(picture.copy(), 0.0), seated(picture.copy(), 1.0)

    assert empty.any()
    assert len(np.unique(full.reshape(-1, 3), axis=0)) > len(
        np.unique(empty.reshape(-1, 3), axis=0)
    )


def test_a_board_stands_where_the_camera_sees_it(picture: Pixels) -> None:
    ends = np.array([[-2.0, 0.0, 0.0], [2.0, 0.0, 0.0]])
    draw_boards(picture, CAMERA, ends[0], ends[1], (120, 60, 30), 0)
    left, right = (int(v) for v in CAMERA.project(ends)[:, 0].round())
    columns = np.flatnonzero(picture.any(axis=(0, 2)))

    assert abs(columns.min() - left) <= 2
    assert abs(columns.max() - right) <= 2


def test_a_board_outside_the_picture_is_left_off(picture: Pixels) -> None:
    far_right = np.array([60.0, 0.0, 0.0])
    draw_boards(picture, CAMERA, far_right, far_right + RIGHT * 4, (120, 60, 30), 0)

    assert not picture.any()
