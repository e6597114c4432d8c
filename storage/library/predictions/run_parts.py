"""Predictions of a run as they are stored, for taking them to another library."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
from sqlite_utils import Database

from storage.bounds import MAX_PIXELS
from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.predictions.boxes import boxes_from_bytes
from storage.library.predictions.chunks import candidates_from_bytes, track_from_bytes
from storage.library.predictions.events import events_from_bytes
from storage.library.predictions.runs import run_id
from storage.records import CHUNK, Source


class StoredChunk(NamedTuple):
    """The predictions of up to `CHUNK` frames, in the library's own bytes."""

    kind: str  # one of CHUNK_KINDS
    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _ChunkKind:
    """Where one kind of predictions lies, and how it is read."""

    table: str
    count_column: str | None  # of what `count` says
    count: Callable[[StoredChunk], int]  # UserError if damaged
    check: Callable[[StoredChunk, int], bool]  # whether it makes sense in a video of so many frames
    extends: Callable[[StoredChunk, StoredChunk], bool]  # whether the second keeps all of the first


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """How much a run holds; of two states of one run the greater one is the later."""

    chunks: int  # with candidates, events or boxes
    analysed: int  # frames of the track, or events, or boxes


def extent_of(db: Database, run: UUID) -> Extent | None:
    """How much the library holds of the run; None if it does not know it."""
    extents = rows(
        db,
        """
        select (select count(*) from candidate_chunks where run = runs.id)
               + (select count(*) from event_predictions where run = runs.id)
               + (select count(*) from box_predictions where run = runs.id),
               (select ifnull(sum(analysed), 0) from track_chunks where run = runs.id)
               + (select ifnull(sum(count), 0) from event_predictions where run = runs.id)
               + (select ifnull(sum(count), 0) from box_predictions where run = runs.id)
          from runs
         where uuid = :uuid
        """,
        {"uuid": run.bytes},
    )
    return Extent(*extents[0]) if extents else None


def stored_chunks(db: Database, run: UUID, first: int, stop: int) -> list[StoredChunk]:
    """The chunks of the numbers `[first, stop)`, in order."""
    where = {"uuid": run.bytes, "first": first, "stop": stop}
    return [
        StoredChunk(name, number, data)
        for name, kind in CHUNK_KINDS.items()
        for number, data in rows(
            db,
            f"""
            select chunk, data
              from {kind.table} join runs on runs.id = run
             where uuid = :uuid and chunk >= :first and chunk < :stop
             order by chunk
            """,
            where,
        )
    ]


def last_chunk(db: Database, run: UUID) -> int:
    """The greatest number of a chunk of the run, -1 if there is none."""
    tables = " union all ".join(
        f"select chunk, run from {kind.table}" for kind in CHUNK_KINDS.values()
    )
    sql = f"""
        select ifnull(max(chunk), -1)
          from ({tables})
         where run = (select id from runs where uuid = :uuid)
    """
    return int(rows(db, sql, {"uuid": run.bytes})[0][0])


def put_stored_chunks(db: Database, run: UUID, chunks: Iterable[StoredChunk]) -> None:
    """Write chunks that came from another library over those that are there."""
    with writing(db):
        number = run_id(db, run)
        for chunk in chunks:
            kind = CHUNK_KINDS[chunk.kind]
            cells: dict[str, object] = {"run": number, "chunk": chunk.number, "data": chunk.data}
            if kind.count_column is not None:
                cells[kind.count_column] = kind.count(chunk)
            marks = ", ".join("?" * len(cells))
            db.conn.execute(
                f"insert or replace into {kind.table} ({', '.join(cells)}) values ({marks})",
                list(cells.values()),
            )


def keeps_what_is_there(db: Database, run: UUID, chunks: Iterable[StoredChunk]) -> bool:
    """Whether `chunks` say of every frame that the library holds of the run what it says."""
    for chunk in chunks:
        kind = CHUNK_KINDS[chunk.kind]
        stored = rows(
            db,
            f"""
            select data from {kind.table} join runs on runs.id = run
             where uuid = :uuid and chunk = :chunk
            """,
            {"uuid": run.bytes, "chunk": chunk.number},
        )
        if stored and not kind.extends(chunk._replace(data=stored[0][0]), chunk):
            return False
    return True


