import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.cloud.sync.edit_files import NewerFileError, SyncFileError
from storage.cloud.sync.run_files import (
    MOST_LIST_BYTES,
    RunList,
    decode_list,
    decode_part,
    encode_list,
    encode_part,
    run_of_list,
)
from storage.cloud.sync.runs import pull_runs, push_runs
from storage.library.journal.sync_state import KnownFile, known_files, location_id
from storage.library.predictions.boxes import boxes_to_bytes
from storage.library.predictions.chunks import candidates_to_bytes
from storage.library.predictions.events import events_to_bytes
from storage.library.predictions.predictions import candidates, predicted_track, put_candidates
from storage.library.predictions.run_parts import Extent, StoredChunk, stored_chunks
from storage.library.predictions.runs import active_run, put_run, remove_run, runs
from storage.library.videos import put_video
from storage.records import CHUNK, Box, Event, Run
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import (
    VIDEO,
    predict,
    put_positions,
    run,
    some_candidates,
    video,
)
from tests.storage.library.trees import new_library


@pytest.fixture
def tracked(ana: Client) -> UUID:
    """A run of ana's over 600 frames of VIDEO."""
    made = predict(ana.db, np.arange(600.0))
    for chunk in range(3):
        put_candidates(ana.db, made, chunk, some_candidates(CHUNK if chunk < 2 else 88))
    return made


def track_of(client: Client, run: UUID) -> NDArray[np.float64]:
    return predicted_track(client.db, run, 600).x


def scores_of(client: Client, run: UUID) -> NDArray[np.float32]:
    return candidates(client.db, run, 0, 600).score


def names(remote: FolderRemote) -> list[str]:
    return [entry.key for entry in remote.list(f"videos/{VIDEO}/runs/")]


def test_predictions_come_to_who_has_not_computed_them(
    ana: Client, bob: Client, tracked: UUID
) -> None:
    ana.syncs()
    result = bob.syncs()

    assert (result.received_runs, runs(bob.db, VIDEO)) == (1, runs(ana.db, VIDEO))
    for read in (track_of, scores_of):
        np.testing.assert_array_equal(read(bob, tracked), read(ana, tracked))


def test_the_first_run_is_shown(ana: Client, bob: Client, tracked: UUID) -> None:
    ana.syncs()
    bob.syncs()
    shown = active_run(bob.db, VIDEO)

    assert shown is not None
    assert shown.id == tracked


def test_a_run_that_is_shown_stays_shown(ana: Client, bob: Client, tracked: UUID) -> None:
    own = predict(bob.db, np.arange(10.0))
    ana.syncs()
    bob.syncs()
    shown = active_run(bob.db, VIDEO)

    assert shown is not None
    assert shown.id == own
    assert len(runs(bob.db, VIDEO)) == 2


