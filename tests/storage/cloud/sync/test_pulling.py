"""Files of strangers: what cannot be taken is told, and stands in nobody's way."""

import hashlib
import os

import pytest

from storage.cloud.sync import sync_issues
from storage.cloud.sync.edit_files import encode, parse_name
from storage.cloud.sync.pulling import new_edit_files
from storage.library.journal.sync_state import KnownFile
from storage.records import ball_key
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import VIDEO, ball
from tests.storage.library.trees import received

STRANGER = "00000000-0000-4000-8000-00000000000a"
FOLDER = f"videos/{VIDEO}/"
ONE = [received(1, after=ball(7))]


def put(remote: FolderRemote, name: str, data: bytes) -> None:
    remote.write_new(FOLDER + name, data)


def newer_file() -> tuple[str, bytes]:
    """A file of a version to come."""
    data = encode(VIDEO, STRANGER, ONE)[1].replace(b'"version":1', b'"version":2')
    return f"edits/{STRANGER}/1-1-{hashlib.sha256(data).hexdigest()}.jsonl", data


def test_a_damaged_file_is_told_and_the_others_are_taken(ana: Client, remote: FolderRemote) -> None:
    data = encode(VIDEO, STRANGER, ONE)[1].replace(b'"edits":1', b'"edits":2')
    put(remote, f"edits/{STRANGER}/1-1-{hashlib.sha256(data).hexdigest()}.jsonl", data)
    put(remote, *encode(VIDEO, STRANGER, [received(3, after=ball(3))]))
    [issue] = ana.syncs().issues

    assert (issue.kind, issue.video) == ("file", VIDEO)
    assert "damaged" in issue.title
    assert ana.labels == {ball_key(1): ball(3)}


def test_the_trouble_stays_until_the_file_is_another(ana: Client, remote: FolderRemote) -> None:
    name, data = encode(VIDEO, STRANGER, ONE)
    put(remote, name, data[:-1])
    first, second = ana.syncs().issues, ana.syncs().issues
    (remote.folder / FOLDER / name).write_bytes(data)

    assert first == second
    assert (ana.syncs().issues, ana.labels) == ([], {ball_key(1): ball(7)})


def test_a_file_of_a_newer_version_waits_for_an_update(
    ana: Client, remote: FolderRemote, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, data = newer_file()
    put(remote, name, data)
    [issue] = ana.syncs().issues
    [entry] = [entry for entry in remote.list(FOLDER) if "/edits/" in entry.key]
    known = {name: KnownFile(name, sync_issues.Refusal("newer", "update").text(entry))}

    assert issue.title.endswith("was written by a newer version of Touchline.")
    assert new_edit_files(VIDEO, [entry], known) == []
    monkeypatch.setattr(sync_issues, "READER", sync_issues.READER + 1)
    assert new_edit_files(VIDEO, [entry], known) == [entry]


@pytest.mark.parametrize("name", ["edits/notes.txt", f"edits/{STRANGER}/1-2.jsonl.zst"])
def test_a_file_that_nobody_knows_is_told(ana: Client, remote: FolderRemote, name: str) -> None:
    put(remote, name, b"hello")

    assert [issue.kind for issue in ana.syncs().issues] == ["file"]


def test_a_file_without_end_is_not_read(ana: Client, remote: FolderRemote) -> None:
    name, data = encode(VIDEO, STRANGER, ONE)
    put(remote, name, data + b" " * (16 << 20))
    [issue] = ana.syncs().issues

    assert "too large" in issue.title


def test_an_edit_that_was_changed_afterwards_is_told_and_left_out(
    ana: Client, remote: FolderRemote
) -> None:
    put(remote, *encode(VIDEO, STRANGER, ONE))
    other = received(2, after=ball(9), key="ball/2")
    put(remote, *encode(VIDEO, STRANGER, [received(1, after=ball(8)), other]))
    [issue] = ana.syncs().issues

    assert "the id of others (1)" in issue.title
    assert len(ana.edits) == 2


def test_an_edit_that_cannot_be_read_is_told_by_count_and_costs_no_other(
    ana: Client, remote: FolderRemote
) -> None:
    outside = received(2, after=ball(1), key="ball/1000")
    put(remote, *encode(VIDEO, STRANGER, [*ONE, outside]))
    [issue] = ana.syncs().issues

    assert issue.title.startswith("1 of 2 edits in the bucket could not be read: edits/")
    assert "not in a video of 1000 frames" in issue.advice
    assert ana.labels == {ball_key(1): ball(7)}
    assert ana.syncs().issues == [issue]


def test_edits_told_twice_are_taken_once(ana: Client, remote: FolderRemote) -> None:
    both = [received(1, after=ball(7)), received(2, [1], ball(8))]
    for part in (both[:1], both, both[1:]):
        put(remote, *encode(VIDEO, STRANGER, part))

    assert ana.syncs().received == 2


def test_children_that_come_before_their_parents_find_them_later(
    ana: Client, remote: FolderRemote
) -> None:
    put(remote, *encode(VIDEO, STRANGER, [received(2, [1], ball(8))]))
    ana.syncs()
    put(remote, *encode(VIDEO, STRANGER, ONE))
    ana.syncs()

    assert (ana.labels, ana.conflicts) == ({ball_key(1): ball(8)}, [])


def test_files_are_read_in_the_order_of_the_server(remote: FolderRemote) -> None:
    names = [encode(VIDEO, STRANGER, [received(id)])[0] for id in (2, 1)]
    for second, name in enumerate(names):
        put(remote, name, b"")
        os.utime(remote.folder / FOLDER / name, (second, second))
    listing = list(remote.list(FOLDER))

    assert [entry.key for entry in new_edit_files(VIDEO, [*listing, *listing], {})] == [
        FOLDER + name for name in names
    ]
    assert all(parse_name(name) for name in names)
