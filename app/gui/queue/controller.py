"""The review queue as the window knows it: what its actions do, and where it leads by itself."""

from functools import partial

from PySide6.QtCore import QObject

from app.gui.queue.review_queue import ReviewQueue
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from storage.quantities import plural


class QueueController(Feature[ReviewSession]):
    """The doubtful places of the video under review."""

    def __init__(self, context: WindowContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._queue: ReviewQueue | None = None

    @property
    def queue(self) -> ReviewQueue | None:
        """The queue of the video under review."""
        return self._queue

    def enter(self, session: ReviewSession) -> None:
        super().enter(session)
        context = self._context
        self._queue = queue = ReviewQueue(session, context.library, context.jobs, context.settings)
        queue.refused.connect(context.notifications.show)
        queue.ready.connect(self._lead)
        session.page.queue.action_asked.connect(context.actions.perform)

    def leave(self) -> None:
        super().leave()
        self._queue = None

    def commands(self) -> Commands:
        if (queue := self._queue) is None:
            return {}
        return {
            "next_doubtful": queue.go_to_next,
            "previous_doubtful": queue.go_to_previous,
            "accept_place": queue.accept,
            "reject_place": queue.reject,
            "absent_place": queue.mark_absent,
            "take_compared": queue.take_compared,
            "loop_places": queue.toggle_loop,
        }

    def _lead(self, places: int, seconds: float) -> None:
        """Tracking is done: say what there is to do, and offer to begin."""
        show = self._context.notifications.show
        if not places:
            show("The ball is tracked. No place wants a look.", "", "done")
            return
        key = self._context.actions.key_texts()["next_doubtful"]
        want = "wants" if places == 1 else "want"
        minutes = plural(max(round(seconds / 60), 1), "minute")
        show(
            f"{plural(places, 'place')} {want} a look, about {minutes}.",
            f"{key}: the first one." if key else "",
            "done",
            ("Start", partial(self._context.actions.perform, "next_doubtful")),
        )
