"""The best chain of candidates through a video: dynamic programming with a "no ball" state."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PIECE = 256  # frames decided together
MARGIN = 64  # frames looked at on either side of a piece, far beyond any flight's memory
BATCH = 32  # pieces linked at once, which spreads numpy's cost per call


@dataclass(frozen=True, slots=True)
class LinkCosts:
    """What a chain pays for. Lengths are pixels of a picture 512 wide, times are frames."""

    start: float = 7.5  # a new chain
    missing: float = 0.9  # each frame without a candidate inside a chain
    speed: float = 0.02  # first link of a chain, per pixel and frame
    turn: float = 0.06  # change of velocity, per pixel and frame
    most_turn: float = 2.2  # a contact turns the ball as sharply as it likes, at this price
    fastest: float = 60.0  # pixels per frame that no ball exceeds
    reach: int = 5  # a link spans at most this many frames
    hypotheses: int = 3  # ways to have come to a candidate that are kept in mind


def best_chain(
    x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
) -> NDArray[np.int16]:
    """Choose at most one candidate a frame so that rewards minus costs are greatest.

    `x`, `y` and `reward` are (T, K); a reward of -inf marks a candidate that does not exist.
    `breaks` (T,) marks the first frame of every shot: no link crosses into it. Returns the chosen
    candidate of every frame (T,), -1 for none. Work and memory grow with T alone: the frames are
    linked in pieces at fixed places, each seen with a margin in which its ends are settled.
    """
    frames = len(reward)
    choice = np.full(frames, -1, np.int16)
    firsts = np.arange(0, frames, PIECE)
    for batch in range(0, len(firsts), BATCH):
        span = np.arange(-MARGIN, PIECE + MARGIN)[:, None] + firsts[batch : batch + BATCH]  # (L, B)
        inside = (span >= 0) & (span < frames)
        at = np.where(inside, span, 0)
        lattice = _Lattice(
            x[at], y[at], np.where(inside[..., None], reward[at], -np.inf), breaks[at], costs
        )
        chosen = lattice.chain()[MARGIN : MARGIN + PIECE]
        kept = inside[MARGIN : MARGIN + PIECE]
        choice[at[MARGIN : MARGIN + PIECE][kept]] = chosen[kept]
    return choice


def best_chain_of_piece(
    x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
) -> NDArray[np.int16]:
    """Do what `best_chain` does, with all frames in one piece: for short windows."""
    lattice = _Lattice(x[:, None], y[:, None], reward[:, None], breaks[:, None], costs)
    return lattice.chain()[:, 0]


class _Lattice:
    """Candidates of B pieces of L frames, linked forwards and read backwards.

    A candidate remembers its M best hypotheses: the last one is "a chain starts here", the others
    come from different earlier candidates and so with different velocities. The cost of a link
    depends on the velocity before it, so one best predecessor alone would not do.
    """

    def __init__(
        self, x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
    ) -> None:
        length, pieces, k = reward.shape
        self._costs = costs
        self._reach = reach = costs.reach
        # `reach` empty frames in front, so that the first frames need no special case
        pad = ((reach, 0), (0, 0), (0, 0))
        self._x = np.pad(x, pad)
        self._y = np.pad(y, pad)
        self._reward = reward
        self._breaks = breaks
        shape = (reach + length, pieces, k, costs.hypotheses)
        self._total = np.full(shape, -np.inf)
        self._vx, self._vy = np.zeros(shape), np.zeros(shape)  # pixels per frame on arrival
        self._from = np.full(shape, -1, np.int32)  # candidate (lag, k, m) it came from, flat
        self._ended = np.full((length + 1, pieces), -1, np.int32)  # (k, m) that ended here
        self._idle = np.zeros((length + 1, pieces))  # best total without a chain under way
        # links by lag, longest first as they lie in memory
        self._lags = np.arange(reach, 0, -1, dtype=float)[:, None, None, None]
        self._missing = costs.missing * (self._lags - 1)
        weight = np.full(costs.hypotheses, costs.turn)
        weight[-1] = costs.speed  # a chain's first link has no velocity to turn from
        most = np.full(costs.hypotheses, costs.most_turn)
        most[-1] = np.inf
        self._weight, self._most = weight[:, None], most[:, None]

    def chain(self) -> NDArray[np.int16]:
        """The best choice of every frame: (L, B), -1 for none."""
        for t in range(len(self._reward)):
            self._advance(t)
        return self._read_back()

    def _advance(self, t: int) -> None:
        now = t + self._reach
        if self._breaks[t].any():
            self._total[t:now, self._breaks[t]] = -np.inf
        vx, vy, totals, ways = self._links(t, now)
        self._keep_best(t, vx, vy, totals, ways)
        ends = self._total[now].reshape(len(self._breaks[t]), -1)
        best = ends.argmax(1)
        reached = np.take_along_axis(ends, best[:, None], 1)[:, 0]
        better = reached > self._idle[t]
        self._ended[t + 1] = np.where(better, best, -1)
        self._idle[t + 1] = np.where(better, reached, self._idle[t])

    def _links(self, t: int, now: int) -> tuple[Floats, Floats, Floats, Ints]:
        """All links into frame t, (lag, B, K before, K now): velocity, total, best hypothesis."""
        past = slice(t, now)
        vx = (self._x[now][:, None, :] - self._x[past][..., None]) / self._lags
        vy = (self._y[now][:, None, :] - self._y[past][..., None]) / self._lags
        turn_x = vx[:, :, :, None, :] - self._vx[past][..., None]
        turn_y = vy[:, :, :, None, :] - self._vy[past][..., None]
        turn_x *= turn_x
        turn_y *= turn_y
        turn_x += turn_y
        cost = np.sqrt(turn_x, out=turn_x)  # (lag, B, K before, M, K now)
        cost *= self._weight
        np.minimum(cost, self._most, out=cost)
        np.subtract(self._total[past][..., None], cost, out=cost)
        ways = cost.argmax(3)
        totals = cost.max(3) - self._missing
        totals[vx * vx + vy * vy > self._costs.fastest**2] = -np.inf
        return vx, vy, totals, ways

    def _keep_best(self, t: int, vx: Floats, vy: Floats, totals: Floats, ways: Ints) -> None:
        reach, pieces, k, _ = totals.shape
        links = self._costs.hypotheses - 1
        now = t + reach

        def by_source(values: NDArray[Any]) -> NDArray[Any]:
            return values.transpose(1, 3, 0, 2).reshape(pieces, k, reach * k)

        flat = by_source(totals)
        best = np.argpartition(flat, -links, axis=2)[:, :, -links:]  # (B, K, M - 1)
        self._total[now, :, :, :links] = np.take_along_axis(flat, best, 2)
        self._total[now, :, :, links] = self._idle[t][:, None] - self._costs.start
        self._total[now] += self._reward[t][..., None]
        self._vx[now, :, :, :links] = np.take_along_axis(by_source(vx), best, 2)
        self._vy[now, :, :, :links] = np.take_along_axis(by_source(vy), best, 2)
        way = np.take_along_axis(by_source(ways), best, 2)
        self._from[now, :, :, :links] = best * (links + 1) + way

    def _read_back(self) -> NDArray[np.int16]:
        length, pieces, k = self._reward.shape
        m = self._costs.hypotheses
        choice = np.full((length, pieces), -1, np.int16)
        piece = np.arange(pieces)
        frame = np.full(pieces, -1)  # where the chain being read goes on, -1 between chains
        node = np.zeros(pieces, np.intp)  # (k, m) there, flat
        for t in range(length - 1, -1, -1):
            ended = self._ended[t + 1]
            begins = (frame < 0) & (ended >= 0)
            frame[begins], node[begins] = t, ended[begins]
            here = frame == t
            if not here.any():
                continue
            b, n = piece[here], node[here]
            choice[t, b] = n // m
            source = self._from[t + self._reach, b, n // m, n % m]
            starts = n % m == m - 1
            lag = self._reach - source // (k * m)
            frame[b] = np.where(starts, -1, t - lag)
            node[b] = np.where(starts, 0, source % (k * m))
        return choice
