"""The events of a video as the window lists them: people's and a model's, in time order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from inference.review.event_edits import ListedEvent
from storage.records import Event
from widgets.events.event_columns import EventColumns


@dataclass(frozen=True, eq=False)
class EventIndex:
    """All events, sorted once on the thread that reads them; a threshold only picks rows.

    Twenty thousand events take a tenth of a second to sort: too long for the GUI thread.
    """

    columns: EventColumns
    ids: Sequence[UUID | None]
    proposed: NDArray[np.bool_]
    confidence: NDArray[np.float64]

    @classmethod
    def of(cls, events: Mapping[UUID, Event], proposed: Sequence[Event]) -> "EventIndex":
        """List people's `events` by id, and the events `proposed` beside them."""
        ids = [*events, *(None for _ in proposed)]
        columns = EventColumns.of([*events.values(), *proposed])
        return cls(
            columns,
            [ids[place] for place in columns.places.tolist()],
            columns.places >= len(events),
            np.array([event.confidence for event in columns.events], np.float64),
        )

    def __len__(self) -> int:
        return len(self.columns)

    def listed(self, row: int) -> ListedEvent:
        """The event in a row with its id."""
        return ListedEvent(self.columns.events[row], self.ids[row])

    def rows(self, threshold: Callable[[str], float]) -> NDArray[np.int64]:
        """People's events, and proposals at least as sure as the threshold of their class."""
        least = np.array([threshold(name) for name in self.columns.classes], np.float64)
        if not len(least):
            return np.zeros(0, np.int64)
        return np.flatnonzero(~self.proposed | (self.confidence >= least[self.columns.codes]))

    def count_proposed(self, rows: NDArray[np.int64] | None = None) -> dict[str, int]:
        """How many proposals of each class there are, in these rows or in all."""
        chosen = self.proposed if rows is None else self.proposed[rows]
        codes = self.columns.codes if rows is None else self.columns.codes[rows]
        counts = np.bincount(codes[chosen], minlength=len(self.columns.classes))
        return dict(zip(self.columns.classes, counts.tolist(), strict=True))
