"""Fixtures of the tests of the library."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlite_utils import Database

from storage.library.library import Library
from storage.library.videos import put_video
from tests.storage.library.builders import OtherDevice, video


@pytest.fixture
def db(library: Library) -> Iterator[Database]:
    """A connection to a library that knows one video of 1000 frames."""
    with library.connect() as db:
        put_video(db, video())
        yield db


@pytest.fixture
def other_device(db: Database) -> OtherDevice:
    """What is written inside comes from another device, as sync would bring it."""

    @contextmanager
    def other() -> Iterator[None]:
        mine = db.execute("select device from this_device").fetchone()[0]
        yours = db.execute("insert into devices (uuid) values ('yours')").lastrowid
        db.execute("update this_device set device = ?", [yours])
        yield
        db.execute("update this_device set device = ?", [mine])

    return other
