import hashlib
import struct
import zlib
from collections.abc import Callable
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.cloud.sync.edit_files import NewerFileError, SyncFileError
from storage.cloud.sync.run_files import (
    RunList,
    decode_list,
    decode_part,
    encode_list,
    encode_part,
    run_of_list,
)
from storage.library.predictions.boxes import boxes_to_bytes
from storage.library.predictions.chunks import candidates_to_bytes
from storage.library.predictions.events import events_to_bytes
from storage.library.predictions.predictions import candidates, predicted_track, put_candidates
from storage.library.predictions.run_parts import Extent, StoredChunk, stored_chunks
from storage.records import CHUNK, Box, Event
from tests.storage.cloud.sync.clients import Client
from tests.storage.library.builders import (
    VIDEO,
    predict,
    run,
    some_candidates,
)


@pytest.fixture
def tracked(ana: Client) -> UUID:
    """A run of ana's over 600 frames of VIDEO."""
    made = predict(ana.db, np.arange(600.0))
    for chunk in range(3):
        put_candidates(ana.db, made, chunk, some_candidates(CHUNK if chunk < 2 else 88))
    return made


def track_of(client: Client, run: UUID) -> NDArray[np.float64]:
    return predicted_track(client.db, run, 600).x


def scores_of(client: Client, run: UUID) -> NDArray[np.float32]:
    return candidates(client.db, run, 0, 600).score


def test_a_part_comes_back_as_it_was(ana: Client, tracked: UUID) -> None:
    chunks = stored_chunks(ana.db, tracked, 0, 64)
    name, data = encode_part(chunks)

    assert decode_part(name, 1000, data) == chunks
    assert encode_part(chunks) == (name, data)


def test_a_list_comes_back_as_it_was() -> None:
    state = RunList(run(), Extent(3, 600), ("a" * 64 + ".part",))
    name, data = encode_list(VIDEO, state)

    assert decode_list(name, VIDEO, 1000, data) == state
    assert run_of_list(name) == state.run.id


@pytest.mark.parametrize(
    "chunk",
    [
        StoredChunk("track", 9, b"\1"),
        StoredChunk("track", 0, b"\2"),
        StoredChunk("track", 0, b"\1" + b"\xff" * 22),
        StoredChunk("candidates", 0, b"\1\1\0\1"),
        StoredChunk("candidates", 0, b""),
    ],
)
def test_chunks_that_make_no_sense_are_refused(chunk: StoredChunk) -> None:
    name, data = encode_part([chunk])

    with pytest.raises(SyncFileError):
        decode_part(name, 1000, data)


def packed_part(body: bytes, behind: bytes = b"") -> tuple[str, bytes]:
    """A part by somebody who knows how to name one."""
    data = b"touchline run 1\n" + zlib.compress(body) + behind
    return f"{hashlib.sha256(data).hexdigest()}.part", data


def piece(kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", kind, 0, len(data)) + data


CANDIDATES = candidates_to_bytes(some_candidates(9))
TRACK_OF_NINE = b"\1" + bytes(22 * 9)


@pytest.mark.parametrize(
    ("body", "behind"),
    [
        (piece(0, CANDIDATES), b"x"),
        (piece(0, CANDIDATES + b"x" * 60_000), b""),
        (piece(0, CANDIDATES) * 2, b""),
        (piece(1, TRACK_OF_NINE) * 2, b""),
        (piece(2, events_to_bytes([Event(3, "hit")]) + b"x"), b""),
        (piece(3, boxes_to_bytes(0, [Box(3, "player", 0, 0, 9, 9)]) + b"x"), b""),
        (piece(1, b"\1" + struct.pack("<BBddf", 1, 1, 1e300, 0, 0.5)), b""),
        (piece(9, b""), b""),
    ],
)
def test_parts_with_anything_behind_doubled_or_out_of_bounds_are_refused(
    body: bytes, behind: bytes
) -> None:
    with pytest.raises(SyncFileError):
        decode_part(*named_part(packed_part(body, behind)))


def named_part(part: tuple[str, bytes]) -> tuple[str, int, bytes]:
    name, data = part
    return name, 1000, data


@pytest.mark.parametrize(
    "change", [lambda data: data[:-4], lambda data: data[:16] + b"x", bytes.upper]
)
def test_parts_that_were_changed_are_refused(change: Callable[[bytes], bytes]) -> None:
    name, data = encode_part([StoredChunk("track", 0, b"\1")])

    with pytest.raises(SyncFileError):
        decode_part(name, 1000, change(data))


def named_list(old: bytes, new: bytes) -> tuple[str, bytes]:
    """A list changed by somebody who knows how to name a file."""
    made = run()
    data = encode_list(VIDEO, RunList(made, Extent(1, 1), ()))[1].replace(old, new)
    return f"runs/{made.id}/{hashlib.sha256(data).hexdigest()}.json", data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"motion"', b"null"),
        (b'"motion"', b'"two\\nlines"'),
        (b'"motion"', b'""'),
        (b'"motion"', b'"/tmp/model"'),
        (b'"motion"', b'"../model"'),
        (b'"motion"', b'".."'),
        (b'"motion"', b'"a\\\\b"'),
        (b'"motion"', b'"' + b"x" * 201 + b'"'),
        (b'"stop": 1000', b'"stop": 7, "first": 8'),
        (b'"first": 0', b'"first": true'),
        (b'"engine": "cpu"', b'"engine": 7'),
        (b'"parts": []', b'"parts": ["' + b"a" * 64 + b'.part", "' + b"b" * 64 + b'.part"]'),
        (b'"touchline"', b'"device": "me", "touchline"'),
        (b'"{}"', b'"[]"'),
        (b'"stop": 1000', b'"stop": 1001'),
        (b'"stop": 1000', b'"stop": "all"'),
        (b"2026-01-02", b"yesterday"),
        (b'"parts": []', b'"parts": ["../../x"]'),
        (b'"parts": []', b'"parts": 7'),
        (b'"touchline": "run"', b'"touchline": "walk"'),
        (b"{", b"["),
    ],
)
def test_lists_that_make_no_sense_are_refused(old: bytes, new: bytes) -> None:
    name, data = named_list(old, new)

    with pytest.raises(SyncFileError):
        decode_list(name, VIDEO, 1000, data)


def test_a_wrong_clock_costs_nobody_a_run() -> None:
    state = decode_list(*decoded_args(b"2026-01-02", b"0001-01-01"))

    assert state.run.created.year == 1972


def decoded_args(old: bytes, new: bytes) -> tuple[str, str, int, bytes]:
    name, data = named_list(old, new)
    return name, VIDEO, 1000, data


def test_a_list_of_a_newer_version_is_told_apart() -> None:
    name, data = named_list(b'"version": 1', b'"version": 3')

    with pytest.raises(NewerFileError):
        decode_list(name, VIDEO, 1000, data)
