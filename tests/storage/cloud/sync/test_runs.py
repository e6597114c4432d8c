import hashlib
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.cloud.sync.run_files import (
    MOST_LIST_BYTES,
)
from storage.cloud.sync.runs import pull_runs, push_runs
from storage.library.journal.sync_state import KnownFile, known_files, location_id
from storage.library.predictions.predictions import candidates, predicted_track, put_candidates
from storage.library.predictions.runs import active_run, remove_run, runs
from storage.records import CHUNK
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
