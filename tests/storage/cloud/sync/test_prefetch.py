from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import CloudError, Missing, Offline
from storage.cloud.sync.prefetch import prefetch
from tests.storage.cloud.sync.folder import FolderRemote


@pytest.fixture
def entries(remote: FolderRemote) -> list[Entry]:
    """A hundred small objects."""
    for number in range(100):
        remote.write_new(f"{number:03}", bytes([number]))
    return list(remote.list(""))


def test_objects_come_in_their_order(remote: FolderRemote, entries: list[Entry]) -> None:
    assert [read.data for read in prefetch(remote, entries, 10)] == [
        bytes([number]) for number in range(100)
    ]


def test_what_is_gone_is_said_in_its_place(remote: FolderRemote, entries: list[Entry]) -> None:
    (remote.folder / "001").unlink()
    first, second, third, *_ = prefetch(remote, entries, 10)

    assert (first.data, second.data, third.data) == (b"\0", None, b"\2")
    assert isinstance(second.error, Missing)


def test_an_object_that_is_too_large_is_said_in_its_place(
    remote: FolderRemote, entries: list[Entry]
) -> None:
    assert {type(read.error) for read in prefetch(remote, entries[:2], 0)} == {CloudError}


def test_without_a_network_reading_ends_at_once(tmp_path: Path, entries: list[Entry]) -> None:
    class Unplugged(FolderRemote):
        reads = 0

        def read(self, key: str, most: int) -> bytes:
            self.reads += 1
            raise Offline("No network.")

    unplugged = Unplugged(tmp_path)
    with pytest.raises(Offline):
        list(prefetch(unplugged, entries, 10))

    assert unplugged.reads < len(entries)


def test_who_stops_taking_stops_the_reading(remote: FolderRemote, entries: list[Entry]) -> None:
    reading: Iterator[object] = prefetch(remote, entries, 10)
    next(reading)
    del reading