def check_chunk(chunk: StoredChunk, frames: int) -> None:
    """ValueError unless a chunk from elsewhere fits a video of `frames` and makes sense."""
    if not 0 <= chunk.number * CHUNK < frames:
        raise ValueError(f"chunk {chunk.number} of a video of {frames} frames")
    try:
        sensible = CHUNK_KINDS[chunk.kind].check(chunk, frames)
    except UserError as error:
        raise ValueError(error.title) from error
    if not sensible:
        raise ValueError(f"chunk {chunk.number} contains numbers that make no sense")


def _are_sensible_candidates(chunk: StoredChunk, frames: int) -> bool:
    detected = candidates_from_bytes(chunk.data)
    places = np.concatenate([detected.x.ravel(), detected.y.ravel()])
    return bool(
        chunk.number * CHUNK + len(detected) <= frames
        and (np.isnan(places) | (np.abs(places) <= MAX_PIXELS)).all()
        and not np.isinf(detected.score).any()
    )


def _is_valid_track(chunk: StoredChunk, frames: int) -> bool:
    track = track_from_bytes(chunk.data)
    placed = track[(track["source"] != Source.NONE) & (track["visible"] != 0)]
    sure = track["confidence"][track["source"] != Source.NONE]
    return bool(
        chunk.number * CHUNK + len(track) <= frames
        and (np.abs(placed["x"]) <= MAX_PIXELS).all()
        and (np.abs(placed["y"]) <= MAX_PIXELS).all()
        and ((sure >= 0) & (sure <= 1)).all()
        and (track["source"] <= max(Source)).all()
        and (track["visible"] <= 1).all()
    )


def _are_sensible_events(chunk: StoredChunk, frames: int) -> bool:
    return all(
        event.frame // CHUNK == chunk.number and event.stop <= frames
        for event in events_from_bytes(chunk.data)
    )


def _are_sensible_boxes(chunk: StoredChunk, frames: int) -> bool:
    return all(
        box.frame // CHUNK == chunk.number and box.frame < frames
        for box in boxes_from_bytes(chunk.number, chunk.data)
    )


def _keeps_candidates(old: StoredChunk, new: StoredChunk) -> bool:
    before, after = candidates_from_bytes(old.data), candidates_from_bytes(new.data)
    length, width = before.score.shape
    shared = min(width, after.score.shape[1])
    return len(after) >= length and all(
        np.array_equal(one[:, :shared], other[:length, :shared], equal_nan=True)
        and np.isnan(one[:, shared:]).all()
        and np.isnan(other[:length, shared:]).all()
        for one, other in (
            (before.x, after.x),
            (before.y, after.y),
            (before.score, after.score),
        )
    )


def _keeps_track(old: StoredChunk, new: StoredChunk) -> bool:
    before, after = track_from_bytes(old.data), track_from_bytes(new.data)
    analysed = np.flatnonzero(before["source"])
    if not len(analysed):
        return True
    # as bytes: what is not seen has NaN as its place
    return bool(
        analysed[-1] < len(after) and before[analysed].tobytes() == after[analysed].tobytes()
    )


CHUNK_KINDS = {
    "candidates": _ChunkKind(
        "candidate_chunks",
        None,
        lambda chunk: len(candidates_from_bytes(chunk.data)),
        _are_sensible_candidates,
        _keeps_candidates,
    ),
    "track": _ChunkKind(
        "track_chunks",
        "analysed",
        lambda chunk: int(np.count_nonzero(track_from_bytes(chunk.data)["source"])),
        _is_valid_track,
        _keeps_track,
    ),
    "events": _ChunkKind(
        "event_predictions",
        "count",
        lambda chunk: len(events_from_bytes(chunk.data)),
        _are_sensible_events,
        lambda old, new: events_from_bytes(old.data) == events_from_bytes(new.data),
    ),
    "boxes": _ChunkKind(
        "box_predictions",
        "count",
        lambda chunk: len(boxes_from_bytes(chunk.number, chunk.data)),
        _are_sensible_boxes,
        lambda old, new: (
            boxes_from_bytes(old.number, old.data) == boxes_from_bytes(new.number, new.data)
        ),
    ),
}