def test_nothing_is_sent_twice(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    first = ana.syncs().sent_runs
    before = names(remote)
    again = [each.syncs() for each in (bob, ana, bob)]

    assert first == 1
    assert [result.sent_runs for result in again] == [0, 0, 0]
    assert names(remote) == before


def test_a_run_that_has_grown_is_sent_anew_and_replaces_what_was_there(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    ana.syncs()
    bob.syncs()
    put_positions(ana.db, tracked, np.arange(400.0), first=600)
    ana.syncs()
    bob.syncs()

    assert np.isfinite(predicted_track(bob.db, tracked, 1000).x).all()
    assert sum(name.endswith(".json") for name in names(remote)) == 2


def test_who_has_more_of_a_run_keeps_it(ana: Client, bob: Client, tracked: UUID) -> None:
    ana.syncs()
    bob.syncs()
    put_positions(bob.db, tracked, np.arange(400.0), first=600)
    ana.syncs()
    bob.syncs()
    ana.syncs()

    assert np.isfinite(predicted_track(ana.db, tracked, 1000).x).all()


def test_a_run_that_was_removed_does_not_come_back(ana: Client, bob: Client, tracked: UUID) -> None:
    ana.syncs()
    bob.syncs()
    remove_run(bob.db, tracked)
    bob.syncs()

    assert runs(bob.db, VIDEO) == []


def test_runs_can_be_left_out(ana: Client, tracked: UUID, remote: FolderRemote) -> None:
    ana.syncs(runs=False)

    assert names(remote) == []


def test_an_empty_run_is_not_sent(ana: Client, remote: FolderRemote) -> None:
    predict(ana.db, [])
    ana.syncs()

    assert names(remote) == []


def test_a_run_with_a_damaged_part_is_told_and_left_out(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    ana.syncs()
    [part] = remote.folder.rglob("*.part")
    part.write_bytes(part.read_bytes()[:-5])
    [issue] = bob.syncs().issues

    assert "cannot be read" in issue.title
    assert runs(bob.db, VIDEO) == []


def test_a_run_without_a_part_is_told_and_left_out(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    ana.syncs()
    [part] = remote.folder.rglob("*.part")
    part.unlink()

    assert len(bob.syncs().issues) == 1


# the files


def test_a_part_comes_back_as_it_was(ana: Client, tracked: UUID) -> None:
    chunks = stored_chunks(ana.db, tracked, 0, 64)
    name, data = encode_part(chunks)

    assert decode_part(name, 1000, data) == chunks
    assert encode_part(chunks) == (name, data)


def test_a_list_comes_back_as_it_was() -> None:
    state = RunList(run(), Extent(3, 600), ("a" * 64 + ".part",))
    name, data = encode_list(VIDEO, state)

    assert decode_list(name, VIDEO, 1000, data) == state
    assert run_of_list(name) == state.run.id


@pytest.mark.parametrize(
    "chunk",
    [
        StoredChunk("track", 9, b"\1"),
        StoredChunk("track", 0, b"\2"),
        StoredChunk("track", 0, b"\1" + b"\xff" * 22),
        StoredChunk("candidates", 0, b"\1\1\0\1"),
        StoredChunk("candidates", 0, b""),
    ],
)
def test_chunks_that_make_no_sense_are_refused(chunk: StoredChunk) -> None:
    name, data = encode_part([chunk])

    with pytest.raises(SyncFileError):
        decode_part(name, 1000, data)


def packed_part(body: bytes, behind: bytes = b"") -> tuple[str, bytes]:
    """A part by somebody who knows how to name one."""
    data = b"touchline run 1\n" + zlib.compress(body) + behind
    return f"{hashlib.sha256(data).hexdigest()}.part", data


def piece(kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", kind, 0, len(data)) + data


CANDIDATES = candidates_to_bytes(some_candidates(9))
TRACK_OF_NINE = b"\1" + bytes(22 * 9)


@pytest.mark.parametrize(
    ("body", "behind"),
    [
        (piece(0, CANDIDATES), b"x"),
        (piece(0, CANDIDATES + b"x" * 60_000), b""),
        (piece(0, CANDIDATES) * 2, b""),
        (piece(1, TRACK_OF_NINE) * 2, b""),
        (piece(2, events_to_bytes([Event(3, "hit")]) + b"x"), b""),
        (piece(3, boxes_to_bytes(0, [Box(3, "player", 0, 0, 9, 9)]) + b"x"), b""),
        (piece(1, b"\1" + struct.pack("<BBddf", 1, 1, 1e300, 0, 0.5)), b""),
        (piece(9, b""), b""),
    ],
)
def test_parts_with_anything_behind_doubled_or_out_of_bounds_are_refused(
    body: bytes, behind: bytes
) -> None:
    with pytest.raises(SyncFileError):
        decode_part(*named_part(packed_part(body, behind)))


def named_part(part: tuple[str, bytes]) -> tuple[str, int, bytes]:
    name, data = part
    return name, 1000, data


@pytest.mark.parametrize(
    "change", [lambda data: data[:-4], lambda data: data[:16] + b"x", bytes.upper]
)
def test_parts_that_were_changed_are_refused(change: Callable[[bytes], bytes]) -> None:
    name, data = encode_part([StoredChunk("track", 0, b"\1")])

    with pytest.raises(SyncFileError):
        decode_part(name, 1000, change(data))


def named_list(old: bytes, new: bytes) -> tuple[str, bytes]:
    """A list changed by somebody who knows how to name a file."""
    made = run()
    data = encode_list(VIDEO, RunList(made, Extent(1, 1), ()))[1].replace(old, new)
    return f"runs/{made.id}/{hashlib.sha256(data).hexdigest()}.json", data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"motion"', b"null"),
        (b'"motion"', b'"two\\nlines"'),
        (b'"motion"', b'""'),
        (b'"motion"', b'"/tmp/model"'),
        (b'"motion"', b'"../model"'),
        (b'"motion"', b'".."'),
        (b'"motion"', b'"a\\\\b"'),
        (b'"motion"', b'"' + b"x" * 201 + b'"'),
        (b'"stop": 1000', b'"stop": 7, "first": 8'),
        (b'"first": 0', b'"first": true'),
        (b'"engine": "cpu"', b'"engine": 7'),
        (b'"parts": []', b'"parts": ["' + b"a" * 64 + b'.part", "' + b"b" * 64 + b'.part"]'),
        (b'"touchline"', b'"device": "me", "touchline"'),
        (b'"{}"', b'"[]"'),
        (b'"stop": 1000', b'"stop": 1001'),
        (b'"stop": 1000', b'"stop": "all"'),
        (b"2026-01-02", b"yesterday"),
        (b'"parts": []', b'"parts": ["../../x"]'),
        (b'"parts": []', b'"parts": 7'),
        (b'"touchline": "run"', b'"touchline": "walk"'),
        (b"{", b"["),
    ],
)
def test_lists_that_make_no_sense_are_refused(old: bytes, new: bytes) -> None:
    name, data = named_list(old, new)

    with pytest.raises(SyncFileError):
        decode_list(name, VIDEO, 1000, data)


def test_a_wrong_clock_costs_nobody_a_run() -> None:
    state = decode_list(*decoded_args(b"2026-01-02", b"0001-01-01"))

    assert state.run.created.year == 1972


def decoded_args(old: bytes, new: bytes) -> tuple[str, str, int, bytes]:
    name, data = named_list(old, new)
    return name, VIDEO, 1000, data


def test_a_list_of_a_newer_version_is_told_apart() -> None:
    name, data = named_list(b'"version": 1', b'"version": 3')

    with pytest.raises(NewerFileError):
        decode_list(name, VIDEO, 1000, data)


# the two halves by themselves


def place_of(client: Client) -> int:
    return location_id(client.db, "matches", "", None)


def pushed(client: Client, remote: FolderRemote) -> list[UUID]:
    listing = list(remote.list())
    pushed_runs = push_runs(client.db, remote, place_of(client), video(), listing)
    return [each.run.id for each in pushed_runs]


def pulled(client: Client, remote: FolderRemote) -> list[UUID | None]:
    """What each step took in: a run that is whole, None for a part."""
    known = known_files(client.db, place_of(client), VIDEO)
    work = pull_runs(client.db, remote, place_of(client), video(), remote.list(), known)
    return [None if each is None else each.id for each in work]


def test_a_run_is_pushed_until_the_bucket_has_all_of_it(
    ana: Client, tracked: UUID, remote: FolderRemote
) -> None:
    assert pushed(ana, remote) == [tracked]
    assert pushed(ana, remote) == []
    put_positions(ana.db, tracked, np.arange(10.0), first=600)
    assert pushed(ana, remote) == [tracked]


def test_a_push_that_is_stopped_is_gone_on_from(
    ana: Client, tracked: UUID, remote: FolderRemote
) -> None:
    work = push_runs(ana.db, remote, place_of(ana), video(), [])
    next(work)
    work.close()

    assert pushed(ana, remote) == []
    assert [name.rpartition(".")[2] for name in names(remote)].count("part") == 1


def test_a_run_is_pulled_part_by_part_and_that_once(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    pushed(ana, remote)

    assert pulled(bob, remote) == [None, tracked]
    assert pulled(bob, remote) == []
    assert pushed(bob, remote) == []  # it is where it came from


def test_a_pull_that_is_stopped_after_the_last_part_shows_the_run_next_time(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    pushed(ana, remote)
    work = pull_runs(bob.db, remote, place_of(bob), video(), remote.list(), {})
    next(work)
    work.close()
    assert active_run(bob.db, VIDEO) is None

    assert pulled(bob, remote) == [tracked]
    assert active_run(bob.db, VIDEO) == active_run(ana.db, VIDEO)
    np.testing.assert_array_equal(track_of(bob, tracked), track_of(ana, tracked))
    assert pushed(bob, remote) == []


def test_a_list_that_is_too_long_or_no_list_at_all_is_left_alone(
    bob: Client, remote: FolderRemote
) -> None:
    folder = f"videos/{VIDEO}/runs/{run().id}/"
    remote.write_new(f"{folder}{'a' * 64}.json", b" " * (MOST_LIST_BYTES + 1))
    remote.write_new(f"{folder}notes.txt", b"hello")

    assert pulled(bob, remote) == []
    assert runs(bob.db, VIDEO) == []


def test_a_list_that_is_no_json_is_remembered_with_what_is_wrong(
    bob: Client, remote: FolderRemote
) -> None:
    data = b"walk"
    name = f"runs/{run().id}/{hashlib.sha256(data).hexdigest()}.json"
    remote.write_new(f"videos/{VIDEO}/{name}", data)

    assert pulled(bob, remote) == []
    known: dict[str, KnownFile] = known_files(bob.db, place_of(bob), VIDEO)
    assert "cannot be read" in str(known[name].refusal)


# a run is its video's and its first writer's


OTHER_VIDEO = "cd" * 32


def forged(
    remote: FolderRemote, like: Run, x: float, extent: Extent, writer: str = "", **fields: Any
) -> None:
    """A stranger puts a run of that id into the bucket that sees the ball at `x` everywhere."""
    with new_library() as db:
        put_run(db, replace(like, video=VIDEO))
        put_positions(db, like.id, np.full(1000, x))
        part, data = encode_part(stored_chunks(db, like.id, 0, 64))
    folder = f"videos/{VIDEO}/"
    remote.write_new(f"{folder}runs/{like.id}/{part}", data)
    told = replace(like, video=VIDEO, **fields)
    name, data = encode_list(VIDEO, RunList(told, extent, (part,), writer))
    remote.write_new(folder + name, data)


@pytest.mark.parametrize("extent", [Extent(0, 1000), Extent(3, 601), Extent(3, 600)])
@pytest.mark.parametrize("writer", ["", "00000000-0000-4000-8000-00000000000a"])
def test_my_own_run_is_never_overwritten(
    ana: Client, tracked: UUID, remote: FolderRemote, extent: Extent, writer: str
) -> None:
    [own] = runs(ana.db, VIDEO)
    before = track_of(ana, tracked)
    forged(remote, own, 7.0, extent, writer)
    result = ana.syncs()

    np.testing.assert_array_equal(track_of(ana, tracked), before)
    assert runs(ana.db, VIDEO) == [own]
    assert result.sent_runs == 1  # nor does it count as sent
    assert len(result.issues) == (extent > Extent(3, 600))


@pytest.mark.parametrize("fields", [{"model": "fast"}, {"settings": '{"a":1}'}, {"task": "events"}])
def test_what_a_run_is_never_changes(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote, fields: dict[str, Any]
) -> None:
    ana.syncs()
    bob.syncs()
    [pulled_run] = runs(bob.db, VIDEO)
    forged(remote, pulled_run, 7.0, Extent(9, 1000), ana.device, **fields)
    [issue] = bob.syncs().issues

    assert "has the id of another one" in issue.title
    assert runs(bob.db, VIDEO) == [pulled_run]
    np.testing.assert_array_equal(track_of(bob, tracked), track_of(ana, tracked))


def test_a_run_of_another_video_stays_there(ana: Client, remote: FolderRemote) -> None:
    put_video(ana.db, video(fingerprint=OTHER_VIDEO))
    other = run(video=OTHER_VIDEO)
    put_run(ana.db, other)
    put_positions(ana.db, other.id, np.arange(10.0))
    forged(remote, other, 7.0, Extent(0, 1000))
    [issue] = ana.syncs().issues

    assert "has the id of another one" in issue.title
    assert (runs(ana.db, VIDEO), runs(ana.db, OTHER_VIDEO)) == ([], [other])


def test_only_its_writer_changes_a_pulled_run(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    ana.syncs()
    bob.syncs()
    [pulled_run] = runs(bob.db, VIDEO)
    forged(remote, pulled_run, 7.0, Extent(9, 1000), "00000000-0000-4000-8000-00000000000a")
    issues = bob.syncs().issues
    put_positions(ana.db, tracked, np.full(1000, 3.0))
    ana.syncs()
    bob.syncs()

    assert len(issues) == 1
    assert (predicted_track(bob.db, tracked, 1000).x == 3.0).all()


def test_a_forged_list_does_not_hide_the_true_one(
    ana: Client, bob: Client, tracked: UUID, remote: FolderRemote
) -> None:
    ana.syncs()
    [own] = runs(ana.db, VIDEO)
    forged(remote, own, 7.0, Extent(99, 1000))
    [issue] = bob.syncs().issues

    assert "does not contain what it promises" in issue.title
    np.testing.assert_array_equal(track_of(bob, tracked), track_of(ana, tracked))


def test_a_part_that_is_named_often_is_read_once(bob: Client, remote: FolderRemote) -> None:
    reads: list[str] = []

    class Counting(FolderRemote):
        def read(self, key: str, most: int) -> bytes:
            reads.append(key)
            return super().read(key, most)

    long = video(frames=CHUNK * 64 * 3)
    put_video(bob.db, long)
    part, data = encode_part([])
    told = run(stop=long.frames)
    name, text = encode_list(VIDEO, RunList(told, Extent(0, 0), (part,) * 3))
    remote.write_new(f"videos/{VIDEO}/runs/{told.id}/{part}", data)
    remote.write_new(f"videos/{VIDEO}/{name}", text)
    work = pull_runs(bob.db, Counting(remote.folder), place_of(bob), long, remote.list(), {})

    assert len(list(work)) == 2
    assert [key.rpartition(".")[2] for key in reads] == ["json", "part"]
