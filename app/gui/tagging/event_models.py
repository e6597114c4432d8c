"""Which model finds events in the path of the ball: the list in the panel, and a choice at work."""

from functools import partial

from PySide6.QtCore import QObject

from app.gui.jobs.jobs import at_once
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.workflows.analysis.find_events import event_models, find_events
from storage.library.library import Library
from storage.library.predictions.runs import active_run

_LOOK = "Finding events"


class EventModelChoice(QObject):
    """Remembers the choice for the library; the shown path of the ball is read again at once."""

    def __init__(self, context: WindowContext, session: ReviewSession) -> None:
        super().__init__(session)
        self._context = context
        self._session = session
        session.page.events.model_chosen.connect(self.choose)
        job = context.jobs.start(at_once(partial(event_models, context.library)))
        job.succeeded.connect(self._show)

    def choose(self, name: str) -> None:
        """Let the model `name` find the events from now on, in this path of the ball to begin with.

        What another one has found stays in the list of analyses.
        """
        self._context.settings.set_event_model(self._context.library.folder, name)
        work = at_once(partial(_find, self._context.library, self._session, name))
        self._context.workflows.run(_LOOK, work, self._end)

    def _show(self, names: list[str]) -> None:
        self._session.page.events.set_models(names, self._session.models.events_model)

    def _end(self, _: object) -> None:
        self._session.read_labels()


def _find(library: Library, session: ReviewSession, model: str) -> None:
    opened = session.opened
    with library.connect() as db:
        ball = active_run(db, opened.video.fingerprint)
    if ball is not None:
        find_events(library, opened.video, opened.table, ball, model)
