from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from storage.cloud.s3.errors import Offline
from storage.cloud.sync.sync_pass import sync, video_file
from storage.library.journal.journal import undo
from storage.library.journal.sync_state import location_id, publish_again
from storage.library.library import open_library
from storage.library.videos import put_video, remove_video
from storage.records import Assignment, Clip, Event, Label, ball_key
from tests.draining import drained
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import VIDEO, ball, video

ID = "00000000-0000-4000-8000-000000000001"
NewClient = Callable[[str], Client]


def files(remote: FolderRemote) -> list[str]:
    return [entry.key for entry in remote.list("")]


def test_what_one_says_another_sees(ana: Client, bob: Client) -> None:
    labels: dict[str, Label] = {
        ball_key(1): ball(1),
        f"event/{ID}": Event(3, "hit"),
        f"clip/{ID}": Clip(3, 9, "rally"),
        f"assignment/{ID}": Assignment(0, 500, "ana"),
    }
    ana.writes(dict(labels))
    ana.syncs()
    bob.syncs()

    assert bob.labels == labels
    assert bob.edits == ana.edits


def test_edits_of_two_merge_record_by_record(ana: Client, bob: Client) -> None:
    ana.says(1, frame=1)
    bob.says(2, frame=2)
    for each in (ana, bob, ana):
        each.syncs()

    assert ana.labels == bob.labels == {ball_key(1): ball(1), ball_key(2): ball(2)}
    assert ana.conflicts == bob.conflicts == []


def test_two_who_change_one_label_see_the_same_conflict(ana: Client, bob: Client) -> None:
    ana.says(1)
    bob.says(2)
    for each in (ana, bob, ana):
        each.syncs()

    assert ana.state == bob.state
    assert [one.key for one in ana.conflicts] == [ball_key(1)]


def test_a_removed_label_goes_everywhere(ana: Client, bob: Client) -> None:
    ana.says(1)
    ana.syncs()
    bob.syncs()
    bob.writes({ball_key(1): None})
    bob.syncs()
    ana.syncs()

    assert ana.labels == {}


def test_an_undo_travels(ana: Client, bob: Client) -> None:
    ana.says(1)
    ana.syncs()
    undo(ana.db, VIDEO, "ana")
    ana.syncs()
    bob.syncs()

    assert (bob.labels, [edit.kind for edit in bob.edits]) == ({}, ["edit", "undo"])


def test_a_second_pass_changes_nothing(ana: Client, remote: FolderRemote) -> None:
    ana.says(1)
    ana.syncs()
    before = files(remote)
    result = ana.syncs()

    assert (result.sent, result.received, files(remote)) == (0, 0, before)


def test_a_pass_says_what_it_did(ana: Client, bob: Client) -> None:
    ana.writes({ball_key(frame): ball() for frame in range(5)})
    bob.says(1, frame=9)

    assert ana.syncs().sent == 5
    result = bob.syncs()
    assert (result.sent, result.received, result.issues) == (1, 5, [])


def test_edits_wait_until_they_are_sent(ana: Client) -> None:
    ana.writes({ball_key(frame): ball() for frame in range(5)})
    waiting = ana.waiting()
    ana.syncs()

    assert (waiting, ana.waiting()) == (5, 0)
    assert ana.waiting(FolderRemote(Path(), "elsewhere")) == 5


def test_edits_of_others_do_not_wait(ana: Client, bob: Client) -> None:
    ana.says(1)
    ana.syncs()
    bob.syncs()

    assert bob.waiting() == 0


def test_only_the_asked_videos_are_looked_at(ana: Client, remote: FolderRemote) -> None:
    ana.says(1)
    ana.syncs(videos=["other"])

    assert files(remote) == []


def test_many_edits_go_in_several_files(ana: Client, bob: Client, remote: FolderRemote) -> None:
    for x in range(9):
        ana.writes({ball_key(frame): ball(x) for frame in range(1000)})
    ana.syncs()
    bob.syncs()

    assert sum("/edits/" in name for name in files(remote)) == 3
    assert bob.labels == ana.labels


def test_the_video_file_says_the_same_wherever_it_is_written(
    ana: Client, bob: Client, remote: FolderRemote
) -> None:
    ana.syncs()
    put_video(bob.db, video(path=Path("/elsewhere/copy.mp4")))
    bob.syncs()

    assert remote.read(f"videos/{VIDEO}/video.json", 1000) == video_file(video())


