"""Fixtures of the tests of sync: a bucket, and clients with libraries of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from storage.library.library import open_library
from storage.library.videos import put_video
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import video


@pytest.fixture
def remote(tmp_path: Path) -> FolderRemote:
    """An empty bucket."""
    return FolderRemote(tmp_path / "bucket")


@pytest.fixture(scope="session")
def bare_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that knows VIDEO, but is no device yet; it is copied."""
    folder = tmp_path_factory.mktemp("bare")
    with open_library(folder).connect() as db:
        put_video(db, video())
        db.execute("delete from this_device")
        db.execute("delete from devices")
        db.conn.commit()
        db.execute("pragma wal_checkpoint(truncate)")
    return folder


@pytest.fixture
def client(
    bare_library: Path, tmp_path: Path, remote: FolderRemote
) -> Iterator[Callable[[str], Client]]:
    """Makes clients of the bucket by name."""
    made: list[Client] = []

    def make(name: str) -> Client:
        library = open_library(Path(copytree(bare_library, tmp_path / name)))
        made.append(Client(name, library, remote))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def ana(client: Callable[[str], Client]) -> Client:
    """Somebody who labels VIDEO."""
    return client("ana")


@pytest.fixture
def bob(client: Callable[[str], Client]) -> Client:
    """Somebody else who labels VIDEO."""
    return client("bob")
