import numpy as np
import pytest

from inference.synthetic.simulator.layers import Drawing, Layer, mean_layer


def disc_at(x: float, y: float, radius: float = 6.0) -> Layer:
    drawing = Drawing(10, 20, 40, 30)
    drawing.disc(np.array([x, y]), radius, (255, 255, 255))
    return mean_layer([drawing])


@pytest.mark.parametrize(("x", "y"), [(30.0, 35.0), (30.5, 35.25), (29.75, 34.75)])
def test_a_disc_is_where_it_was_put(x: float, y: float) -> None:
    layer = disc_at(x, y)
    rows, columns = np.mgrid[20:50, 10:50]
    weight = layer.opacity[..., 0]

    assert (columns * weight).sum() / weight.sum() == pytest.approx(x, abs=0.08)
    assert (rows * weight).sum() / weight.sum() == pytest.approx(y, abs=0.08)


def test_a_layer_covers_what_it_is_laid_over() -> None:
    picture = np.full((60, 60, 3), 40, np.uint8)
    disc_at(30, 35).lay_over(picture)

    assert picture[35, 30].tolist() == [255, 255, 255]
    assert picture[35, 10].tolist() == [40, 40, 40]


@pytest.mark.parametrize(("left", "top"), [(-5, -5), (55, 55), (-100, 0), (0, 200)])
def test_a_layer_may_stick_out_of_the_picture(left: int, top: int) -> None:
    picture = np.zeros((60, 60, 3), np.uint8)
    whole = np.ones((10, 10, 1), np.float32)
    Layer(left, top, np.full((10, 10, 3), 200, np.float32), whole).lay_over(picture)
    inside = sum(0 <= left + i < 60 for i in range(10)) * sum(0 <= top + i < 60 for i in range(10))

    assert (picture[..., 0] == 200).sum() == inside


def test_opacity_is_told_for_any_window() -> None:
    window = disc_at(30, 35).opacity_in(25, 30, 50, 50)

    assert window[5, 5] == 1
    assert window[40, 40] == 0


def test_half_the_moments_give_half_the_opacity() -> None:
    drawn, empty = Drawing(0, 0, 20, 20), Drawing(0, 0, 20, 20)
    drawn.limb(np.array([5.0, 10.0]), np.array([15.0, 10.0]), 3, 3, (10, 20, 30))

    assert mean_layer([drawn, empty]).opacity[10, 10, 0] == pytest.approx(0.5)