def test_progress_comes_to_its_end(ana: Client) -> None:
    ana.writes({ball_key(frame): ball() for frame in range(50)})
    steps = list(sync(ana.library, ana.remote))

    assert (steps[-1].done, steps[-1].total) == (50, 50)


# what goes wrong


def test_an_emptied_bucket_removes_nothing_and_is_told(ana: Client, remote: FolderRemote) -> None:
    ana.says(1)
    ana.syncs()
    rmtree(remote.folder / "videos")
    ana.says(2)
    [issue] = ana.syncs().issues

    assert (issue.kind, issue.video) == ("removed", VIDEO)
    assert ana.labels == {ball_key(1): ball(2)}
    assert files(remote) == []


def test_an_emptied_bucket_can_be_filled_again_with_the_edits_of_all(
    ana: Client, bob: Client, client: NewClient, remote: FolderRemote
) -> None:
    ana.says(1)
    ana.syncs()
    bob.says(2, frame=2)
    bob.syncs()
    rmtree(remote.folder / "videos")
    publish_again(bob.db, location_id(bob.db, "matches", "", None), VIDEO)
    result = bob.syncs()
    cleo = client("cleo")
    cleo.syncs()

    assert (result.sent, result.issues) == (2, [])
    assert cleo.state == bob.state
    assert bob.waiting() == 0


def test_a_video_taken_out_of_the_library_comes_back_with_its_labels(
    ana: Client, remote: FolderRemote
) -> None:
    ana.says(1)
    ana.syncs()
    before = files(remote)
    remove_video(ana.db, VIDEO)
    put_video(ana.db, video())
    ana.syncs()

    assert ana.labels == {ball_key(1): ball(1)}
    assert files(remote) == before
    ana.says(2)
    assert ana.syncs().sent == 1


def test_a_copy_of_a_library_becomes_a_device_of_its_own(
    ana: Client, client: NewClient, tmp_path: Path, remote: FolderRemote
) -> None:
    ana.says(1)
    ana.syncs()
    twin = Client("twin", open_library(_copied(ana, tmp_path / "twin")), remote)
    ana.says(2, frame=2)
    twin.says(3, frame=3)
    for each in (ana, twin, ana, twin):
        each.syncs()

    assert ana.device != twin.device
    assert ana.state == twin.state
    assert len(ana.labels) == 3
    twin.close()


def test_a_library_restored_from_a_backup_becomes_another_device(
    ana: Client, bob: Client, tmp_path: Path, remote: FolderRemote
) -> None:
    ana.says(1)
    ana.syncs()
    backup = _copied(ana, tmp_path / "backup")
    ana.says(2, frame=2)
    ana.syncs()
    restored = Client("ana", open_library(backup), remote)
    before = restored.device
    restored.syncs()
    restored.says(3, frame=3)
    restored.syncs()
    bob.syncs()

    assert before == ana.device != restored.device
    assert bob.state == restored.state
    assert len(bob.labels) == 3
    restored.close()


def test_a_renumbered_gesture_can_still_be_undone(
    ana: Client, tmp_path: Path, remote: FolderRemote
) -> None:
    ana.says(1)
    restored = Client("ana", open_library(_copied(ana, tmp_path / "backup")), remote)
    ana.says(2, frame=2)
    ana.syncs()
    restored.says(3, frame=3)
    restored.syncs()
    undo(restored.db, VIDEO, "ana")

    assert set(restored.labels) == {ball_key(1), ball_key(2)}
    restored.close()


def test_a_cut_off_pass_is_simply_done_again(ana: Client, bob: Client) -> None:
    for x in range(9):
        ana.writes({ball_key(frame): ball(x) for frame in range(1000)})
    work = sync(ana.library, ana.remote)
    next(work)
    work.close()
    ana.syncs()
    bob.syncs()

    assert bob.labels == ana.labels


def test_without_a_network_nothing_is_lost(ana: Client) -> None:
    class Unplugged(FolderRemote):
        def write_new(self, key: str, data: bytes) -> bool:
            raise Offline("No network.")

    ana.says(1)
    with pytest.raises(Offline):
        drained(sync(ana.library, Unplugged(Path("/nowhere"))))

    assert ana.waiting() == 1


def _copied(client: Client, folder: Path) -> Path:
    folder.mkdir()
    client.db.execute("vacuum into ?", [str(folder / "library.db")])
    return folder
