"""Which events of a video are listed, and which one of them a gesture is about."""

from uuid import UUID

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.gui.review.label_model import LabelModel
from app.gui.tagging.event_thresholds import EventThresholds
from inference.review.event_edits import ListedEvent, answer_id
from storage.records import Event, Review
from widgets.events.event_columns import EventColumns

NEAR = 5  # frames from the shown one within which an event is the current one


class EventSelection(QObject):
    """People's events, and proposals at least as sure as the threshold of their class.

    The current event is the one that was gone to, while the picture stays near it, else the one
    nearest to the shown frame.
    """

    changed = Signal()  # the listed events, and which one is current
    current_changed = Signal()  # another one of the same list

    def __init__(
        self,
        labels: LabelModel,
        video: str,
        thresholds: EventThresholds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = labels
        self._video = video
        self._thresholds = thresholds
        self._index = labels.event_index
        self._rows = self._index.rows(thresholds.of)
        self._columns = self._index.columns
        self._frame = 0
        self._chosen: UUID | None = None
        self._row = -1
        labels.moments_changed.connect(self.refresh)
        thresholds.changed.connect(self.refresh)
        self.refresh()

    def __len__(self) -> int:
        return len(self._rows)

    def listed(self, row: int) -> ListedEvent:
        """What is listed in a row; rows are in time order."""
        return self._index.listed(int(self._rows[row]))

    def find(self, event: Event) -> ListedEvent | None:
        """The listed one of an event that is shown."""
        for row in range(self._row_at(event.frame), self._row_at(event.frame + 1)):
            if self._columns.events[row] == event:
                return self.listed(row)
        return None

    @property
    def columns(self) -> EventColumns:
        """The listed events without their ids."""
        return self._columns

    @property
    def shown_proposals(self) -> dict[str, int]:
        """How many proposals of each class are listed."""
        return self._index.count_proposed(self._rows)

    @property
    def current(self) -> ListedEvent | None:
        """What a gesture is about now."""
        return None if self._row < 0 else self.listed(self._row)

    @property
    def row(self) -> int:
        """Where the current event is among the listed ones, -1 for none."""
        return self._row

    def id_of(self, listed: ListedEvent) -> UUID:
        """The id of the label; of a proposal, the one that its answer will have."""
        return answer_id(self._video, listed.event) if listed.id is None else listed.id

    def proposals(self, frames: range | None = None) -> list[ListedEvent]:
        """The listed proposals that nobody has answered, in `frames` or everywhere."""
        first, stop = (0, len(self)) if frames is None else map(self._row_at, _ends(frames))
        return [self.listed(row) for row in self._open_rows(first, stop, proposed=True)]

    def look_at(self, frame: int) -> None:
        """`frame` is on screen now."""
        self._frame = frame
        self._update_current()

    def choose(self, listed: ListedEvent) -> None:
        """Make an event the current one, as long as the picture is near it."""
        self._chosen = self.id_of(listed)
        self._update_current()

    def after(self, proposed: bool = False) -> ListedEvent | None:
        """The next event that is not rejected, or the next proposal."""
        following = self._open_rows(self._place() + 1, len(self), proposed)
        return self.listed(following[0]) if following else None

    def before(self) -> ListedEvent | None:
        """The event before that is not rejected."""
        stop = self._row if self._row >= 0 else self._row_at(self._frame)
        earlier = self._open_rows(0, stop)
        return self.listed(earlier[-1]) if earlier else None

    def refresh(self) -> None:
        """List again what the labels say."""
        self._index = self._labels.event_index
        self._rows = self._index.rows(self._thresholds.of)
        self._columns = self._index.columns.part(self._rows)
        self._row = self._find()
        self.changed.emit()

    def _place(self) -> int:
        """The row of the current event, or of the last one up to the shown frame."""
        return self._row if self._row >= 0 else self._row_at(self._frame + 1) - 1

    def _open_rows(self, first: int, stop: int, proposed: bool = False) -> list[int]:
        """Of the rows from `first` to `stop` those that are not rejected, or proposals only."""
        part = self._rows[first:stop]
        wanted = self._index.proposed[part] if proposed else ~self._index.columns.rejected[part]
        return (first + np.flatnonzero(wanted)).tolist()

    def _row_at(self, frame: int) -> int:
        """The first row from a frame on."""
        return int(np.searchsorted(self._columns.frames, frame))

    def _update_current(self) -> None:
        if (row := self._find()) != self._row:
            self._row = row
            self.current_changed.emit()

    def _find(self) -> int:
        """The row of the event that is current now; -1 for none."""
        near = range(self._row_at(self._frame - NEAR), self._row_at(self._frame + NEAR + 1))
        for row in near:
            if self.id_of(self.listed(row)) == self._chosen:
                return row
        if near:
            self._chosen = None
        return min(near, key=self._distance, default=-1)

    def _distance(self, row: int) -> tuple[int, bool, str]:
        event = self._columns.events[row]
        return abs(event.frame - self._frame), event.review is Review.REJECTED, event.name


def _ends(frames: range) -> tuple[int, int]:
    return frames.start, frames.stop
