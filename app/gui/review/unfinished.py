"""Tracking that was at work when the window was closed: remembered, and offered again."""

from dataclasses import dataclass
from pathlib import Path

from app.gui.review.session import ReviewSession
from app.gui.shell.settings import Settings

_PURPOSE = "unfinished"


@dataclass(frozen=True, slots=True)
class UnfinishedTracking:
    """Which video, and which frames of it; None for all."""

    video: Path
    frames: range | None = None


def remember_tracking(settings: Settings, session: ReviewSession) -> None:
    """Keep in mind what is being tracked now, for the next start."""
    if (frames := session.tracking.frames) is None:
        return
    values = {"video": str(session.opened.video.path)}
    if len(frames) < len(session.opened.table):
        values |= {"first": str(frames.start), "stop": str(frames.stop)}
    settings.remember(_PURPOSE, {"first": "", "stop": "", **values})


def take_unfinished(settings: Settings) -> UnfinishedTracking | None:
    """What was remembered, once; None where there is nothing, or no sense in it."""
    values = settings.remembered(_PURPOSE)
    settings.remember(_PURPOSE, dict.fromkeys(values, ""))
    if not (name := values.get("video")):
        return None
    ends = [values.get(end, "") for end in ("first", "stop")]
    frames = range(*map(int, ends)) if all(end.isdecimal() for end in ends) else None
    return UnfinishedTracking(Path(name), frames or None)
