"""The storage format of predictions: blobs of up to 256 frames, checked when read."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from storage.errors import UserError
from storage.records import CHUNK, Candidates

# one frame of a track; an all-zero row means that the frame has not been analysed
TRACK = np.dtype(
    [
        ("source", "u1"),
        ("visible", "u1"),
        ("x", "<f8"),
        ("y", "<f8"),
        ("confidence", "<f4"),
    ]
)

_VERSION = 1
_CANDIDATES = struct.Struct("<BHB")  # version, frames, candidates a frame


def track_to_bytes(track: NDArray[np.void]) -> bytes:
    """Encode the `TRACK` rows of one chunk."""
    return bytes([_VERSION]) + track.tobytes()


def track_from_bytes(data: bytes) -> NDArray[np.void]:
    """The `TRACK` rows of one chunk, up to `CHUNK` of them; UserError if damaged."""
    size = len(data) - 1
    if not data or data[0] != _VERSION or size % TRACK.itemsize or size > CHUNK * TRACK.itemsize:
        raise _damaged()
    return np.frombuffer(data, TRACK, offset=1)


def candidates_to_bytes(candidates: Candidates) -> bytes:
    """Encode the candidates of one chunk; most of them are NaN, so packing is worth its time."""
    values = np.stack([candidates.x, candidates.y, candidates.score]).astype("<f4", copy=False)
    _, frames, peaks = values.shape
    body = values.tobytes() + candidates.cut.astype("u1").tobytes()
    return _CANDIDATES.pack(_VERSION, frames, peaks) + zlib.compress(body, level=1)


def candidates_from_bytes(data: bytes) -> Candidates:
    """The candidates of one chunk; UserError if damaged."""
    try:
        version, frames, peaks = _CANDIDATES.unpack_from(data)
        if version != _VERSION or frames > CHUNK:
            raise _damaged()
        size = 3 * frames * peaks * 4 + frames
        unpacker = zlib.decompressobj()
        # with room for one byte more than fits, only a body of just this size comes to its end
        body = unpacker.decompress(data[_CANDIDATES.size :], size + 1)
        if not unpacker.eof or unpacker.unused_data:
            raise _damaged()
        cut = np.frombuffer(body, "u1", offset=len(body) - frames).astype(np.bool_)
        x, y, score = np.frombuffer(body[: len(body) - frames], "<f4").reshape(3, frames, peaks)
    except (struct.error, zlib.error, ValueError) as error:
        raise _damaged() from error
    return Candidates(x, y, score, cut)


def _damaged() -> UserError:
    return UserError(
        "Stored predictions cannot be read: they are damaged or from a newer version.",
        "Remove the analysis and run it again.",
    )
