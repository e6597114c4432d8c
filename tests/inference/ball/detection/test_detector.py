import json

import numpy as np
import pytest

from inference.ball.detection.detector import MotionDetector, detect_block, working_size
from inference.video.frame_blocks import FrameBlock
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures


@pytest.mark.parametrize(
    ("video", "size"),
    [
        ((1280, 720), (512, 288)),
        ((1920, 1080), (512, 288)),
        ((1080, 1920), (288, 512)),
        ((1440, 1080), (512, 384)),
        ((320, 180), (320, 180)),
        ((2, 4000), (2, 512)),
    ],
)
def test_videos_keep_their_shape(video: tuple[int, int], size: tuple[int, int]) -> None:
    assert working_size(*video) == size


def test_candidates_are_in_pixels_of_the_video() -> None:
    ball = flying(40)
    block = FrameBlock(0, 40, pictures(ball), np.arange(40))

    found = detect_block(MotionDetector(WIDTH, HEIGHT, 25.0), block, 4 * WIDTH, 4 * HEIGHT)

    assert np.median(np.abs(found.x[:, 0] - (ball[:, 0] * 4 + 1.5))) < 1.5
    assert np.median(np.abs(found.y[:, 0] - (ball[:, 1] * 4 + 1.5))) < 1.5


def test_a_lost_frame_has_no_candidates_and_shifts_no_other() -> None:
    ball = flying(40)
    real = np.delete(np.arange(40), [20, 21])
    block = FrameBlock(0, 40, pictures(ball)[real], real)

    found = detect_block(MotionDetector(WIDTH, HEIGHT, 25.0), block, WIDTH, HEIGHT)

    assert np.isnan(found.x[20:22]).all()
    miss = np.hypot(found.x[real, 0] - ball[real, 0], found.y[real, 0] - ball[real, 1])
    assert np.median(miss) < 0.5


def test_a_block_of_lost_frames_has_no_candidates() -> None:
    block = FrameBlock(256, 266, np.zeros((0, HEIGHT, WIDTH), np.uint8), np.zeros(0, np.intp))

    assert np.isnan(detect_block(MotionDetector(WIDTH, HEIGHT, 25.0), block, WIDTH, HEIGHT).x).all()


def test_settings_tell_all_that_candidates_depend_on() -> None:
    slow, fast = (json.loads(MotionDetector(WIDTH, HEIGHT, rate).settings) for rate in (25.0, 60.0))

    assert (slow["lag"], fast["lag"]) == (3, 6)
    assert slow["size"] == [WIDTH, HEIGHT]
