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
    max_turn: float = 2.2  # a contact turns the ball as sharply as it likes, at this price
    max_speed: float = 60.0  # pixels per frame that no ball exceeds
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
        frame_index = np.where(inside, span, 0)
        lattice = Lattice(
            x[frame_index],
            y[frame_index],
            np.where(inside[..., None], reward[frame_index], -np.inf),
            breaks[frame_index],
            costs,
        )
        chosen = lattice.chain()[MARGIN : MARGIN + PIECE]
        is_inside = inside[MARGIN : MARGIN + PIECE]
        choice[frame_index[MARGIN : MARGIN + PIECE][is_inside]] = chosen[is_inside]
    return choice


def best_chain_of_piece(
    x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
) -> NDArray[np.int16]:
    """Do what `best_chain` does, with all frames in one piece: for short windows."""
    lattice = Lattice(x[:, None], y[:, None], reward[:, None], breaks[:, None], costs)
    return lattice.chain()[:, 0]


@dataclass(frozen=True, eq=False)
class Messages:
    """Forward messages of L frames in B pieces with K candidates and M hypotheses for each.

    The last hypothesis is "a chain starts here"; its velocity means nothing.
    """

    total: Floats  # (M, L, B, K): of the best chain that ends in the candidate, -inf for none
    vx: Floats  # (M, L, B, K): pixels a frame on arrival
    vy: Floats
    idle: Floats  # (L + 1, B): of the best that is over before a frame


class Lattice:
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
        self._x, self._y = np.pad(x, pad), np.pad(y, pad)  # (reach + L, B, K)
        self._reward = reward
        self._breaks = breaks
        shape = (costs.hypotheses, reach + length, pieces, k)
        self._total = np.full(shape, -np.inf)
        self._vx, self._vy = np.zeros(shape), np.zeros(shape)  # pixels per frame on arrival
        self._from = np.zeros(shape, np.intp)  # (m, lag, k) it came from, flat
        self._ends = np.zeros((length, pieces), np.bool_)  # whether the best so far ends here
        self._idle = np.zeros((length + 1, pieces))  # best total without a chain under way
        self._prepare_costs()
        # first link into each candidate, in the flat array of all links of a frame
        self._rows = np.arange(pieces * k).reshape(pieces, k, 1) * reach * k

    def _prepare_costs(self) -> None:
        """Costs in the shapes that links have: (M, B, K now, links) or its last axes."""
        costs, k = self._costs, self._reward.shape[2]
        lags = np.repeat(np.arange(costs.reach, 0, -1.0), k)  # longest first, as frames lie
        self._per_frame = 1 / lags
        self._missing = costs.missing * (lags - 1)
        weight, most = np.full((2, costs.hypotheses, 1, 1, 1), costs.turn)
        most[:] = costs.max_turn
        # a chain's first link has no velocity to turn from
        weight[-1], most[-1] = costs.speed, np.inf
        self._weight, self._most = weight, most

    def chain(self) -> NDArray[np.int16]:
        """The best choice of every frame: (L, B), -1 for none."""
        self._advance_all()
        return self._read_back()

    def messages(self) -> "Messages":
        """What the dynamic programme knows of every candidate once it has seen all before it."""
        self._advance_all()
        front = self._reach
        return Messages(
            self._total[:, front:], self._vx[:, front:], self._vy[:, front:], self._idle
        )

    def _advance_all(self) -> None:
        for t in range(len(self._reward)):
            self._advance(t)

    def _advance(self, t: int) -> None:
        now = t + self._reach
        if self._breaks[t].any():
            self._total[:, t:now, self._breaks[t]] = -np.inf
        self._keep_best(now, *self._links(t, now))
        self._total[-1, now] = (self._idle[t] - self._costs.start)[:, None]
        self._total[:, now] += self._reward[t]
        best_total = self._total[:, now].max(axis=(0, 2))
        self._ends[t] = best_total > self._idle[t]
        self._idle[t + 1] = np.maximum(best_total, self._idle[t])

    def _links(self, t: int, now: int) -> tuple[Floats, Floats, Floats, Ints]:
        """All links into a frame, (B, K now, lag x K before): velocity, total, hypothesis."""
        pieces = self._reward.shape[1]

        def past(values: NDArray[Any]) -> NDArray[Any]:  # (..., B, 1, lag x K)
            recent = values[..., t:now, :, :].swapaxes(-3, -2)
            return recent.reshape(*values.shape[:-3], pieces, 1, -1)

        vx = (self._x[now][:, :, None] - past(self._x)) * self._per_frame
        vy = (self._y[now][:, :, None] - past(self._y)) * self._per_frame
        cost = vx - past(self._vx)  # (M, B, K now, lag x K)
        across = vy - past(self._vy)
        cost *= cost
        across *= across
        cost += across
        np.sqrt(cost, out=cost)
        cost *= self._weight
        np.minimum(cost, self._most, out=cost)
        totals = np.subtract(past(self._total), cost, out=cost)
        hypothesis = totals.argmax(0)
        best = totals.max(0)
        best -= self._missing
        best[vx * vx + vy * vy > self._costs.max_speed**2] = -np.inf
        return vx, vy, best, hypothesis

    def _keep_best(
        self, now: int, vx: Floats, vy: Floats, totals: Floats, hypothesis: Ints
    ) -> None:
        links = self._costs.hypotheses - 1
        best = totals.argpartition(-links, axis=2)[:, :, -links:]  # (B, K, M - 1)
        at = best + self._rows
        came_from = hypothesis.take(at) * totals.shape[2] + best
        self._from[:-1, now] = came_from.transpose(2, 0, 1)
        for target, values in ((self._total, totals), (self._vx, vx), (self._vy, vy)):
            target[:-1, now] = values.take(at).transpose(2, 0, 1)

    def _read_back(self) -> NDArray[np.int16]:
        length, pieces, k = self._reward.shape
        choice = np.full((length, pieces), -1, np.int16)
        frame = np.full(pieces, -1)  # where the chain being read goes on, -1 between chains
        m, node = np.zeros((2, pieces), np.intp)  # hypothesis and candidate there
        for t in range(length - 1, -1, -1):
            now = t + self._reach
            begins = np.flatnonzero((frame < 0) & self._ends[t])
            if len(begins):
                ends = self._total[:, now, begins].swapaxes(0, 1).reshape(len(begins), -1)
                frame[begins] = t
                m[begins], node[begins] = np.divmod(ends.argmax(1), k)
            here = np.flatnonzero(frame == t)
            if len(here):
                choice[t, here] = node[here]
                source = self._from[m[here], now, here, node[here]]
                starts = m[here] == len(self._total) - 1
                m[here], link = np.divmod(source, self._reach * k)
                frame[here] = np.where(starts, -1, t - self._reach + link // k)
                node[here] = link % k
        return choice
