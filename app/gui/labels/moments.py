"""Events and clips of a video as the window holds them, read whole or where edits were made."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlite_utils import Database

from app.gui.labels.event_index import EventIndex
from storage.library.label_format import split_key
from storage.library.labels import clips, event_labels, events
from storage.library.predictions.events import EventProposals, event_proposals
from storage.records import Clip, Edit, Event

_MOST = 500  # events of one gesture that are read one by one


@dataclass(frozen=True, eq=False)
class Moments:
    """What is said of moments of the video, at one time."""

    events: dict[UUID, Event]
    clips: dict[UUID, Clip]
    proposals: EventProposals
    proposed: list[Event]  # those beside `events`
    index: EventIndex  # of events and proposed


def read_moments(db: Database, video: str) -> Moments:
    """Read all of it."""
    labels = {id: stored.label for id, stored in events(db, video).items()}
    return _moments(labels, _clips(db, video), event_proposals(db, video))


def moments_after(db: Database, video: str, before: Moments, edits: Iterable[Edit]) -> Moments:
    """What `before` has become by edits of this process.

    All that they do not touch stays the same object: to free twenty thousand events is work, too,
    and falls to whoever lets go of them last, which is the GUI thread.
    """
    touched = {split_key(edit.key) for edit in edits}
    names = {name for name, _ in touched}
    videos_clips = _clips(db, video) if "clip" in names else before.clips
    if "event" not in names:
        return Moments(before.events, videos_clips, before.proposals, before.proposed, before.index)
    ids = [id for name, id in touched if name == "event" and isinstance(id, UUID)]
    labels = _events_after(db, video, before.events, ids)
    return _moments(labels, videos_clips, before.proposals)


def _events_after(
    db: Database, video: str, before: dict[UUID, Event], ids: list[UUID]
) -> dict[UUID, Event]:
    if len(ids) > _MOST:
        return {id: stored.label for id, stored in events(db, video).items()}
    labels = dict(before)
    for id in ids:
        labels.pop(id, None)
        labels |= {id: stored.label for id, stored in event_labels(db, video, id).items()}
    return labels


def _clips(db: Database, video: str) -> dict[UUID, Clip]:
    return {id: stored.label for id, stored in clips(db, video).items()}


def _moments(
    labels: dict[UUID, Event], videos_clips: dict[UUID, Clip], proposals: EventProposals
) -> Moments:
    proposed = proposals.beside(labels.values())
    index = EventIndex.of(labels, proposed)
    return Moments(labels, videos_clips, proposals, proposed, index)
