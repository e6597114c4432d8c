"""The user's gestures on events: each becomes one undoable edit."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.gui.review.label_model import LabelModel
from app.gui.tagging.event_selection import EventSelection
from inference.review import event_edits
from inference.review.event_edits import Edits, ListedEvent

NO_EVENT = ("There is no event here.", "Go to one, or mark one.")
NOT_YOURS = ("A model proposes this event.", "Reject it, so that it stays away.")
AT_THE_END = ("The event is at the end of the video.", "It cannot be moved any further.")
NO_PROPOSALS = (
    "There are no proposals to accept.",
    "Lower a threshold to see more of them, or clear the in and out points.",
)


class EventGestures(QObject):
    """Turns actions into edits. What makes no sense here is said, and changes nothing."""

    refused = Signal(str, str)  # title, advice

    def __init__(
        self,
        labels: LabelModel,
        selection: EventSelection,
        video: str,
        frames: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = labels
        self._selection = selection
        self._video = video
        self._frames = frames

    def add(self, frame: int, name: str) -> None:
        """Mark an event of a class in `frame`; where a model proposes just that, accept it."""
        taken = f"There is already an event “{name}” in this frame."
        self._labels.write(
            lambda _: self._added(frame, name), partial(self.refused.emit, taken, "")
        )

    def accept(self) -> None:
        self._write(lambda listed: event_edits.accept(self._video, [listed]))

    def accept_all(self, frames: range | None) -> int:
        """Accept all listed proposals in `frames`, or everywhere, at once; says how many."""
        proposals = self._selection.proposals(frames)
        if proposals:
            self._labels.write(lambda _: event_edits.accept(self._video, proposals))
        else:
            self.refused.emit(*NO_PROPOSALS)
        return len(proposals)

    def reject(self) -> None:
        self._write(lambda listed: event_edits.reject(self._video, listed))

    def move(self, by: int) -> None:
        """Move the current event by frames."""
        video, frames = self._video, self._frames
        self._write(lambda listed: event_edits.move(video, listed, by, frames), AT_THE_END)

    def reclass(self, name: str) -> None:
        self._write(lambda listed: event_edits.reclass(self._video, listed, name))

    def delete(self) -> None:
        """Take a person's word back; what a model proposed is proposed again."""
        self._write(event_edits.delete, NOT_YOURS)

    def _write(
        self, gesture: Callable[[ListedEvent], Edits], otherwise: tuple[str, str] | None = None
    ) -> None:
        """Write a gesture on the current event as it is once all before it is on disk."""
        current = self._selection.current
        if current is None:
            self.refused.emit(*NO_EVENT)
            return
        self._selection.choose(current)

        def edits(_: object) -> Edits:
            latest = self._latest(current)
            return gesture(latest) if latest is not None else {}

        refused = partial(self.refused.emit, *otherwise) if otherwise else lambda: None
        self._labels.write(edits, refused)

    def _latest(self, listed: ListedEvent) -> ListedEvent | None:
        id = self._selection.id_of(listed)
        if (event := self._labels.events.get(id)) is not None:
            return ListedEvent(event, id)
        return listed if listed.is_proposed else None

    def _added(self, frame: int, name: str) -> Edits:
        place = (frame, name)
        if any((event.frame, event.name) == place for event in self._labels.events.values()):
            return {}
        proposed = [e for e in self._labels.proposed if (e.frame, e.name) == place]
        if proposed:
            return event_edits.accept(self._video, [ListedEvent(proposed[0])])
        return event_edits.add(frame, name)
