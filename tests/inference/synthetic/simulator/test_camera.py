import numpy as np
import pytest

from inference.synthetic.simulator.camera import Camera


@pytest.fixture
def camera() -> Camera:
    return Camera((0.0, -20.0, 6.0), (0.0, 0.0, 0.0), 900.0, 640, 360)


def test_the_target_is_in_the_middle_of_the_picture(camera: Camera) -> None:
    x, y, depth = camera.project(camera.target)

    assert (x, y) == pytest.approx((319.5, 179.5))
    assert depth == pytest.approx(np.hypot(20, 6))


def test_right_is_right_and_up_is_up(camera: Camera) -> None:
    right, up, away = camera.project([(1, 0, 0), (0, 0, 1), (0, 1, 0)])

    assert right[0] > 319.5
    assert right[1] == pytest.approx(179.5)
    assert up[1] < 179.5
    assert away[2] > camera.project(camera.target)[2]


def test_a_metre_has_the_size_that_projecting_it_shows(camera: Camera) -> None:
    ends = camera.project([(-0.5, 3, 1), (0.5, 3, 1)])

    assert camera.pixels_per_metre((0, 3, 1)) == pytest.approx(ends[1, 0] - ends[0, 0])


def test_a_finer_picture_shows_the_same_with_its_pixels_split(camera: Camera) -> None:
    point = (2.0, 5.0, 1.0)
    coarse, fine = camera.project(point)[:2], camera.finer(2).project(point)[:2]

    assert fine == pytest.approx(coarse * 2 + 0.5)


def test_what_is_behind_the_camera_stays_finite(camera: Camera) -> None:
    assert np.isfinite(camera.project((0, -30, 6))).all()
