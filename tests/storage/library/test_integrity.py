from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from storage.errors import UserError
from storage.library.integrity import INTERVAL, check_integrity, is_check_due
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.library.videos import put_video
from storage.records import ball_key
from tests.storage.library import builders


def filled(library: Library) -> Path:
    """The file of a library with labels on many pages, and nothing beside it."""
    with library.connect() as db:
        put_video(db, builders.video())
        for number in range(40):
            keys = {ball_key(frame): builders.ball(frame) for frame in range(50)}
            write_gesture(db, builders.VIDEO, keys if number % 2 else dict.fromkeys(keys), "ana")
        db.conn.execute("pragma wal_checkpoint(truncate)")
    return library.folder / "library.db"


def test_a_sound_library_passes_the_check(library: Library) -> None:
    filled(library)

    check_integrity(library)


@pytest.mark.parametrize("part", range(1, 10))
def test_pages_that_were_zeroed_are_found(library: Library, part: int) -> None:
    path = filled(library)
    data = bytearray(path.read_bytes())
    page = len(data) // 4096 * part // 10
    data[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(data)

    with pytest.raises(UserError, match="damaged"):
        check_integrity(open_library(library.folder))


def test_a_schema_that_says_something_else_is_damage_and_no_bug(library: Library) -> None:
    path = filled(library)
    data = path.read_bytes()
    assert data.count(b"migration_set") > 0
    path.write_bytes(data.replace(b"migration_set", b"migration_sat"))

    with pytest.raises(UserError, match="damaged"):
        open_library(library.folder)


@pytest.mark.parametrize(
    "name", [b"depth", b"missing_parents", b"ball_labels", b"this_device", b"active_runs"]
)
def test_a_flip_anywhere_in_the_schema_is_damage_and_no_bug(library: Library, name: bytes) -> None:
    path = filled(library)
    data = path.read_bytes()
    path.write_bytes(data.replace(name, name[:-1] + b"q"))

    with pytest.raises(UserError, match="damaged"):
        check_integrity(open_library(library.folder))


@pytest.mark.parametrize("seed", range(12))
def test_a_page_with_flipped_bits_never_ends_in_a_bug(library: Library, seed: int) -> None:
    """What a row says may change unseen: only sums of our own would tell."""
    path = filled(library)
    data, random = bytearray(path.read_bytes()), Random(seed)
    page = random.randrange(1, len(data) // 4096)
    for _ in range(200):
        data[page * 4096 + random.randrange(4096)] ^= 1 << random.randrange(8)
    path.write_bytes(data)

    with suppress(UserError):
        check_integrity(open_library(library.folder), thorough=True)


def test_it_is_remembered_when_the_check_passed(library: Library) -> None:
    now = datetime.now(UTC)
    assert is_check_due(library, now)
    check_integrity(library)

    assert not is_check_due(library, now + INTERVAL / 2)
    assert is_check_due(library, now + 2 * INTERVAL)
    assert is_check_due(library, now - 2 * INTERVAL)  # a clock that was wrong
