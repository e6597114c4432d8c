"""All that the window does with sync, in one place to be connected."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Commands, Feature
from app.gui.sync.assignments import Assignments
from app.gui.sync.background import BackgroundSync, SyncState
from app.gui.sync.conflict_review import ConflictReview
from app.gui.sync.label_history import LabelHistory
from app.workflows.settings import SYNC_MODES
from storage.cloud.s3.errors import Offline
from storage.quantities import plural
from widgets.cloud.sync_status import Mood, SyncStatus, SyncWords


class SyncController(Feature[ReviewSession]):
    """The background job, its indicator, and what it brings to the video under review."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._conflicts: ConflictReview | None = None
        self._assignments: Assignments | None = None
        self.background = BackgroundSync(
            context.library, context.writer, context.jobs, context.settings, self
        )
        self.indicator = SyncStatus(SYNC_MODES)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.background.changed.connect(self._show)
        self.background.received.connect(self._take_in)
        self.indicator.sync_asked.connect(self.sync_now)
        self.indicator.conflicts_asked.connect(self.show_conflicts)
        self.indicator.settings_asked.connect(partial(self._context.actions.perform, "place"))
        self.indicator.publishing_asked.connect(self.background.publish_again)
        self.indicator.mode_chosen.connect(self._set_mode)

    def follow_settings(self) -> None:
        """The place or the mode has changed."""
        self.background.follow_settings()

    def commands(self) -> Commands:
        if self._conflicts is None or self._assignments is None:
            return {"sync": self.sync_now}
        return {
            "sync": self.sync_now,
            "conflicts": self._conflicts.toggle,
            "history": self._show_history,
            "assignments": self._assignments.ask,
            "take": self._assignments.take,
        }

    def enter(self, session: ReviewSession) -> None:
        super().enter(session)
        context = self._context
        self._conflicts = ConflictReview(session, context.writer)
        self._assignments = Assignments(session, context.writer, context.settings, self._window)
        session.labels.edited.connect(self.background.poll)
        session.labels.left_alone.connect(self._tell_left)
        session.tracking.started.connect(partial(self.background.set_tracking, True))
        session.tracking.ended.connect(partial(self.background.set_tracking, False))
        self.background.set_open(session.opened.video.fingerprint)

    def leave(self) -> None:
        super().leave()
        self._conflicts = self._assignments = None
        self.background.set_open(None)
        self.background.set_tracking(False)

    def close(self) -> None:
        self.background.close()

    def sync_now(self) -> None:
        if self.background.state.place is None:
            self._context.notifications.show(
                "No S3 location is set.",
                "Choose one to share labels with others.",
                "info",
                ("Choose…", partial(self._context.actions.perform, "place")),
            )
        elif self.background.state.mode == "off":
            self._context.notifications.show(
                "Sync is off.", "Turn it on at the bottom right of the window."
            )
        else:
            self.background.sync_now()

    def show_conflicts(self) -> None:
        if self._conflicts is not None:
            self._conflicts.open()
        else:
            self._context.notifications.show(
                "Conflicts are shown on the picture.", "Open the video that has the conflicts."
            )

    def _show_history(self) -> None:
        if self._session is not None:
            video, frame = self._session.opened.video.fingerprint, self._session.view.frame
            LabelHistory(self._context.writer, video, frame, self._window)

    def _set_mode(self, mode: str) -> None:
        self._context.settings.set_sync_mode(mode)
        self.background.follow_settings()

    def _show(self) -> None:
        state = self.background.state
        self.indicator.set_words(sync_words(state))
        self.indicator.set_mode(state.mode, state.place is not None)

    def _take_in(self) -> None:
        """Show labels of others that have come into the library."""
        if self._session is not None:
            self._session.read_labels()

    def _tell_left(self, number: int) -> None:
        labels, them = (
            ("One label was", "it") if number == 1 else (f"{number:,} labels were", "them")
        )
        self._context.notifications.show(
            f"{labels} not changed.", f"Someone else has changed or confirmed {them} since."
        )


def sync_words(state: SyncState) -> SyncWords:
    """The state of sync for people."""
    mood, words = _mood_and_text(state)
    if number := state.conflicts:
        words = f"{words} · {plural(number, 'conflict')}"
        mood = mood if mood == "attention" else "conflict"
    return SyncWords(mood, words, _details(state), state.conflicts, _can_publish_again(state))


def _mood_and_text(state: SyncState) -> tuple[Mood, str]:
    waiting = state.waiting
    if state.place is None:
        return "quiet", "Not shared"
    if state.issues or (state.error is not None and not isinstance(state.error, Offline)):
        return "attention", "Sync needs your attention"
    done, total = state.steps
    if state.running and total:
        return "working", f"Syncing, {done:,} of {total:,}"
    if waiting:
        offline = "Offline, " if state.error is not None else ""
        return "waiting", f"{offline}{plural(waiting, 'edit')} to send"
    if state.error is not None:
        return "waiting", "Offline"
    if state.synced is not None:
        return "done", f"Synced at {state.synced:%H:%M}"
    return "quiet", "Not synced yet"


def _details(state: SyncState) -> str:
    """The details: problems with their advice first, then location, mode and times."""
    lines = [f"{issue.title} {issue.advice}".strip() for issue in state.issues]
    if state.error is not None:
        lines.insert(0, f"{state.error.title} {state.error.advice}".strip())
    if state.place is None:
        lines.append("Labels are only on this computer. Choose an S3 location to share them.")
    else:
        lines.append(f"{state.place.url}, sync is {state.mode}.")
    if state.waiting:
        lines.append(f"{plural(state.waiting, 'edit')} of yours saved here, waiting to be sent.")
    if state.synced is not None:
        lines.append(f"The last sync was at {state.synced:%H:%M:%S}.")
    return "\n".join(lines)


def _can_publish_again(state: SyncState) -> bool:
    """Whether labels were removed from the bucket, and can be published again."""
    return any(issue.kind == "removed" for issue in state.issues)
