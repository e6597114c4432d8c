"""The text of the sync indicator: a few words, and the details of its tool tip."""

from app.gui.sync.background import SyncState
from storage.cloud.s3.errors import Offline
from storage.quantities import plural
from widgets.cloud.sync_status import Mood, SyncWords


def sync_words(state: SyncState) -> SyncWords:
    """The state of sync for people."""
    mood, words = _now(state)
    if number := state.conflicts:
        words = f"{words} · {plural(number, 'conflict')}"
        mood = mood if mood == "attention" else "conflict"
    return SyncWords(mood, words, _details(state), state.conflicts, _removed(state))


def _now(state: SyncState) -> tuple[Mood, str]:
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


def _removed(state: SyncState) -> bool:
    """Whether labels were removed from the bucket, and can be published again."""
    return any(issue.kind == "removed" for issue in state.issues)
