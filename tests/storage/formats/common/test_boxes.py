import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.formats.common.boxes import EdgeBox, PixelScale, box_around, scale_between
from storage.formats.common.problems import FormatError

WIDTH, HEIGHT = 640, 360


def test_the_first_pixel_is_a_box_of_one_pixel_at_the_corner() -> None:
    assert box_around(0, 0, 1, WIDTH, HEIGHT) == EdgeBox(0, 0, 1, 1)
    assert EdgeBox(0, 0, 1, 1).centre == (0, 0)


@given(x=st.floats(0, WIDTH - 1), y=st.floats(0, HEIGHT - 1), size=st.floats(1, 300))
def test_a_box_keeps_its_centre_and_stays_in_the_picture(x: float, y: float, size: float) -> None:
    box = box_around(x, y, size, WIDTH, HEIGHT)

    assert box.centre == pytest.approx((x, y), abs=1e-9)
    assert box.left >= -1e-9
    assert box.top >= -1e-9
    assert box.left + box.width <= WIDTH + 1e-9
    assert box.top + box.height <= HEIGHT + 1e-9
    assert 0 < box.width <= size


def test_a_ball_outside_of_the_picture_keeps_its_size() -> None:
    assert box_around(-5, 10, 17, WIDTH, HEIGHT).width == 17


def test_scaling_is_of_edges() -> None:
    half = scale_between((WIDTH // 2, HEIGHT // 2), (WIDTH, HEIGHT))

    assert half == PixelScale(2, 2)
    assert half.point(0, 0) == (0.5, 0.5)  # one pixel becomes two: its centre lies between them
    assert PixelScale().point(3.25, 4) == (3.25, 4)


def test_a_rounded_side_is_still_a_copy_and_a_cut_picture_is_not() -> None:
    scale_between((427, 240), (1280, 720))

    with pytest.raises(FormatError, match="480 x 360 pixels, the video has 640 x 360"):
        scale_between((480, 360), (640, 360))
