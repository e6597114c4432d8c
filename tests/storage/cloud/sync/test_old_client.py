"""Clients of this version and of the one before, which knows neither boxes, classes nor tasks."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from uuid import UUID

import pytest

from storage.library.journal.journal import edits, write_gesture
from storage.library.library import open_library
from storage.library.videos import put_video
from storage.records import (
    LIBRARY,
    Box,
    Clip,
    Event,
    EventClass,
    ball_key,
    box_key,
    clip_key,
    event_key,
)
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import ball, video

OLD = Path("tests/storage/library/fixtures/before_kinds")
ID = UUID(int=9)


@pytest.fixture
def remote(tmp_path: Path) -> FolderRemote:
    """The bucket that clients of the version before have written."""
    return FolderRemote(Path(copytree(OLD / "bucket", tmp_path / "bucket")))


@pytest.fixture
def ana(tmp_path: Path, remote: FolderRemote) -> Iterator[Client]:
    """She has updated: her library has edits of the old format that were never sent."""
    folder = tmp_path / "ana"
    folder.mkdir()
    (folder / "library.db").write_bytes(gzip.decompress((OLD / "library.db.gz").read_bytes()))
    client = Client("ana", open_library(folder), remote)
    yield client
    client.close()


@pytest.fixture
def cleo(tmp_path: Path, remote: FolderRemote) -> Iterator[Client]:
    """She is new."""
    library = open_library(tmp_path / "cleo")
    with library.connect() as db:
        put_video(db, video(frames=300, seconds=12.0))
    client = Client("cleo", library, remote)
    yield client
    client.close()


def heads(remote: FolderRemote) -> list[dict[str, object]]:
    """The first lines of all files of edits."""
    files = [entry for entry in remote.list() if entry.key.endswith(".jsonl")]
    return [json.loads((remote.folder / file.key).read_text().split("\n")[0]) for file in files]


def test_a_client_that_writes_the_old_format_and_new_ones_converge(
    ana: Client, cleo: Client
) -> None:
    for client in (ana, cleo, ana, cleo):
        client.syncs()

    assert ana.state == cleo.state
    assert ana.labels[ball_key(16)] == ball(77.0)
    assert ana.labels[clip_key(UUID(int=5))] == Clip(200, 300, "end")
    assert len(ana.conflicts) == 1


def test_what_the_old_format_can_say_is_written_in_it(ana: Client, remote: FolderRemote) -> None:
    ana.writes({ball_key(30): ball(), event_key(ID): Event(3, "hit")})
    ana.syncs()

    assert {(head["version"], head["labels"]) for head in heads(remote)} == {(1, 1)}


@pytest.mark.parametrize(
    "changes",
    [
        {box_key(ID): Box(1, "player", 0, 0, 9, 9)},
        {event_key(ID): Event(3, "rally", end=9)},
        {event_key(ID): Event(3, "hit", attributes=(("side", "near"),))},
    ],
)
def test_what_it_cannot_say_lies_in_files_that_old_clients_leave_alone(
    ana: Client, remote: FolderRemote, changes: dict[str, Box | Event]
) -> None:
    """The version before leaves files whose `labels` is above 1 in the bucket, and says so."""
    ana.syncs()
    ana.writes({ball_key(30): ball()})
    ana.writes({**changes})
    ana.writes(dict.fromkeys(changes))
    ana.writes({ball_key(31): ball()})
    ana.syncs()

    files = [(head["edits"], head["labels"]) for head in heads(remote)]
    assert (2, 2) in files
    assert files.count((1, 1)) >= 2


def test_what_belongs_to_the_library_lies_where_old_clients_never_look(
    ana: Client, remote: FolderRemote
) -> None:
    write_gesture(ana.db, LIBRARY, {f"class/{ID}": EventClass("serve", "#ff0000")}, "ana")
    ana.syncs()

    [file] = remote.list("library/")
    assert file.key.startswith(f"library/edits/{ana.device}/")
    assert edits(ana.db, LIBRARY)[0].video == LIBRARY
