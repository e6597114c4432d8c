import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.media.packing import pack, unpack

NUMBERS = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=50)


@given(st.dictionaries(st.text(max_size=5), NUMBERS, max_size=4), st.integers(0, 65_535))
def test_what_is_packed_comes_out_again(lists: dict[str, list[int]], version: int) -> None:
    arrays = {name: np.array(numbers, np.int64) for name, numbers in lists.items()}

    facts, again = unpack(version, pack(version, {"codec": "h264"}, arrays))

    assert facts == {"codec": "h264"}
    assert {name: array.tolist() for name, array in again.items()} == lists


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpack(1, data)


@pytest.mark.parametrize("position", [0, 4, 10, 20, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    data = bytearray(pack(1, {}, {"pts": np.arange(1000)}))
    data[position] ^= 1

    with pytest.raises(ValueError, match=r".+"):
        unpack(1, bytes(data))


def test_even_steps_take_next_to_no_room() -> None:
    assert len(pack(1, {}, {"pts": np.arange(540_000) * 3600})) < 10_000
