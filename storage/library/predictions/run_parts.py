"""Predictions of a run as they are stored, for taking them to another library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

import numpy as np
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.predictions.chunks import candidates_from_bytes, track_from_bytes
from storage.library.predictions.runs import run_id
from storage.records import CHUNK, Source

ChunkKind = Literal["candidates", "track"]
_TABLES: dict[ChunkKind, str] = {"candidates": "candidate_chunks", "track": "track_chunks"}


class StoredChunk(NamedTuple):
    """The predictions of up to `CHUNK` frames, in the library's own bytes."""

    kind: ChunkKind
    number: int
    data: bytes


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """How much a run holds; of two states of one run the greater one is the later."""

    chunks: int  # with candidates
    analysed: int  # frames of the track


def extent_of(db: Database, run: UUID) -> Extent | None:
    """How much the library holds of the run; None if it does not know it."""
    found = rows(
        db,
        """
        select (select count(*) from candidate_chunks where run = runs.id),
               (select ifnull(sum(analysed), 0) from track_chunks where run = runs.id)
          from runs
         where uuid = :uuid
        """,
        {"uuid": run.bytes},
    )
    return Extent(*found[0]) if found else None


def stored_chunks(db: Database, run: UUID, first: int, stop: int) -> list[StoredChunk]:
    """The chunks of the numbers `[first, stop)`, in order."""
    where = {"uuid": run.bytes, "first": first, "stop": stop}
    return [
        StoredChunk(kind, number, data)
        for kind, table in _TABLES.items()
        for number, data in rows(
            db,
            f"""
            select chunk, data
              from {table} join runs on runs.id = run
             where uuid = :uuid and chunk >= :first and chunk < :stop
             order by chunk
            """,
            where,
        )
    ]


def last_chunk(db: Database, run: UUID) -> int:
    """The greatest number of a chunk of the run, -1 if there is none."""
    sql = """
        select ifnull(max(chunk), -1)
          from (select chunk, run from candidate_chunks union all
                select chunk, run from track_chunks)
         where run = (select id from runs where uuid = :uuid)
    """
    return int(rows(db, sql, {"uuid": run.bytes})[0][0])


def put_stored_chunks(db: Database, run: UUID, chunks: Iterable[StoredChunk]) -> None:
    """Write chunks that came from another library over those that are there."""
    with writing(db):
        number = run_id(db, run)
        for chunk in chunks:
            if chunk.kind == "candidates":
                db.conn.execute(
                    "insert or replace into candidate_chunks (run, chunk, data) values (?, ?, ?)",
                    [number, chunk.number, chunk.data],
                )
            else:
                analysed = int(np.count_nonzero(track_from_bytes(chunk.data)["source"]))
                db.conn.execute(
                    """
                    insert or replace into track_chunks (run, chunk, analysed, data)
                    values (?, ?, ?, ?)
                    """,
                    [number, chunk.number, analysed, chunk.data],
                )


def check_chunk(chunk: StoredChunk, frames: int) -> None:
    """ValueError unless a chunk from elsewhere fits a video of `frames` and makes sense."""
    if not 0 <= chunk.number * CHUNK < frames:
        raise ValueError(f"chunk {chunk.number} of a video of {frames} frames")
    try:
        sensible = _is_sensible_track(chunk.data) if chunk.kind == "track" else _is_sensible(chunk)
    except UserError as error:
        raise ValueError(error.title) from error
    if not sensible:
        raise ValueError(f"chunk {chunk.number} holds numbers that make no sense")


def _is_sensible(chunk: StoredChunk) -> bool:
    found = candidates_from_bytes(chunk.data)
    return not any(np.isinf(values).any() for values in (found.x, found.y, found.score))


def _is_sensible_track(data: bytes) -> bool:
    track = track_from_bytes(data)
    placed = track[(track["source"] != Source.NONE) & (track["visible"] != 0)]
    sure = track["confidence"][track["source"] != Source.NONE]
    return bool(
        np.isfinite(placed["x"]).all()
        and np.isfinite(placed["y"]).all()
        and ((sure >= 0) & (sure <= 1)).all()
        and (track["source"] <= max(Source)).all()
        and (track["visible"] <= 1).all()
    )
