import numpy as np
import pytest

from inference.synthetic.simulator.flight import STEP, aim, fly


def test_without_drag_a_ball_flies_a_parabola() -> None:
    flight = fly(2.0, (0, 0, 1), (3, 10, 5), 0.0, 1.0)

    assert flight.at(2.5) == pytest.approx((1.5, 5, 1 + 2.5 - 9.81 / 8), abs=1e-9)


def test_a_falling_shuttlecock_reaches_its_final_speed() -> None:
    flight = fly(0.0, (0, 0, 100), (0, 0, 0), 0.212, 4.0)

    assert flight.velocities[-1, 2] == pytest.approx(-np.sqrt(9.81 / 0.212), rel=1e-3)


def test_between_stored_points_the_path_is_as_exact_as_at_them() -> None:
    flight = fly(0.0, (0, 0, 1), (3, 30, 5), 0.02, 1.0)
    times = np.arange(10) * STEP + STEP / 2
    finer = fly(STEP / 2, flight.at(STEP / 2), flight.velocity_at(STEP / 2), 0.02, 0.5)

    assert flight.at(times) == pytest.approx(finer.at(times), abs=2e-4)


@pytest.mark.parametrize(("drag", "seconds"), [(0.0, 1.0), (0.02, 0.6), (0.02, 2.2), (0.212, 1.3)])
def test_an_aimed_ball_arrives(drag: float, seconds: float) -> None:
    start, target = (1.0, -6.0, 2.0), (-2.0, 4.0, 0.5)

    flight = fly(0.0, start, aim(start, target, drag, seconds), drag, seconds)

    assert flight.at(seconds) == pytest.approx(target, abs=2e-3)


def test_the_time_of_the_ground_is_found_between_points() -> None:
    flight = fly(5.0, (0, 0, 2), (0, 0, 0), 0.0, 1.0)

    ground = flight.first_crossing(flight.positions[:, 2])

    assert ground == pytest.approx(5 + np.sqrt(4 / 9.81), abs=1e-4)


def test_a_ball_that_never_lands_has_no_time_of_it() -> None:
    flight = fly(0.0, (0, 0, 2), (0, 0, 20), 0.0, 1.0)

    assert flight.first_crossing(flight.positions[:, 2]) is None
