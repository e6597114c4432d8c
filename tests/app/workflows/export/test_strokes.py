import numpy as np
import pytest

from app.workflows.export.strokes import arc, fill, stroke, stroke_flat

WHITE = (255, 255, 255)


def black(width: int = 20, height: int = 10) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.zeros((height, width, 4), np.uint8)


def test_a_line_covers_its_width() -> None:
    picture = black()

    stroke_flat(picture, [(0, 5), (20, 5)], WHITE, 2, 1.0)

    across = picture[:, 10, 0].astype(int)
    assert across[4:6].tolist() == [255, 255]
    assert across.sum() == pytest.approx(2 * 255, abs=80)


def test_half_a_pixel_is_half_as_bright() -> None:
    picture = black()

    fill(picture, [(3, 3), (6.5, 3), (6.5, 6), (3, 6)], WHITE, 1.0)

    assert picture[4, 3:8, 0].astype(int) == pytest.approx([255, 255, 255, 128, 0], abs=70)


def test_colours_are_red_green_blue_and_mixed_by_opacity() -> None:
    picture = np.full((10, 20, 4), 100, np.uint8)

    fill(picture, [(0, 0), (20, 0), (20, 10), (0, 10)], (200, 100, 0), 0.5)

    assert picture[5, 10].tolist() == [50, 100, 150, 100]


def test_round_ends_reach_further_than_flat_ones() -> None:
    round_ends, flat_ends = black(), black()

    stroke(round_ends, [(6, 5), (14, 5)], WHITE, 4, 1.0)
    stroke_flat(flat_ends, [(6, 5), (14, 5)], WHITE, 4, 1.0)

    assert round_ends[5, 4, 0] > 200
    assert flat_ends[5, 4, 0] < 60


def test_what_lies_outside_of_the_picture_is_left_out() -> None:
    picture = black()

    stroke(picture, [(-40, -40), (-20, -30)], WHITE, 3, 1.0)
    stroke(picture, [(18, 5), (60, 5)], WHITE, 2, 1.0)

    assert not picture[:, :16].any()
    assert picture[5, 19, 0] == 255


def test_a_line_of_no_length_is_a_dot() -> None:
    picture = black()

    stroke_flat(picture, [(10, 5), (10, 5)], WHITE, 4, 1.0)

    assert picture[5, 10, 0] == 255


def test_an_arc_turns_clockwise_from_the_right() -> None:
    points = arc(10, 0, 90)

    assert points[0] == pytest.approx((10, 0))
    assert points[-1] == pytest.approx((0, 10))
