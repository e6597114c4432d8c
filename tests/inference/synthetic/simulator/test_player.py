import numpy as np
import pytest

from inference.synthetic.simulator.court import TENNIS
from inference.synthetic.simulator.player import SimulatedPlayer, player
from inference.synthetic.simulator.rally import FAR, NEAR, Contact, play

SECONDS = 11.0


@pytest.fixture(scope="module", params=[NEAR, FAR], ids=["near", "far"])
def running(request: pytest.FixtureRequest) -> SimulatedPlayer:
    side = int(request.param)
    rally = play(np.random.default_rng(2), TENNIS, SECONDS)
    return player(rally.hits(side), (0.0, side * 12.5), side, SECONDS)


def test_the_player_reaches_every_ball(running: SimulatedPlayer) -> None:
    for hit in running.hits:
        x, y = running.ground_at(hit.seconds)
        racket = running.pose_at(hit.seconds).racket

        assert abs(y - hit.position[1]) < 0.5
        assert np.hypot(x + racket[0] - hit.position[0], racket[1] - hit.position[2]) < 0.25


def test_nobody_runs_faster_than_people_do(running: SimulatedPlayer) -> None:
    assert np.hypot(*running.velocity.T).max() < 9.0


def test_the_racket_is_fast_near_a_hit_alone(running: SimulatedPlayer) -> None:
    first = running.hits[0].seconds

    assert running.swings_at(first)
    assert not running.swings_at(first - 1.0)


def test_a_player_without_a_ball_waits() -> None:
    idle = player([], (0.5, 12.0), FAR, SECONDS)

    assert idle.ground_at(0.0) == pytest.approx(idle.ground_at(5.0))
    assert not idle.swings_at(5.0)


def test_a_ball_far_on_the_other_side_is_a_backhand() -> None:
    hits = [Contact(3.0, "hit", (-3.0, -12.0, 1.0), NEAR)]

    assert player(hits, (0.0, -12.5), NEAR, SECONDS).racket_sides == (-1,)
