"""A rally: who hits the ball when and where to, and the path that it takes."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.synthetic.simulator.court import Court
from inference.synthetic.simulator.flight import Flight, Vectors, aim, fly

NEAR, FAR = -1, 1  # the sides of the net, as signs of y
HIT, BOUNCE = "hit", "bounce"
BACK_WALL = 5.5  # metres behind the base line
HIGHEST_DRIVE = 1.5  # metres above the ground
LONGEST_FLIGHT = 4.0  # seconds


@dataclass(frozen=True, slots=True)
class Contact:
    """A moment at which the ball is hit or bounces."""

    seconds: float
    what: str  # HIT or BOUNCE
    position: tuple[float, float, float]
    side: int  # NEAR or FAR


@dataclass(frozen=True, slots=True)
class SimulatedRally:
    """The whole path of the ball, and what touched it."""

    flights: tuple[Flight, ...]
    contacts: tuple[Contact, ...]

    def at(self, seconds: ArrayLike) -> Vectors:
        """Positions of the ball (N, 3) at times (N,)."""
        times = np.atleast_1d(np.asarray(seconds, np.float64))
        starts = [flight.start for flight in self.flights]
        flying = np.maximum(np.searchsorted(starts, times, side="right") - 1, 0)
        positions = np.empty((len(times), 3))
        for index in np.unique(flying):
            positions[flying == index] = self.flights[index].at(times[flying == index])
        return positions

    def hits(self, side: int) -> list[Contact]:
        """What the player on `side` hits, in time order."""
        return [c for c in self.contacts if c.what == HIT and c.side == side]


def play(rng: np.random.Generator, court: Court, seconds: float) -> SimulatedRally:
    """A rally of about `seconds`, begun by the near player; its last shot runs out."""
    game = _Game(rng, court)
    side = NEAR
    time, position = game.serve_toss() if court.net_bottom == 0 else game.held()
    last_shot = seconds - 3.0
    while True:
        game.hit(time, position, side)
        if time >= last_shot:
            break
        time, position = game.shot(time, position, side)
        side = -side
    game.winner(time, position, side)
    return SimulatedRally(tuple(game.flights), tuple(game.contacts))


@dataclass
class _Game:
    rng: np.random.Generator
    court: Court
    flights: list[Flight] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def bounces(self) -> bool:
        return self.court.ball.bounce_up > 0

    def hit(self, time: float, position: NDArray[np.float64], side: int) -> None:
        x, y, z = (float(v) for v in position)
        self.contacts.append(Contact(time, HIT, (x, y, z), side))

    def held(self) -> tuple[float, NDArray[np.float64]]:
        """Hold the shuttlecock before the short serve; returns time and place of the hit."""
        place = np.array([0.5, -2.4, 1.05])
        self.flights.append(_resting(0.0, place))
        return 0.8, place

    def serve_toss(self) -> tuple[float, NDArray[np.float64]]:
        """Hold the ball, toss it; returns time and place of the hit at the top of the toss."""
        hand = np.array([0.75, -self.court.half_length + 0.1, 1.35])
        self.flights.append(_resting(0.0, hand))
        top = hand + np.array([0.15, 0.25, 1.35])
        self.flights.append(fly(0.6, hand, aim(hand, top, self.court.ball.drag, 0.62), 0.02, 0.7))
        return 1.22, top

    def shot(
        self, time: float, position: ArrayLike, side: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Fly to the other player; returns when and where that one hits."""
        flight = self._over_net(time, position, self._target(side))
        if not self.bounces:
            self.flights.append(flight)
            return flight.stop, flight.positions[-1]
        after = self._bounce(flight, -side)
        self.flights.append(after)
        stop = self._time_of_return(after)
        return stop, after.at(stop)

    def _time_of_return(self, after: Flight) -> float:
        """When to hit a ball that has bounced: near the base line, at the height of the hips."""
        depth, height = np.abs(after.positions[:, 1]), after.positions[:, 2]
        reach = self.court.half_length + self.rng.uniform(0.2, 1.4)
        deep = after.first_crossing(reach - depth)
        low = after.first_crossing(height - self.rng.uniform(0.6, 0.9))
        stop = min(t for t in (deep, low, after.stop) if t is not None)
        if after.at(stop)[2] > HIGHEST_DRIVE:  # too high to hit well: wait until it has fallen
            stop = after.first_crossing(height - HIGHEST_DRIVE) or stop
        return stop

    def winner(self, time: float, position: ArrayLike, side: int) -> None:
        """The last shot: nobody reaches it, it bounces until it lies still."""
        target = self._target(side)
        target[2] = self.court.ball.radius
        target[0] = np.copysign(self.court.half_width * 0.7, -target[0])
        flight = self._over_net(time, position, target)
        for _ in range(4 if self.bounces else 0):
            flight = self._bounce(flight, -side)
        down = self._cut_at_ground(flight)
        if not self.bounces:
            self._ground_contact(flight, down, -side)
        self.flights.append(_resting(down, flight.at(down)))

    def _target(self, side: int) -> NDArray[np.float64]:
        """Where the next shot goes: onto the ground, or to the place of the next hit."""
        court, rng = self.court, self.rng
        wide = rng.uniform(0.15, 0.62) * court.half_width * (-1) ** len(self.contacts)
        if not self.bounces:
            deep = rng.uniform(0.3, 0.85) * court.half_length
            return np.array([wide, -side * deep, rng.uniform(1.3, 2.5)])
        first = len(self.contacts) == 1
        deep = 5.6 if first else rng.uniform(0.55, 0.86) * court.half_length
        return np.array([wide * (0.6 if first else 1), -side * deep, court.ball.radius])

    def _over_net(self, time: float, position: ArrayLike, target: NDArray[np.float64]) -> Flight:
        """The fastest flight to `target` that clears the net; it ends there."""
        start = np.asarray(position, np.float64)
        length = float(np.linalg.norm(target - start))
        seconds = length / self._speed()
        clear = self.court.net_height + self.rng.uniform(0.15, 0.6)
        while seconds < LONGEST_FLIGHT:
            drag = self.court.ball.drag
            flight = fly(time, start, aim(start, target, drag, seconds), drag, seconds)
            nearest = int(np.abs(flight.positions[:, 1]).argmin())
            if flight.positions[nearest, 2] > clear:
                return flight
            seconds *= 1.04
        raise ValueError(f"no flight over the net from {start} to {target}")

    def _speed(self) -> float:
        """Metres / second from hit to ground, on average over the flight."""
        if not self.bounces:
            return float(self.rng.uniform(5.5, 11.0))
        if len(self.contacts) == 1:
            return 33.0  # the serve
        lob = self.rng.random() < 0.12
        return float(self.rng.uniform(9.0, 10.0) if lob else self.rng.uniform(17.0, 27.0))

    def _bounce(self, flight: Flight, side: int) -> Flight:
        """End `flight` on the ground or at the back wall, and return what follows."""
        ball = self.court.ball
        down = self._cut_at_ground(flight)
        self._ground_contact(flight, down, side)
        place, velocity = flight.at(down), flight.velocity_at(down)
        keep = np.array([ball.bounce_along, ball.bounce_along, -ball.bounce_up])
        wall = self.court.half_length + BACK_WALL
        return _until_wall(fly(down, place, velocity * keep, ball.drag, LONGEST_FLIGHT), wall)

    def _ground_contact(self, flight: Flight, down: float, side: int) -> None:
        x, y, z = (float(v) for v in flight.at(down))
        self.contacts.append(Contact(down, BOUNCE, (x, y, z), side))

    def _cut_at_ground(self, flight: Flight) -> float:
        """Keep `flight` until it reaches the ground; returns when."""
        self.flights.append(flight)
        down = flight.first_crossing(flight.positions[:, 2] - self.court.ball.radius)
        return flight.stop if down is None else down


def _resting(start: float, place: NDArray[np.float64]) -> Flight:
    return Flight(start, np.stack([place, place]), np.zeros((2, 3)))


def _until_wall(flight: Flight, wall: float) -> Flight:
    """`flight` with what would lie behind the wall at |y| = `wall` folded back, and slower."""
    y = flight.positions[:, 1]
    behind = np.abs(y) > wall
    positions, velocities = flight.positions.copy(), flight.velocities.copy()
    positions[behind, 1] = np.sign(y[behind]) * (wall - 0.3 * (np.abs(y[behind]) - wall))
    velocities[behind, 1] *= -0.3
    return Flight(flight.start, positions, velocities)
