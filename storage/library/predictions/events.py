"""The events that a run found: all of them with their scores; thresholds are for who shows them."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import reading, rows, writing
from storage.library.kinds.json_fields import encode
from storage.library.kinds.registry import EVENT
from storage.library.labels import events
from storage.library.predictions.runs import active_run, run_id
from storage.records import CHUNK, Event, Review, Run, Source

SAME_EVENT = 3  # frames within which two events of a class are the same one
OF_A_FILE = "file"  # engine of a run whose predictions were imported

_VERSION = 1
_MOST_UNPACKED = 4 << 20  # bytes of one chunk


def put_event_predictions(
    db: Database, run: UUID, first: int, stop: int, predicted: Iterable[Event]
) -> None:
    """Store `predicted` for frames `[first, stop)` of the run, replacing what was there.

    An event's confidence is its score, from 0 to 1. It lies where it begins and may last beyond
    `stop`. ValueError for one that begins elsewhere or makes no sense.
    """
    by_chunk: dict[int, list[Event]] = {
        chunk: [] for chunk in range(first // CHUNK, -(-stop // CHUNK))
    }
    for event in predicted:
        if not first <= event.frame < stop or not EVENT.check(event):
            raise ValueError(f"{event} among the events of frames {first} to {stop}")
        by_chunk[event.frame // CHUNK].append(event)
    with writing(db):
        number = run_id(db, run)
        for chunk, new in by_chunk.items():
            others = [event for event in _stored(db, run, chunk) if not first <= event.frame < stop]
            _put(db, number, chunk, sorted([*others, *new], key=_order))


def event_predictions(db: Database, run: UUID, first: int = 0, stop: int = 1 << 40) -> list[Event]:
    """What the run found that begins in frames `[first, stop)`, in time order.

    The events are a model's and unreviewed.
    """
    chunk_rows = rows(
        db,
        """
        select data
          from event_predictions join runs on runs.id = run
         where uuid = :uuid and chunk >= :first and chunk <= :last
         order by chunk
        """,
        {"uuid": run.bytes, "first": first // CHUNK, "last": (stop - 1) // CHUNK},
    )
    stored = (event for (data,) in chunk_rows for event in events_from_bytes(data))
    return [event for event in stored if first <= event.frame < stop]


def proposed_events(db: Database, video: str) -> list[Event]:
    """What the shown run for events says, without what people have said anything of already.

    People's word is an event of the same class within SAME_EVENT frames, whatever its review, or
    one that was made of such a proposal. So what was rejected stays away when a model runs again.
    What a file says by the frame is another opinion, and proposed if it differs by a frame.
    """
    with reading(db):
        proposals = event_proposals(db, video)
        return proposals.beside(stored.label for stored in events(db, video).values())


@dataclass(frozen=True, slots=True)
class EventProposals:
    """What the shown run for events says, whatever people have said."""

    predicted: tuple[Event, ...] = ()
    within: int = 0  # frames around people's word in which it answers a proposal
    thresholds: Mapping[str, float] = field(default_factory=dict)  # as its model proposes

    def beside(self, labels: Iterable[Event]) -> list[Event]:
        """Those that people's `labels` say nothing of; see `proposed_events`."""
        return _unanswered(self.predicted, labels, self.within)


def event_proposals(db: Database, video: str) -> EventProposals:
    """Read what the shown run for events says."""
    with reading(db):
        run = active_run(db, video, "events")
        if run is None:
            return EventProposals()
        within = 0 if run.engine == OF_A_FILE else SAME_EVENT
        predicted = tuple(event_predictions(db, run.id))
        return EventProposals(predicted, within, run_thresholds(run))


def run_thresholds(run: Run) -> dict[str, float]:
    """How sure its model had to be of an event of each class, 0 to 1; runs come from anywhere."""
    try:
        values = json.loads(run.settings)["thresholds"]
        return {str(name): float(value) for name, value in values.items() if 0 <= float(value) <= 1}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def effective_events(db: Database, video: str) -> list[Event]:
    """People's events and those proposed beside them, in time order."""
    with reading(db):
        labels = [stored.label for stored in events(db, video).values()]
        return sorted([*labels, *proposed_events(db, video)], key=_order)


def events_to_bytes(events: Iterable[Event]) -> bytes:
    """Encode the events of one chunk."""
    body = encode([EVENT.fields(event) for event in events]).encode()
    return bytes([_VERSION]) + zlib.compress(body, level=6)


def events_from_bytes(data: bytes) -> list[Event]:
    """The events of one chunk; UserError if damaged."""
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[1:], _MOST_UNPACKED)
        events = [EVENT.bounded(EVENT.label(fields)) for fields in json.loads(body)]
        if (
            data[0] != _VERSION
            or not unpacker.eof
            or unpacker.unused_data
            or not all(map(EVENT.check, events))
        ):
            raise ValueError("it does not make sense")
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, zlib.error) as error:
        raise UserError(
            "Stored events cannot be read: they are damaged or from a newer version.",
            "Remove the analysis and run it again.",
        ) from error
    return [_as_predicted(event) for event in events]


def _unanswered(predicted: Iterable[Event], labels: Iterable[Event], within: int) -> list[Event]:
    answers = {place for event in labels for place in ((event.frame, event.name), event.answers)}
    answered = {
        (frame + shift, name) for frame, name in answers for shift in range(-within, within + 1)
    }
    return [event for event in predicted if (event.frame, event.name) not in answered]


def _put(db: Database, number: int, chunk: int, events: list[Event]) -> None:
    data = events_to_bytes(map(_as_predicted, events))
    db.conn.execute(
        "insert or replace into event_predictions (run, chunk, count, data) values (?, ?, ?, ?)",
        [number, chunk, len(events), data],
    )


def _stored(db: Database, run: UUID, chunk: int) -> list[Event]:
    return event_predictions(db, run, chunk * CHUNK, (chunk + 1) * CHUNK)


def _as_predicted(event: Event) -> Event:
    return replace(event, source=Source.MODEL, review=Review.UNREVIEWED)


def _order(event: Event) -> tuple[int, str, float]:
    return event.frame, event.name, -event.confidence
