"""The boxes that a run found: all of them with their scores; thresholds are for who shows them."""

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.kinds.json_fields import encode
from storage.library.kinds.registry import BOX
from storage.library.predictions.runs import run_id
from storage.records import CHUNK, Box, Review, Source

_VERSION = 1
_MOST_UNPACKED = 16 << 20  # bytes of one chunk
_HEAD = struct.Struct("<BI")  # version, bytes of the names
_BOX = np.dtype(
    [
        ("frame", "<u2"),  # counted from the first one of the chunk
        ("name", "<u2"),  # which of the names
        ("rectangle", "<f4", 4),  # left, top, width, height
        ("score", "<f4"),
        ("track", "<i8"),  # -1: none
    ]
)


def put_box_predictions(
    db: Database, run: UUID, first: int, stop: int, predicted: Iterable[Box]
) -> None:
    """Store `predicted` for frames `[first, stop)` of the run, replacing what was there.

    A box's confidence is its score, from 0 to 1; numbers are kept as float32. ValueError for one
    of another frame, or one that makes no sense.
    """
    by_chunk: dict[int, list[Box]] = {
        chunk: [] for chunk in range(first // CHUNK, -(-stop // CHUNK))
    }
    for box in predicted:
        if not first <= box.frame < stop or not BOX.check(box):
            raise ValueError(f"{box} among the boxes of frames {first} to {stop}")
        by_chunk[box.frame // CHUNK].append(box)
    with writing(db):
        number = run_id(db, run)
        for chunk, boxes in by_chunk.items():
            stored = box_predictions(db, run, chunk * CHUNK, (chunk + 1) * CHUNK)
            others = [box for box in stored if not first <= box.frame < stop]
            _put(db, number, chunk, sorted([*others, *boxes], key=lambda box: box.frame))


def box_predictions(db: Database, run: UUID, first: int, stop: int) -> list[Box]:
    """What the run found in frames `[first, stop)`, in time order.

    The boxes are a model's and unreviewed.
    """
    chunk_rows = rows(
        db,
        """
        select chunk, data
          from box_predictions join runs on runs.id = run
         where uuid = :uuid and chunk >= :first and chunk <= :last
         order by chunk
        """,
        {"uuid": run.bytes, "first": first // CHUNK, "last": (stop - 1) // CHUNK},
    )
    boxes = (box for chunk, data in chunk_rows for box in boxes_from_bytes(chunk, data))
    return [box for box in boxes if first <= box.frame < stop]


def boxes_to_bytes(chunk: int, boxes: Sequence[Box]) -> bytes:
    """Encode the boxes of the chunk of that number."""
    names = sorted({box.name for box in boxes})
    numbers = {name: number for number, name in enumerate(names)}
    packed = np.array(
        [
            (
                box.frame - chunk * CHUNK,
                numbers[box.name],
                (box.left, box.top, box.width, box.height),
                box.confidence,
                -1 if box.track is None else box.track,
            )
            for box in boxes
        ],
        _BOX,
    )
    head = encode(names).encode()
    return _HEAD.pack(_VERSION, len(head)) + zlib.compress(head + packed.tobytes(), level=1)


def boxes_from_bytes(chunk: int, data: bytes) -> list[Box]:
    """The boxes of the chunk of that number; UserError if damaged."""
    try:
        version, size = _HEAD.unpack_from(data)
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[_HEAD.size :], _MOST_UNPACKED)
        if version != _VERSION or not unpacker.eof or unpacker.unused_data or size > len(body):
            raise ValueError("it does not make sense")
        names = [str(name) for name in json.loads(body[:size])]
        boxes = [BOX.bounded(_box(chunk, names, row)) for row in np.frombuffer(body[size:], _BOX)]
        if not all(map(BOX.check, boxes)):
            raise ValueError("a box does not make sense")
    except (ValueError, TypeError, IndexError, RecursionError, struct.error, zlib.error) as error:
        raise UserError(
            "Stored boxes cannot be read: they are damaged or from a newer version.",
            "Remove the analysis and run it again.",
        ) from error
    return boxes


def _put(db: Database, number: int, chunk: int, boxes: Sequence[Box]) -> None:
    db.conn.execute(
        "insert or replace into box_predictions (run, chunk, count, data) values (?, ?, ?, ?)",
        [number, chunk, len(boxes), boxes_to_bytes(chunk, boxes)],
    )


def _box(chunk: int, names: list[str], row: np.void) -> Box:
    left, top, width, height = (float(value) for value in row["rectangle"])
    track = None if row["track"] < 0 else int(row["track"])
    return Box(
        chunk * CHUNK + int(row["frame"]),
        names[row["name"]],
        left,
        top,
        width,
        height,
        track,
        float(row["score"]),
        Source.MODEL,
        Review.UNREVIEWED,
    )
