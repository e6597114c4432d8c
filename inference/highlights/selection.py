"""Which segments fill a given time with the most value: exact, by dynamic programming.

A greedy choice by score reaches about half of the value that fits (Media Replay Engine's rule,
which stands here by name). What is best is stated: the value of a segment is
`(score / 100) ** best_only * seconds ** few_long - cut_cost`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_NONE = -np.inf
_COLUMNS = 1 << 14  # of the table; longer budgets are counted in more than one frame


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """Frames `[first, stop)` of a match, with a score of 0 to 100."""

    key: str  # tells equal ones apart
    first: int
    stop: int
    score: float
    group: str = ""  # player or class, for `most_per_group`; empty: in none
    forced: bool = False
    banned: bool = False

    @property
    def length(self) -> int:
        """In frames."""
        return self.stop - self.first


@dataclass(frozen=True, slots=True)
class Goal:
    """What a reel is to be like. Lengths in frames.

    `few_long` above 1 prefers long segments, below 1 many short ones; `best_only` above 1 the
    best scores. `phases` are equal parts of the match, from each of which at least one segment
    is taken where it has any.
    """

    budget: int
    tolerance: int
    rate: float  # frames a second
    few_long: float = 1.0
    best_only: float = 1.0
    cut_cost: float = 0.0
    most_per_group: int | None = None
    phases: int = 1

    def value(self, segment: ScoredSegment) -> float:
        """What a segment adds to a reel; above 0."""
        seconds = segment.length / self.rate
        value = (segment.score / 100) ** self.best_only * seconds**self.few_long - self.cut_cost
        return float(max(value, 1e-9))


@dataclass(frozen=True, slots=True)
class ReelSelection:
    """The chosen segments in the order of the match.

    `problems` says in words what could not be met; `reasons` why each other one was left out.
    """

    chosen: tuple[ScoredSegment, ...]
    value: float
    problems: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)  # by key of the segment

    @property
    def length(self) -> int:
        """In frames."""
        return sum(segment.length for segment in self.chosen)


def select(segments: Iterable[ScoredSegment], goal: Goal) -> ReelSelection:
    """The segments with the greatest sum of values whose length is the budget's, give or take.

    Forced ones are always in, banned ones never. Where no choice has a length within the
    tolerance, it is the longest one below, which is told. Exact; with a limit for groups and
    several phases at once it is nearly so. Equal choices: the earlier segments.
    """
    ordered = sorted(segments, key=lambda segment: (segment.first, segment.key))
    if any(segment.length <= 0 for segment in ordered):
        raise ValueError("a segment without frames")
    forced = [segment for segment in ordered if segment.forced]
    free = [s for s in ordered if not (s.forced or s.banned)]
    room = goal.budget + goal.tolerance - sum(segment.length for segment in forced)
    problems: list[str] = []
    if room < 0:
        seconds = -room / goal.rate
        problems.append(
            f"The {len(forced)} segments that must be in are {seconds:.1f} s longer than the reel."
        )
        chosen = forced
    else:
        chosen = sorted(forced + _best(free, forced, room, goal), key=lambda s: (s.first, s.key))
        if not problems and _too_short(chosen, free, goal):
            short = (goal.budget - sum(s.length for s in chosen)) / goal.rate
            problems.append(f"No choice fills the reel: it is {short:.1f} s short.")
    value = sum(goal.value(segment) for segment in chosen)
    return ReelSelection(tuple(chosen), value, tuple(problems), _left_out(ordered, chosen, goal))


def select_greedily(segments: Iterable[ScoredSegment], goal: Goal) -> ReelSelection:
    """Media Replay Engine's rule: by falling score, each that still fits."""
    ordered = sorted(segments, key=lambda s: (-s.score, s.first, s.key))
    room = goal.budget + goal.tolerance
    chosen: list[ScoredSegment] = []
    for segment in sorted(ordered, key=lambda s: not s.forced):
        if not segment.banned and segment.length <= room:
            chosen.append(segment)
            room -= segment.length
    chosen.sort(key=lambda s: (s.first, s.key))
    value = sum(goal.value(segment) for segment in chosen)
    return ReelSelection(tuple(chosen), value, (), _left_out(ordered, chosen, goal))


def _too_short(chosen: Sequence[ScoredSegment], free: Sequence[ScoredSegment], goal: Goal) -> bool:
    everything = len(chosen) >= len(free) and all(segment in chosen for segment in free)
    return not everything and sum(s.length for s in chosen) < goal.budget - goal.tolerance


def _best(
    free: Sequence[ScoredSegment], forced: Sequence[ScoredSegment], room: int, goal: Goal
) -> list[ScoredSegment]:
    """The best of `free` beside the forced ones, in at most `room` frames."""
    taken = Counter(segment.group for segment in forced)
    limit = goal.most_per_group
    if limit is not None:
        free = [s for s in free if not s.group or taken[s.group] < limit]
    if goal.phases > 1:
        return _best_over_phases(free, forced, room, goal)
    if limit is None:
        return _fill([(list(free), 0, None)], room, goal)
    groups = {s.group: None for s in free}
    blocks: list[_Block] = []
    for group in groups:
        inside = [s for s in free if s.group == group]
        blocks.append((inside, 0, limit - taken[group] if group else None))
    return _fill(blocks, room, goal)


