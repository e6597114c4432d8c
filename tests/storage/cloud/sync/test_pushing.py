from collections.abc import Callable
from pathlib import Path

import pytest

from storage.cloud.sync.edit_files import MOST_EDITS, encode, parse_name
from storage.cloud.sync.sync_pass import push_edits
from storage.library.journal.sync_state import count_unsent, location_id, unsent_edits
from storage.records import Label, ball_key
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import VIDEO, ball, video


def place(client: Client) -> int:
    return location_id(client.db, "matches", "", None)


def test_a_file_is_noted_after_the_bucket_has_it(ana: Client, remote: FolderRemote) -> None:
    ana.says(1)
    waiting = unsent_edits(ana.db, place(ana), VIDEO, MOST_EDITS)
    assert waiting is not None
    name, data = encode(VIDEO, waiting.device, waiting.edits)
    remote.write_new(f"videos/{VIDEO}/{name}", data)  # and then the machine was switched off
    ana.says(2)
    list(push_edits(ana.db, remote, place(ana), video()))

    files = [parse_name(entry.key.split("/", 2)[2]) for entry in remote.list("")]
    assert sorted((file.first, file.last) for file in files if file) == [(1, 1), (1, 2)]


def test_each_step_tells_how_many_edits_went(ana: Client, remote: FolderRemote) -> None:
    for x in range(5):
        changes: dict[str, Label | None] = {ball_key(frame): ball(x) for frame in range(999)}
        ana.writes(changes)

    sent = push_edits(ana.db, remote, place(ana), video())

    assert [file.edits for file in sent] == [4000, 995]
    assert count_unsent(ana.db, place(ana)) == 0


class Forgetful(FolderRemote):
    """Confirms every object, and keeps it shorter or with a flipped bit."""

    def __init__(self, folder: Path, change: Callable[[bytes], bytes]) -> None:
        super().__init__(folder)
        self._change = change

    def write_new(self, key: str, data: bytes) -> bool:
        return super().write_new(key, self._change(data))


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: b"", lambda data: data[:-9] + b"?" * 9]
)
def test_what_the_bucket_does_not_keep_is_not_sent(
    ana: Client, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    ana.says(1)
    ana.remote = Forgetful(tmp_path / "forgetful", change)
    result = ana.syncs()

    assert result.sent == 0
    assert [issue.kind for issue in result.issues] == ["video"]
    assert count_unsent(ana.db, place(ana)) == 1


def test_edits_that_others_cannot_read_are_told_by_the_sender(ana: Client) -> None:
    for frame in (1, 2):
        ana.says(1, frame)
    ana.db.execute("update edits set after = '{}' where key = 'ball/2'")
    ana.db.conn.commit()
    result = ana.syncs()

    assert result.sent == 2
    assert [issue.title for issue in result.issues] == ["Others cannot read 1 edit of final.mp4."]
