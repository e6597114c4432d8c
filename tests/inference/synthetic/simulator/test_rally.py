import numpy as np
import pytest

from inference.synthetic.simulator.court import BADMINTON, TENNIS, Court
from inference.synthetic.simulator.rally import BOUNCE, FAR, HIT, NEAR, SimulatedRally, play

SECONDS = 11.0


def rally_of(court: Court, seed: int = 1) -> SimulatedRally:
    return play(np.random.default_rng(seed), court, SECONDS)


@pytest.fixture(params=[TENNIS, BADMINTON], ids=lambda court: court.name)
def court(request: pytest.FixtureRequest) -> Court:
    assert isinstance(request.param, Court)
    return request.param


@pytest.mark.parametrize("seed", range(12))
def test_the_ball_stays_above_the_ground(court: Court, seed: int) -> None:
    heights = rally_of(court, seed).at(np.linspace(0, SECONDS + 2, 3000))[:, 2]

    assert heights.min() > court.ball.radius - 0.005


def test_the_ball_never_jumps(court: Court) -> None:
    path = rally_of(court).at(np.arange(0, SECONDS, 1e-3))

    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 0.08  # 80 m/s


def test_the_players_take_turns(court: Court) -> None:
    sides = [contact.side for contact in rally_of(court).contacts if contact.what == HIT]

    assert sides == [NEAR if i % 2 == 0 else FAR for i in range(len(sides))]
    assert len(sides) > 3


@pytest.mark.parametrize("seed", range(12))
def test_every_shot_passes_over_the_net(court: Court, seed: int) -> None:
    path = rally_of(court, seed).at(np.arange(0, SECONDS, 1e-3))
    over_net = np.abs(path[:, 1]) < 0.02

    assert over_net.any()
    assert path[over_net, 2].min() > court.net_height


def test_contacts_are_where_the_ball_is(court: Court) -> None:
    rally = rally_of(court)
    times = [contact.seconds for contact in rally.contacts]
    places = [contact.position for contact in rally.contacts]

    assert rally.at(times) == pytest.approx(np.array(places), abs=2e-3)
    assert times == sorted(times)


def test_a_tennis_ball_bounces_once_between_two_hits() -> None:
    whats = [contact.what for contact in rally_of(TENNIS).contacts]
    last_hit = len(whats) - 1 - whats[::-1].index(HIT)

    assert whats[: last_hit + 1] == ([HIT, BOUNCE] * len(whats))[: last_hit + 1]


def test_a_shuttlecock_meets_the_ground_only_at_the_end() -> None:
    whats = [contact.what for contact in rally_of(BADMINTON).contacts]

    assert whats[-1] == BOUNCE
    assert set(whats[:-1]) == {HIT}


def test_the_same_seed_gives_the_same_rally(court: Court) -> None:
    assert rally_of(court, 5).contacts == rally_of(court, 5).contacts
    assert rally_of(court, 5).contacts != rally_of(court, 6).contacts
