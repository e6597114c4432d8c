"""Events as columns: what lists and lanes of many events need, without a step for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from storage.records import Event, Review

_REJECTED = 3.0


@dataclass(frozen=True, eq=False)
class EventColumns:
    """Events in time order, and what is sorted and counted by. Made once, off the GUI thread."""

    events: Sequence[Event]
    frames: NDArray[np.int64]
    classes: tuple[str, ...]  # in the order of the alphabet
    codes: NDArray[np.int64]  # of each event: the place of its class in `classes`
    ranks: NDArray[np.float64]  # which of several events in one place is seen: the lowest
    places: NDArray[np.int64]  # of each event: where it was among those that were given

    @classmethod
    def of(cls, events: Sequence[Event]) -> "EventColumns":
        """The columns of `events`, sorted by frame, class and rank."""
        classes = tuple(sorted({event.name for event in events}))
        code_of = {name: code for code, name in enumerate(classes)}
        frames = np.fromiter((event.frame for event in events), np.int64, len(events))
        codes = np.fromiter((code_of[event.name] for event in events), np.int64, len(events))
        ranks = np.fromiter(map(_rank, events), np.float64, len(events))
        order = np.lexsort((ranks, codes, frames))
        listed = [events[row] for row in order]
        return cls(listed, frames[order], classes, codes[order], ranks[order], order)

    def __len__(self) -> int:
        return len(self.events)

    @property
    def names(self) -> list[str]:
        """The classes of these events, in the order of the alphabet."""
        counts = np.bincount(self.codes, minlength=len(self.classes))
        return [name for name, count in zip(self.classes, counts, strict=True) if count]

    @property
    def rejected(self) -> NDArray[np.bool_]:
        """Of each event: whether a person says that it is not so."""
        return self.ranks >= _REJECTED

    def part(self, rows: NDArray[np.int64]) -> "EventColumns":
        """The events in these rows."""
        events = _Picked(self.events, rows)
        columns = (self.codes[rows], self.ranks[rows], self.places[rows])
        return EventColumns(events, self.frames[rows], self.classes, *columns)

    def rows_of(self, names: Sequence[str]) -> NDArray[np.int64]:
        """The rows of these classes, in time order."""
        wanted = [code for code, name in enumerate(self.classes) if name in names]
        return np.flatnonzero(np.isin(self.codes, wanted))


class _Picked(Sequence[Event]):
    """Some of many events, looked up when they are asked for: most of a list is never seen."""

    def __init__(self, events: Sequence[Event], rows: NDArray[np.int64]) -> None:
        self._events, self._rows = events, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, row: int) -> Event: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Event]: ...

    def __getitem__(self, row: int | slice) -> Event | Sequence[Event]:
        if isinstance(row, slice):
            return _Picked(self._events, self._rows[row])
        return self._events[int(self._rows[row])]


def _rank(event: Event) -> float:
    """A person's word before a proposal, the surer one first; what is rejected comes last."""
    if event.review is Review.REJECTED:
        return _REJECTED
    return 2 - event.confidence if event.review is Review.UNREVIEWED else 0.0
