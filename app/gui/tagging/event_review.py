"""The events of one video under review: goes to them, edits them, shows them."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.gui.review.session import ReviewSession
from app.gui.shell.settings import Settings
from app.gui.tagging.event_gestures import EventGestures
from app.gui.tagging.event_judging import EventJudging
from app.gui.tagging.event_selection import EventSelection
from app.gui.tagging.event_thresholds import EventThresholds
from inference.review.event_edits import ListedEvent
from storage.quantities import percent, plural
from storage.records import Event
from widgets.events.confusion_matrix import Cell, cell_text
from widgets.events.threshold_sliders import ClassThreshold

USUAL_CLASSES = ("hit", "bounce", "serve")
_LONG_LIST = "Track the ball, or mark events yourself."
_ALWAYS = {"add_hit", "add_bounce", "add_event", "next_event", "previous_event", "accept_events"}
_OF_ONE = {"accept_event", "reject_event", "earlier", "later", "reclass_event", "delete_event"}


class EventReview(QObject):
    """Connects labels, player, timeline and panel of one video, where they are about events."""

    accepted = Signal(str, str)  # in bulk: title, advice

    def __init__(self, session: ReviewSession, settings: Settings) -> None:
        super().__init__(session)
        self._session = session
        self._page = session.page
        video, frames = session.opened.video.fingerprint, len(session.opened.table)
        self._thresholds = EventThresholds(settings, self)
        self._follow_model()
        session.labels.moments_changed.connect(self._follow_model)
        self.selection = EventSelection(session.labels, video, self._thresholds, self)
        self.gestures = EventGestures(session.labels, self.selection, video, frames, self)
        self.judging = EventJudging(session.labels, self._thresholds, session.jobs, self)
        self._moved: tuple[UUID, int] | None = None  # an event and where the picture followed it
        self._page.events.set_times(session.opened.table.times)
        self._connect()
        self._compare()
        self._show_events()
        self._look()

    def _connect(self) -> None:
        page = self._page
        self.selection.changed.connect(self._show_events)
        self.selection.current_changed.connect(self._show_current)
        self._session.player.frame_shown.connect(self._look)
        page.events.row_chosen.connect(self._go_to_row)
        page.events.threshold_changed.connect(self._thresholds.set)
        page.events.cell_chosen.connect(self._go_to_example)
        self.judging.changed.connect(self._show_judged)
        page.timeline.event_chosen.connect(self._choose)
        self._thresholds.changed.connect(self._compare)
        self._session.event_comparison.changed.connect(self._show_compared)

    def add(self, name: str) -> None:
        """Mark an event of a class in the frame on screen, while it plays, too."""
        self.gestures.add(self._session.view.frame, name)

    def add_chosen(self) -> None:
        """Mark an event of the class that stands in the panel."""
        if name := self._chosen_class():
            self.add(name)

    def reclass(self, name: str) -> None:
        self.gestures.reclass(name)

    def reclass_to_chosen(self) -> None:
        """Change the current event to the class that stands in the panel."""
        if name := self._chosen_class():
            self.reclass(name)

    def accept(self) -> None:
        """Accept the current event and, at rest, go on to the next proposal."""
        following = self.selection.after(proposed=True)
        self.gestures.accept()
        self._go_on(following)

    def reject(self) -> None:
        """Reject the current event and, at rest, go on to the next proposal."""
        following = self.selection.after(proposed=True)
        self.gestures.reject()
        self._go_on(following)

    def accept_all(self) -> None:
        """Accept all listed proposals, of the range where one is set, in one gesture."""
        frames = self._session.in_out_range.frames
        if count := self.gestures.accept_all(frames):
            where = " in the range" if frames is not None else ""
            self.accepted.emit(f"{plural(count, 'event')} accepted{where}.", "Undo takes it back.")

    def move(self, by: int) -> None:
        """Move the current event by frames; at rest the picture goes with it."""
        current = self.selection.current
        if current is not None and not self._session.player.playing:
            self._moved = (self.selection.id_of(current), current.event.frame)
        self.gestures.move(by)

    def go_to_next(self) -> None:
        self._go_on_or_say(self.selection.after(), "There is no event after this frame.")

    def go_to_previous(self) -> None:
        self._go_on_or_say(self.selection.before(), "There is no event before this frame.")

    def toggle_panel(self) -> None:
        """Show the events in the panel, or the ball again."""
        self._page.show_events(not self._page.shows_events)

    def _chosen_class(self) -> str:
        name = self._page.events.chosen_class
        if not name:
            self.gestures.refused.emit("No class is chosen.", "Choose one in the panel Events.")
        return name

    def _go_on(self, listed: ListedEvent | None) -> None:
        if listed is not None and not self._session.player.playing:
            self._go_to(listed)

    def _go_on_or_say(self, listed: ListedEvent | None, otherwise: str) -> None:
        if listed is None:
            advice = _LONG_LIST if not len(self.selection) else ""
            self.gestures.refused.emit(otherwise, advice)
        else:
            self._go_to(listed)

    def _go_to(self, listed: ListedEvent) -> None:
        self._session.player.pause()
        self._session.player.seek(listed.event.frame)
        self.selection.choose(listed)

    def _go_to_row(self, row: int) -> None:
        self._go_to(self.selection.listed(row))

    def _choose(self, event: Event) -> None:
        """An event was pressed on the timeline, which goes to its frame."""
        if (listed := self.selection.find(event)) is not None:
            self.selection.choose(listed)

    def _look(self) -> None:
        self.selection.look_at(self._session.view.frame)

    def _show_judged(self) -> None:
        judging = self.judging
        self._page.events.set_judged(judging.names, judging.counts, judging.curves)

    def _go_to_example(self, cell: Cell) -> None:
        """Go to the next example of a cell of the matrix, the worst first."""
        if (example := self.judging.next_example(cell)) is None:
            return
        judgement, place, count = example
        self._session.player.pause()
        self._session.player.seek(judgement.frame)
        sure = f" ({percent(judgement.confidence)})" if judgement.predicted else ""
        self.gestures.refused.emit(f"{place} of {count}: {cell_text(cell)}{sure}.", "")

    def _compare(self) -> None:
        self._session.event_comparison.set_thresholds(self._thresholds.of)

    def _show_compared(self) -> None:
        self._page.timeline.set_compared_events(self._session.event_comparison.compared)

    def _follow_model(self) -> None:
        self._thresholds.set_model(self._session.labels.model_thresholds)

    def _show_events(self) -> None:
        labels, columns = self._session.labels, self.selection.columns
        self._page.timeline.set_events(columns)
        self._page.events.set_events(columns.events, len(labels.proposed))
        self._page.events.set_thresholds(self._class_thresholds())
        others = sorted(set(labels.event_index.columns.names) - set(USUAL_CLASSES))
        self._page.events.set_classes([*USUAL_CLASSES, *others])
        self._follow_moved()
        self._show_current()

    def _show_current(self) -> None:
        current = self.selection.current
        event = current.event if current is not None else None
        self._page.timeline.set_current_event(event)
        self._page.events.set_current(event, self.selection.row)
        self._page.events.set_enabled_actions(_ALWAYS | (_OF_ONE if current else set()))

    def _follow_moved(self) -> None:
        """Show the frame of an event that has been moved; quick moves come one by one."""
        current = self.selection.current
        if self._moved is None or current is None or current.id != self._moved[0]:
            return
        if (frame := current.event.frame) != self._moved[1]:
            self._moved = (self._moved[0], frame)
            self._session.player.seek(frame)

    def _class_thresholds(self) -> list[ClassThreshold]:
        total = self._session.labels.event_index.count_proposed()
        shown = self.selection.shown_proposals
        return [
            ClassThreshold(name, self._thresholds.of(name), shown[name], count)
            for name, count in total.items()
            if count
        ]