def _best_over_phases(
    free: Sequence[ScoredSegment], forced: Sequence[ScoredSegment], room: int, goal: Goal
) -> list[ScoredSegment]:
    """As `_best`, with one segment of each phase; groups above their limit lose their worst."""
    everything = [*free, *forced]
    end = max((segment.stop for segment in everything), default=1)
    begin = min((segment.first for segment in everything), default=0)
    span = max(1, end - begin)

    def phase(segment: ScoredSegment) -> int:
        return min(goal.phases - 1, (segment.first - begin) * goal.phases // span)

    served = {phase(segment) for segment in forced}
    free = list(free)
    while True:
        blocks: list[_Block] = []
        for number in range(goal.phases):
            inside = [segment for segment in free if phase(segment) == number]
            least = int(number not in served and bool(inside))
            blocks.append((inside, least, None))
        chosen = _fill(blocks, room, goal)
        over = _over_limit(chosen, forced, goal)
        if not over:
            return chosen
        free = [segment for segment in free if segment not in over]


def _over_limit(
    chosen: Sequence[ScoredSegment], forced: Sequence[ScoredSegment], goal: Goal
) -> list[ScoredSegment]:
    """The worst of each group that has more than its limit, one a group."""
    if goal.most_per_group is None:
        return []
    counts = Counter(segment.group for segment in [*chosen, *forced] if segment.group)
    worst: dict[str, ScoredSegment] = {}
    for segment in chosen:
        if counts[segment.group] > goal.most_per_group:
            held = worst.get(segment.group)
            if held is None or goal.value(segment) < goal.value(held):
                worst[segment.group] = segment
    return list(worst.values())


_Block = tuple[list[ScoredSegment], int, int | None]  # with the fewest and the most to take of it


def _fill(blocks: Sequence[_Block], room: int, goal: Goal) -> list[ScoredSegment]:
    """The best choice with between the fewest and the most of each block.

    The table holds for each length the best value of a choice of exactly that length. A block
    that cannot give its fewest within the room gives what it can.
    """
    unit = -(-max(1, room) // _COLUMNS)
    columns = room // unit + 1
    start = np.full(columns, _NONE)
    start[0] = 0.0
    tables: list[_BlockTable] = []
    for inside, least, most in blocks:
        fitting = [s for s in inside if -(-s.length // unit) < columns]
        table = _BlockTable(fitting, start, least, most, unit, goal)
        if not np.isfinite(table.result).any():
            table = _BlockTable(fitting, start, 0, most, unit, goal)
        tables.append(table)
        start = table.result
    length = _best_length(start, room, unit, goal)
    chosen: list[ScoredSegment] = []
    for table in reversed(tables):
        length = table.trace(length, chosen)
    return chosen


def _best_length(values: NDArray[np.float64], room: int, unit: int, goal: Goal) -> int:
    """The column of the best value within the tolerance, else the longest below it."""
    lowest = max(0, room - 2 * goal.tolerance) // unit
    inside = values[lowest:]
    if np.isfinite(inside).any():
        return lowest + int(np.argmax(inside))
    return int(np.flatnonzero(np.isfinite(values))[-1])


class _BlockTable:
    """One block's share of the dynamic programme, with what it takes to trace a choice back.

    Row n holds the best values with n segments of the block, or in the last row of an open block
    with n and more. `_from` remembers for each segment and place which row it was added to.
    """

    def __init__(
        self,
        segments: Sequence[ScoredSegment],
        start: NDArray[np.float64],
        least: int,
        most: int | None,
        unit: int,
        goal: Goal,
    ) -> None:
        self._segments = segments
        self._lengths = [-(-segment.length // unit) for segment in segments]
        self._open = most is None
        rows = np.full((1 + (least if most is None else most), len(start)), _NONE)
        rows[0] = start
        self._from = np.full((len(segments), *rows.shape), -1, np.int8)
        for number, segment in enumerate(segments):
            self._offer(rows, number, goal.value(segment))
        self._row = least + np.argmax(rows[least:], axis=0)
        self.result: NDArray[np.float64] = np.max(rows[least:], axis=0)

    def _offer(self, rows: NDArray[np.float64], number: int, value: float) -> None:
        """Add a segment wherever that is better; last row first, so that it is taken once."""
        last, length = len(rows) - 1, self._lengths[number]
        for row in range(last, -1, -1):
            sources = [row] if self._open and row == last else []
            sources += [row - 1] if row else []
            offers = [
                (rows[source, : rows.shape[1] - length] + value, source) for source in sources
            ]
            for offered, source in offers:
                target = rows[row, length:]
                better = offered > target
                np.copyto(target, offered, where=better)
                np.copyto(self._from[number, row, length:], np.int8(source), where=better)

    def trace(self, column: int, chosen: list[ScoredSegment]) -> int:
        """Add the segments of the best choice of `column`; the column of the blocks before."""
        row = int(self._row[column])
        for number in range(len(self._segments) - 1, -1, -1):
            source = int(self._from[number, row, column])
            if source >= 0:
                chosen.append(self._segments[number])
                column -= self._lengths[number]
                row = source
        return column


def _left_out(
    ordered: Sequence[ScoredSegment], chosen: Sequence[ScoredSegment], goal: Goal
) -> dict[str, str]:
    """Why each other segment is not in: what it lost its place to, or what it would need."""
    inside = {segment.key for segment in chosen}
    spare = goal.budget + goal.tolerance - sum(segment.length for segment in chosen)
    by_value = sorted(chosen, key=goal.value)
    reasons: dict[str, str] = {}
    for segment in ordered:
        if segment.key not in inside:
            reasons[segment.key] = _reason(segment, by_value, spare, goal)
    return reasons


def _reason(
    segment: ScoredSegment, by_value: Sequence[ScoredSegment], spare: int, goal: Goal
) -> str:
    if segment.banned:
        return "You left it out."
    value = goal.value(segment)
    for other in by_value:
        if other.length + spare >= segment.length and goal.value(other) >= value:
            return f"Lost its place to {other.key}."
    need, left = segment.length / goal.rate, max(0, spare) / goal.rate
    return f"It needs {need:.1f} s; the reel has {left:.1f} s left."
