from storage.cloud.sync.edit_files import MOST_EDITS, encode, parse_name
from storage.cloud.sync.sync_pass import push_edits
from storage.library.journal.sync_state import count_unsent, location_id, unsent_edits
from storage.records import Label, ball_key
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import VIDEO, ball


def place(client: Client) -> int:
    return location_id(client.db, "matches", "", None)


def test_a_file_is_noted_after_the_bucket_has_it(ana: Client, remote: FolderRemote) -> None:
    ana.says(1)
    waiting = unsent_edits(ana.db, place(ana), VIDEO, MOST_EDITS)
    assert waiting is not None
    name, data = encode(VIDEO, waiting.device, waiting.edits)
    remote.write_new(f"videos/{VIDEO}/{name}", data)  # and then the machine was switched off
    ana.says(2)
    list(push_edits(ana.db, remote, place(ana), VIDEO))

    files = [parse_name(entry.key.split("/", 2)[2]) for entry in remote.list("")]
    assert sorted((file.first, file.last) for file in files if file) == [(1, 1), (1, 2)]


def test_each_step_tells_how_many_edits_went(ana: Client, remote: FolderRemote) -> None:
    for x in range(5):
        changes: dict[str, Label | None] = {ball_key(frame): ball(x) for frame in range(999)}
        ana.writes(changes)

    assert list(push_edits(ana.db, remote, place(ana), VIDEO)) == [4000, 995]
    assert count_unsent(ana.db, place(ana)) == 0
