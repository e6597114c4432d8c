import numpy as np
import pytest

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.flight import fly
from inference.synthetic.simulator.layers import Layer
from inference.synthetic.simulator.rally import SimulatedRally
from inference.synthetic.simulator.streak import contrast, covered, shadow, streak

CAMERA = Camera((0.0, -20.0, 6.0), (0.0, 0.0, 0.0), 900.0, 640, 360)
BALL = 0.034
WHITE = (255, 255, 255)


def rally_with(velocity: tuple[float, float, float]) -> SimulatedRally:
    return SimulatedRally((fly(0.0, (0.3, 0.2, 1.0), velocity, 0.0, 1.0),), ())


def middle_of(layer: Layer) -> tuple[float, float]:
    weight = layer.opacity[..., 0]
    rows, columns = np.mgrid[: weight.shape[0], : weight.shape[1]]
    x = layer.left + (columns * weight).sum() / weight.sum()
    return x, layer.top + (rows * weight).sum() / weight.sum()


@pytest.mark.parametrize("velocity", [(0.0, 0.0, 0.0), (20.0, 5.0, 4.0), (-8.0, 25.0, 9.0)])
def test_the_streak_s_middle_is_the_ball_at_mid_exposure(
    velocity: tuple[float, float, float],
) -> None:
    rally = rally_with(velocity)
    ball = streak(rally, CAMERA, BALL, WHITE, (0.19, 0.21))
    x, y, _ = CAMERA.project(rally.at(0.2)[0])

    assert middle_of(ball) == pytest.approx((x, y), abs=0.05)


def test_the_faster_the_ball_the_longer_and_fainter_the_streak() -> None:
    slow, fast = (
        streak(rally_with((v, 0.0, 0.0)), CAMERA, BALL, WHITE, (0.1, 0.12)) for v in (2.0, 40.0)
    )

    assert fast.opacity.shape[1] > slow.opacity.shape[1]
    assert fast.opacity.max() < slow.opacity.max()
    assert fast.opacity.sum() == pytest.approx(slow.opacity.sum(), rel=0.02)


def test_a_ball_behind_something_solid_is_covered() -> None:
    ball = streak(rally_with((0, 0, 0)), CAMERA, BALL, WHITE, (0.0, 0.01))
    wall = Layer(0, 0, np.zeros((360, 640, 3), np.float32), np.ones((360, 640, 1), np.float32))
    half = Layer(0, 0, wall.colour, wall.opacity * np.float32(0.5))

    assert covered(ball, []) == pytest.approx(0)
    assert covered(ball, [half]) == pytest.approx(0.5, abs=1e-5)
    assert covered(ball, [wall]) == pytest.approx(1)


def test_contrast_tells_a_white_ball_on_black_from_one_on_white() -> None:
    ball = streak(rally_with((0, 0, 0)), CAMERA, BALL, WHITE, (0.0, 0.01))
    black, white = (np.full((360, 640, 3), level, np.uint8) for level in (0, 255))

    assert contrast(ball, black) > 150
    assert contrast(ball, white) == pytest.approx(0, abs=0.1)


def test_the_shadow_lies_on_the_ground_below_the_ball() -> None:
    rally = rally_with((0, 0, 0))
    dark = shadow(rally, CAMERA, BALL, (0.0, 0.0), (0.0, 0.001))
    x, y, _ = CAMERA.project((0.3, 0.2, 0.0))

    assert middle_of(dark) == pytest.approx((x, y), abs=0.1)
    assert middle_of(dark)[1] > middle_of(streak(rally, CAMERA, BALL, WHITE, (0, 0.001)))[1]
