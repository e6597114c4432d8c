"""Which events of a video are listed, and which one of them a gesture is about."""

from bisect import bisect_left
from collections.abc import Iterator
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.gui.review.label_model import LabelModel
from app.gui.tagging.event_thresholds import EventThresholds
from inference.review.event_edits import ListedEvent, answer_id
from storage.records import Event, Review

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
        self._listed: list[ListedEvent] = []
        self._frames: list[int] = []
        self._frame = 0
        self._chosen: UUID | None = None
        self._row = -1
        labels.moments_changed.connect(self.refresh)
        thresholds.changed.connect(self.refresh)
        self.refresh()

    @property
    def listed(self) -> list[ListedEvent]:
        """All that is listed, in time order."""
        return self._listed

    @property
    def events(self) -> list[Event]:
        """The listed events without their ids."""
        return [listed.event for listed in self._listed]

    @property
    def current(self) -> ListedEvent | None:
        """What a gesture is about now."""
        return None if self._row < 0 else self._listed[self._row]

    @property
    def row(self) -> int:
        """Where the current event is among the listed ones, -1 for none."""
        return self._row

    def id_of(self, listed: ListedEvent) -> UUID:
        """The id of the label; of a proposal, the one that its answer will have."""
        return answer_id(self._video, listed.event) if listed.id is None else listed.id

    def proposals(self, frames: range | None = None) -> list[ListedEvent]:
        """The listed proposals that nobody has answered, in `frames` or everywhere."""
        return [
            listed
            for listed in self._listed
            if listed.is_proposed and (frames is None or listed.event.frame in frames)
        ]

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
        start = self._place() + 1
        return next(_wanted(self._listed[start:], proposed), None)

    def before(self) -> ListedEvent | None:
        """The event before that is not rejected."""
        stop = self._row if self._row >= 0 else bisect_left(self._frames, self._frame)
        return next(_wanted(self._listed[:stop][::-1]), None)

    def refresh(self) -> None:
        """List again what the labels say."""
        people = [ListedEvent(event, id) for id, event in self._labels.events.items()]
        proposed = [ListedEvent(e) for e in self._labels.proposed if self._thresholds.passes(e)]
        self._listed = sorted([*people, *proposed], key=_order)
        self._frames = [listed.event.frame for listed in self._listed]
        self._row = self._find()
        self.changed.emit()

    def _place(self) -> int:
        """The row of the current event, or of the last one up to the shown frame."""
        return self._row if self._row >= 0 else bisect_left(self._frames, self._frame + 1) - 1

    def _update_current(self) -> None:
        if (row := self._find()) != self._row:
            self._row = row
            self.current_changed.emit()

    def _find(self) -> int:
        """The row of the event that is current now; -1 for none."""
        first = bisect_left(self._frames, self._frame - NEAR)
        near = range(first, bisect_left(self._frames, self._frame + NEAR + 1))
        for row in near:
            if self.id_of(self._listed[row]) == self._chosen:
                return row
        if near:
            self._chosen = None
        return min(near, key=self._distance, default=-1)

    def _distance(self, row: int) -> tuple[int, bool, str]:
        event = self._listed[row].event
        return abs(event.frame - self._frame), event.review is Review.REJECTED, event.name


def _order(listed: ListedEvent) -> tuple[int, str, bool]:
    return listed.event.frame, listed.event.name, listed.is_proposed


def _wanted(listed: list[ListedEvent], proposed: bool = False) -> Iterator[ListedEvent]:
    return (
        one
        for one in listed
        if (one.is_proposed if proposed else one.event.review is not Review.REJECTED)
    )
