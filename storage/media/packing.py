"""Arrays of whole numbers as a short, checked run of bytes."""

import json
import struct
import zlib
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"TLFT"
_HEAD = struct.Struct("<4sHII")  # magic, version, length of the JSON, CRC-32 of all that follows
_LIMIT = 1 << 28  # numbers in all arrays together: bounds what forged bytes make us allocate


def pack(version: int, facts: dict[str, Any], arrays: dict[str, NDArray[np.int64]]) -> bytes:
    """Bytes that hold JSON facts and one-dimensional int64 arrays, stored as steps."""
    lengths = {name: len(array) for name, array in arrays.items()}
    steps = [np.diff(array, prepend=np.int64(0)).astype("<i8") for array in arrays.values()]
    head = json.dumps({"facts": facts, "arrays": lengths}).encode()
    body = head + zlib.compress(b"".join(step.tobytes() for step in steps))
    return _HEAD.pack(_MAGIC, version, len(head), zlib.crc32(body)) + body


def unpack(version: int, data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[np.int64]]]:
    """The facts and arrays of `pack`. Raises ValueError where the bytes are not of this version."""
    if len(data) < _HEAD.size:
        raise ValueError(f"{len(data)} bytes are too few")
    magic, data_version, length, checksum = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    if magic != _MAGIC or data_version != version:
        raise ValueError(f"{magic!r} version {data_version} is not {_MAGIC!r} version {version}")
    if zlib.crc32(body) != checksum:
        raise ValueError("the checksum is wrong")
    head = json.loads(body[:length])
    lengths: dict[str, int] = head["arrays"]
    total = sum(lengths.values())
    if min(lengths.values(), default=0) < 0 or total > _LIMIT:
        raise ValueError(f"{total} numbers")
    steps = np.frombuffer(_inflate(body[length:], total * 8), "<i8")
    ends = dict(zip(lengths, accumulate(lengths.values()), strict=True))
    return head["facts"], {n: np.cumsum(steps[ends[n] - lengths[n] : ends[n]]) for n in lengths}


def _inflate(data: bytes, size: int) -> bytes:
    try:
        plain = zlib.decompressobj().decompress(data, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(plain) != size:
        raise ValueError(f"not {size} bytes after unpacking")
    return plain
