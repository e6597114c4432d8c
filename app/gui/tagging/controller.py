"""Events in the window: what the actions do, and what keeps timeline and panel in step."""

from functools import partial

from PySide6.QtCore import QObject

from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from app.gui.tagging.event_models import EventModelChoice
from app.gui.tagging.event_review import EventReview

BOUNCE, HIT = "bounce", "hit"


class TaggingController(Feature[ReviewSession]):
    """The events of the video under review."""

    def __init__(self, context: WindowContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._review: EventReview | None = None

    def enter(self, session: ReviewSession) -> None:
        super().enter(session)
        context = self._context
        self._review = review = EventReview(session, context.settings)
        EventModelChoice(context, session)
        review.gestures.refused.connect(context.notifications.show)
        review.accepted.connect(partial(context.notifications.show, kind="done"))
        review.selection.changed.connect(self.commands_changed)
        review.selection.current_changed.connect(self.commands_changed)
        session.page.events.action_asked.connect(context.actions.perform)

    def leave(self) -> None:
        super().leave()
        if self._review is not None:
            self._review.judging.stop()
        self._review = None

    def commands(self) -> Commands:
        if (review := self._review) is None:
            return {}
        gestures, add, reclass = review.gestures, review.add, review.reclass
        offered: Commands = {
            "add_hit": partial(add, HIT),
            "add_bounce": partial(add, BOUNCE),
            "add_event": review.add_chosen,
            "next_event": review.go_to_next,
            "previous_event": review.go_to_previous,
            "accept_event": review.accept,
            "reject_event": review.reject,
            "accept_events": review.accept_all,
            "earlier": partial(review.move, -1),
            "later": partial(review.move, 1),
            "to_hit": partial(reclass, HIT),
            "to_bounce": partial(reclass, BOUNCE),
            "reclass_event": review.reclass_to_chosen,
            "delete_event": gestures.delete,
            "show_events": review.toggle_panel,
        }
        return offered
