"""A run is its video's and its first writer's."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.cloud.sync.run_files import (
    RunList,
    encode_list,
    encode_part,
)
from storage.cloud.sync.runs import pull_runs
from storage.library.journal.sync_state import location_id
from storage.library.predictions.predictions import candidates, predicted_track, put_candidates
from storage.library.predictions.run_parts import Extent, stored_chunks
from storage.library.predictions.runs import put_run, runs
from storage.library.videos import put_video
from storage.records import CHUNK, Run
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


def place_of(client: Client) -> int:
    return location_id(client.db, "matches", "", None)


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
