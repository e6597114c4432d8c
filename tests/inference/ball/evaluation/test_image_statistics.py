from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.evaluation.image_statistics import image_statistics, measure_ball
from storage.media.frame_table import scan_frames
from tests.app.rally import ball_at, write_rally
from tests.draining import drained


def ground(level: int = 60) -> NDArray[np.uint8]:
    return np.full((288, 512), level, np.uint8)


def with_ball(radius: int, level: int = 160) -> NDArray[np.uint8]:
    picture = ground()
    cv2.circle(picture, (200, 100), radius, level, -1)
    return picture


@pytest.mark.parametrize("level", [30, 100, 160])
def test_contrast_is_between_ball_and_ground(level: int) -> None:
    contrast, _, _ = measure_ball(with_ball(3, level), None, 200, 100)

    assert contrast == abs(level - 60)


def test_size_is_that_of_the_ball() -> None:
    small, large = (measure_ball(with_ball(radius), None, 200, 100)[1] for radius in (2, 4))

    assert small == pytest.approx(4, abs=0.5)
    assert large == pytest.approx(8, abs=0.5)


def test_a_label_a_pixel_off_sees_the_same_ball() -> None:
    assert (
        measure_ball(with_ball(2), None, 201, 99)[:2]
        == measure_ball(with_ball(2), None, 200, 100)[:2]
    )


def test_what_does_not_stand_out_has_no_size() -> None:
    contrast, size, _ = measure_ball(ground(), None, 200, 100)

    assert contrast == 0
    assert np.isnan(size)


def test_a_ball_that_runs_into_a_line_has_no_size() -> None:
    picture = with_ball(2)
    picture[99:102] = 160

    assert np.isnan(measure_ball(picture, None, 200, 100)[1])


def test_motion_is_the_share_of_pixels_that_change_around_the_ball_not_in_it() -> None:
    moved = ground()
    moved[:, 200:] = 200

    assert measure_ball(with_ball(3), ground(), 200, 100)[2] == 0
    assert measure_ball(moved, ground(), 200, 100)[2] == pytest.approx(50, abs=2)
    assert np.isnan(measure_ball(ground(), None, 200, 100)[2])


def test_a_ball_at_the_very_edge_can_be_looked_at() -> None:
    contrast, _, motion = measure_ball(ground(), ground(), 0, 287)

    assert (contrast, motion) == (0, 0)


def test_a_label_outside_the_picture_tells_nothing() -> None:
    assert np.isnan(measure_ball(ground(), ground(), -300, 900)).all()


def test_the_balls_of_a_video_are_measured_frame_by_frame(tmp_path: Path) -> None:
    path = write_rally(tmp_path / "rally.mp4", 20)
    table = drained(scan_frames(path))

    found = drained(image_statistics(path, table, {0: ball_at(0), 3: None, 9: ball_at(9)}))

    assert found.contrast[[0, 2]].min() > 50
    assert found.size[[0, 2]] == pytest.approx(8, abs=3)  # 5 px across in a picture 320 wide
    assert np.isnan(found.motion[:2]).all()  # nothing before; no ball
    assert found.motion[2] < 2
