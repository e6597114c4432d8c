"""How much better the best path is than the best one that says something else of a frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.ball.tracking.linking import (
    BATCH,
    MARGIN,
    PIECE,
    Floats,
    Lattice,
    LinkCosts,
    Messages,
)


@dataclass(frozen=True, eq=False)
class PathTotals:
    """Rewards minus costs of the best set of chains that says a certain thing of each frame."""

    through: Floats  # (T, K): goes through the candidate; -inf where there is none
    without: Floats  # (T,): goes through none of the frame's candidates

    def margin(self, choice: NDArray[np.int16]) -> Floats:
        """(T,) by how much `choice` (T,), -1 for no candidate, is better than anything else.

        Messages of a pruned programme are nearly exact, so a margin may lie a little below 0.
        """
        options = np.concatenate([self.without[:, None], self.through], axis=1)
        rows, chosen = np.arange(len(options)), choice.astype(np.intp) + 1
        best = options[rows, chosen]
        options = options.copy()
        options[rows, chosen] = -np.inf
        return np.asarray(best - options.max(axis=1))


def path_totals(
    x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
) -> PathTotals:
    """The totals of every choice in every frame, by forward and backward messages.

    The arguments are those of `linking.best_chain`, and it works in the same pieces: time and
    memory grow with T alone.
    """
    frames, k = reward.shape
    if frames <= PIECE:  # a piece of its own, without the empty frames around it
        whole = _PieceMessages(x[:, None], y[:, None], reward[:, None], breaks[:, None], costs)
        return PathTotals(whole.through()[:, 0], whole.without()[:, 0])
    through, without = np.full((frames, k), -np.inf), np.zeros(frames)
    firsts = np.arange(0, frames, PIECE)
    for batch in range(0, len(firsts), BATCH):
        span = np.arange(-MARGIN, PIECE + MARGIN)[:, None] + firsts[batch : batch + BATCH]
        inside = (span >= 0) & (span < frames)
        index = np.where(inside, span, 0)
        rewards = np.where(inside[..., None], reward[index], -np.inf)
        piece = _PieceMessages(x[index], y[index], rewards, breaks[index], costs)
        kept = inside[MARGIN : MARGIN + PIECE]
        at = index[MARGIN : MARGIN + PIECE][kept]
        through[at] = piece.through()[MARGIN : MARGIN + PIECE][kept]
        without[at] = piece.without()[MARGIN : MARGIN + PIECE][kept]
    return PathTotals(through, without)


class _PieceMessages:
    """Messages of B pieces of L frames from both sides. Velocities are those of time forwards."""

    def __init__(
        self, x: Floats, y: Floats, reward: Floats, breaks: NDArray[np.bool_], costs: LinkCosts
    ) -> None:
        self._x, self._y, self._reward, self._breaks = x, y, reward, breaks
        self._costs = costs
        self._before = Lattice(x, y, reward, breaks, costs).messages()
        # seen backwards, a shot begins with what was its last frame
        first_of_shot = np.concatenate([breaks[1:], np.zeros_like(breaks[:1])])
        backwards = Lattice(x[::-1], y[::-1], reward[::-1], first_of_shot[::-1], costs)
        self._after = _turned(backwards.messages())

    def through(self) -> Floats:
        """(L, B, K)"""
        before, after, costs = self._before, self._after, self._costs
        turn = self._turn(
            before.vx[:, None] - after.vx[None], before.vy[:, None] - after.vy[None]
        )  # (M, M, L, B, K)
        # where the chain starts, what its first link pays for is its speed
        speed = costs.speed * np.hypot(after.vx, after.vy)
        turn[-1, :-1] = speed[:-1]
        turn[:, -1] = 0
        totals = before.total[:, None] + after.total[None] - turn
        best: Floats = totals.max(axis=(0, 1))
        missing = np.isneginf(self._reward)
        # both sides have counted the candidate, and a start of their own
        counted_once = best - np.where(missing, 0, self._reward) + costs.start
        return np.where(missing, -np.inf, counted_once)

    def without(self) -> Floats:
        """(L, B)"""
        idle: Floats = self._before.idle[:-1] + self._after.idle[1:]
        for lag in range(2, self._costs.reach + 1):
            link = self._link(lag)
            for inner in range(1, lag):
                part = slice(inner, inner + len(link))
                idle[part] = np.maximum(idle[part], link)
        return idle

    def _link(self, lag: int) -> Floats:
        """(L - lag, B): the best set of chains with a link from a frame to the one `lag` later."""
        before, after, costs = self._before, self._after, self._costs
        if len(self._x) <= lag:
            return np.zeros((0, self._x.shape[1]))
        vx = (self._x[lag:, :, None, :] - self._x[:-lag, :, :, None]) / lag  # (L', B, K from, K to)
        vy = (self._y[lag:, :, None, :] - self._y[:-lag, :, :, None]) / lag
        speed = np.hypot(vx, vy)
        come = before.total[:, :-lag, :, :, None] - self._turn(
            vx - before.vx[:, :-lag, :, :, None], vy - before.vy[:, :-lag, :, :, None]
        )
        come[-1] = before.total[-1, :-lag, :, :, None] - costs.speed * speed
        go = after.total[:, lag:, :, None, :] - self._turn(
            vx - after.vx[:, lag:, :, None, :], vy - after.vy[:, lag:, :, None, :]
        )
        go[-1] = after.total[-1, lag:, :, None, :]
        total = come.max(0) + go.max(0) + costs.start - costs.missing * (lag - 1)
        total[speed > costs.max_speed] = -np.inf
        best: Floats = total.max(axis=(2, 3))
        crossed = self._crossed(lag)
        return np.where(crossed, -np.inf, best)

    def _crossed(self, lag: int) -> NDArray[np.bool_]:
        """(L - lag, B): whether a shot begins after a frame and up to the one `lag` later."""
        begun = np.cumsum(self._breaks, axis=0)
        return np.asarray(begun[lag:] > begun[:-lag])

    def _turn(self, dvx: Floats, dvy: Floats) -> Floats:
        costs = self._costs
        return np.minimum(costs.turn * np.hypot(dvx, dvy), costs.max_turn)


def _turned(messages: Messages) -> Messages:
    """Backward messages in the order and with the velocities of time forwards."""
    return Messages(
        messages.total[:, ::-1], -messages.vx[:, ::-1], -messages.vy[:, ::-1], messages.idle[::-1]
    )
