import numpy as np
import pytest

from storage.errors import UserError
from storage.library.predictions.chunks import (
    TRACK,
    candidates_from_bytes,
    candidates_to_bytes,
    track_from_bytes,
    track_to_bytes,
)
from storage.records import CHUNK
from tests.storage.library.builders import some_candidates


@pytest.mark.parametrize(("frames", "peaks"), [(CHUNK, 12), (1, 1), (7, 0)])
def test_candidates_come_back_bit_for_bit(frames: int, peaks: int) -> None:
    candidates = some_candidates(frames, peaks)
    again = candidates_from_bytes(candidates_to_bytes(candidates))

    for name in ("x", "y", "score", "cut"):
        np.testing.assert_array_equal(getattr(again, name), getattr(candidates, name))


def test_a_track_comes_back_bit_for_bit() -> None:
    track = np.zeros(5, TRACK)
    track["x"] = np.random.default_rng(0).random(5)

    np.testing.assert_array_equal(track_from_bytes(track_to_bytes(track)), track)


GOOD = candidates_to_bytes(some_candidates(10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        b"\x02" + GOOD[1:],
        GOOD[:-5],
        GOOD[:1] + b"\x09" + GOOD[2:],  # says fewer frames than follow
        GOOD[:1] + b"\x0b" + GOOD[2:],  # says more
        GOOD[:1] + b"\xff\xff" + GOOD[3:],
        GOOD[:4] + b"no zlib",
    ],
)
def test_damaged_candidates_are_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="damaged"):
        candidates_from_bytes(data)


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x01\x00", b"\x01" + bytes(23 * 300)])
def test_a_damaged_track_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="damaged"):
        track_from_bytes(data)
