"""What a run found: the candidates of every frame, and the track chosen among them.

Chunks are written while others read and edit, so every transaction is short.
"""

from collections.abc import Iterator
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from storage.bounds import MAX_PIXELS
from storage.library.database import rows, writing
from storage.library.predictions.chunks import (
    TRACK,
    candidates_from_bytes,
    candidates_to_bytes,
    track_from_bytes,
    track_to_bytes,
)
from storage.library.predictions.runs import run_id
from storage.records import CHUNK, BallTrack, Candidates, Source

_CHUNKS_AT_ONCE = 32  # of a track, in one transaction


def put_candidates(db: Database, run: UUID, chunk: int, detected: Candidates) -> None:
    """Store the candidates of up to CHUNK frames, from frame `chunk * CHUNK` on."""
    if not 0 < len(detected) <= CHUNK:
        raise ValueError(f"a chunk of {len(detected)} frames")
    data = candidates_to_bytes(detected)
    with writing(db):
        db.conn.execute(
            "insert or replace into candidate_chunks (run, chunk, data) values (?, ?, ?)",
            [run_id(db, run), chunk, data],
        )


def candidates(db: Database, run: UUID, first: int, stop: int) -> Candidates:
    """The candidates of frames `[first, stop)`, NaN where there are none or none were sought."""
    stored = [
        (number * CHUNK - first, candidates_from_bytes(data))
        for number, data in _chunks(db, "candidate_chunks", run, first, stop)
    ]
    peaks = max((part.score.shape[1] for _, part in stored), default=0)
    x, y, score = np.full((3, stop - first, peaks), np.nan, np.float32)
    cut = np.zeros(stop - first, np.bool_)
    for start, part in stored:
        into, out = _overlap(start, len(part), stop - first)
        width = part.score.shape[1]
        x[into, :width] = part.x[out]
        y[into, :width] = part.y[out]
        score[into, :width] = part.score[out]
        cut[into] = part.cut[out]
    return Candidates(x, y, score, cut)


def stored_cuts(db: Database, run: UUID, frames: int) -> NDArray[np.intp]:
    """The first frames of new shots that the run saw in a video of `frames`, in order."""
    cuts = [
        number * CHUNK + candidates_from_bytes(data).cut.nonzero()[0]
        for number, data in _chunks(db, "candidate_chunks", run, 0, frames)
    ]
    firsts = np.concatenate([np.zeros(0, np.intp), *cuts])
    return firsts[firsts < frames]


def done_chunks(db: Database, run: UUID) -> set[int]:
    """The numbers of the chunks whose candidates are stored."""
    numbers = rows(
        db,
        "select chunk from candidate_chunks join runs on runs.id = run where uuid = :uuid",
        {"uuid": run.bytes},
    )
    return {chunk for (chunk,) in numbers}


def put_track(
    db: Database,
    run: UUID,
    first: int,
    visible: NDArray[np.bool_],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    confidence: NDArray[np.float32],
    source: NDArray[np.uint8],
) -> None:
    """Write the chosen ball of frames `[first, first + len(visible))` over what was there.

    All arrays are (frames,); x and y are display pixels, confidence runs from 0 to 1, source is
    a `Source`. A long track goes in several short transactions, so a crash may leave a part.
    """
    track = np.zeros(len(visible), TRACK)
    values = {"visible": visible, "x": x, "y": y, "confidence": confidence, "source": source}
    for name, value in values.items():
        track[name] = value
    chunks = list(_pieces(first, track))
    for start in range(0, len(chunks), _CHUNKS_AT_ONCE):
        with writing(db):
            number = run_id(db, run)
            for chunk, offset, piece in chunks[start : start + _CHUNKS_AT_ONCE]:
                _put_piece(db, number, chunk, offset, piece)


def predicted_track(db: Database, run: UUID, frames: int) -> BallTrack:
    """The run's own track of a video of `frames`, without any person's labels."""
    return predicted_range(db, run, 0, frames)


def predicted_range(db: Database, run: UUID, first: int, stop: int) -> BallTrack:
    """The run's own track of frames `[first, stop)`."""
    stored = np.zeros(stop - first, TRACK)
    for number, data in _chunks(db, "track_chunks", run, first, stop):
        part = track_from_bytes(data)
        into, out = _overlap(number * CHUNK - first, len(part), stop - first)
        stored[into] = part[out]
    analysed = stored["source"] != Source.NONE
    placed = analysed & (stored["visible"] != 0)
    return BallTrack(
        visibility=stored["visible"].copy(),
        x=np.where(placed, np.clip(stored["x"], -MAX_PIXELS, MAX_PIXELS), np.nan),
        y=np.where(placed, np.clip(stored["y"], -MAX_PIXELS, MAX_PIXELS), np.nan),
        confidence=np.where(analysed, stored["confidence"], np.float32(np.nan)),
        source=stored["source"].copy(),
        review=np.zeros(stop - first, np.uint8),
    )


def _chunks(db: Database, table: str, run: UUID, first: int, stop: int) -> list[tuple[int, bytes]]:
    """Number and data of the stored chunks that touch frames `[first, stop)`."""
    chunks = rows(
        db,
        f"""
        select chunk, data
          from {table} join runs on runs.id = run
         where uuid = :uuid and chunk >= :first and chunk < :stop
         order by chunk
        """,
        {"uuid": run.bytes, "first": first // CHUNK, "stop": -(-stop // CHUNK)},
    )
    return [(number, data) for number, data in chunks]


def _overlap(start: int, length: int, size: int) -> tuple[slice, slice]:
    """Where a part that begins at `start` lies in an array of `size`, and which of it lies there.

    `start` may be negative.
    """
    first, stop = max(start, 0), max(min(start + length, size), 0)
    return slice(first, stop), slice(first - start, stop - start)


def _pieces(first: int, track: NDArray[np.void]) -> Iterator[tuple[int, int, NDArray[np.void]]]:
    """Cut a track that begins at frame `first` into (chunk, offset in the chunk, rows)."""
    stop = first + len(track)
    for chunk in range(first // CHUNK, -(-stop // CHUNK)):
        start, end = max(chunk * CHUNK, first), min((chunk + 1) * CHUNK, stop)
        yield chunk, start - chunk * CHUNK, track[start - first : end - first]


def _put_piece(db: Database, number: int, chunk: int, offset: int, piece: NDArray[np.void]) -> None:
    """Lay `piece` over the stored rows of its chunk."""
    where = {"run": number, "chunk": chunk}
    whole = piece
    if len(piece) < CHUNK:
        stored = rows(
            db, "select data from track_chunks where run = :run and chunk = :chunk", where
        )
        old = track_from_bytes(stored[0][0]) if stored else np.zeros(0, TRACK)
        whole = np.zeros(max(len(old), offset + len(piece)), TRACK)
        whole[: len(old)] = old
        whole[offset : offset + len(piece)] = piece
    analysed = int(np.count_nonzero(whole["source"]))
    db.conn.execute(
        """
        insert or replace into track_chunks (run, chunk, analysed, data)
        values (:run, :chunk, :analysed, :data)
        """,
        {**where, "analysed": analysed, "data": track_to_bytes(whole)},
    )
