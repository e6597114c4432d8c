"""Labels of kinds that a newer version has made: kept, merged, passed on as they came."""

import json
from uuid import UUID

import pytest
from sqlite_utils import Database

from storage.cloud.sync.edit_files import decode, encode, parse_name
from storage.errors import UserError
from storage.library.database import rows
from storage.library.journal.conflicts import ConflictChoice, choose, conflicts
from storage.library.journal.journal import edits, undo
from storage.library.journal.merging import EditRow
from storage.library.journal.sync_state import publish_again
from storage.library.label_format import label_from_json
from storage.library.labels import apply_new_kinds, boxes
from storage.records import LIBRARY, Box, UnknownLabel, ball_key, box_key
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.folder import FolderRemote
from tests.storage.library.builders import VIDEO, ball
from tests.storage.library.trees import received

NEWER = "00000000-0000-4000-8000-0000000000ff"
SHOT = f"shot/{UUID(int=7)}"
TEXT = '{"speed":41.250,"by":{"player":"\\u00c4nn"},"path":[1,2.5e-7],"frame":99999}'


def shot(id: int, text: str | None, *parents: int) -> EditRow:
    """An edit of a kind that this version does not know."""
    label = None if text is None else UnknownLabel(text)
    return received(id, parents, label, SHOT)._replace(format=2)


def written(remote: FolderRemote, *made: EditRow, journal: str = VIDEO) -> tuple[str, bytes]:
    """A newer version puts a file into the bucket."""
    name, data = encode(journal, NEWER, made)
    folder = "library/" if journal == LIBRARY else f"videos/{journal}/"
    remote.write_new(folder + name, data)
    return folder + name, data


@pytest.fixture
def text() -> str:
    """What every version of the program writes: compact JSON."""
    return json.dumps(json.loads(TEXT), separators=(",", ":"))


@pytest.mark.parametrize("journal", [VIDEO, LIBRARY])
def test_they_are_kept_beside_the_others(
    ana: Client, remote: FolderRemote, text: str, journal: str
) -> None:
    ana.says(7.0)
    written(remote, shot(1, text), journal=journal)
    result = ana.syncs()

    assert (result.received, result.issues) == (1, [])
    assert ana.labels == {ball_key(1): ball(7.0)}
    [edit] = [edit for edit in edits(ana.db, journal) if edit.key == SHOT]
    assert edit.after == UnknownLabel(text)


def test_they_are_passed_on_to_the_last_character(
    ana: Client, remote: FolderRemote, text: str
) -> None:
    key, data = written(remote, shot(1, text), shot(2, '{"speed":3}', 1), shot(3, None, 2))
    ana.syncs()
    (remote.folder / key).unlink()
    publish_again(ana.db, 1, VIDEO)
    ana.syncs()

    assert remote.read(key, 1 << 20) == data


def test_two_opinions_on_one_are_a_conflict_that_a_choice_settles(
    ana: Client, bob: Client, remote: FolderRemote
) -> None:
    written(remote, shot(1, '{"speed":3}'), shot(2, '{"speed":4}'))
    ana.syncs()
    [conflict] = conflicts(ana.db, VIDEO)
    choose(ana.db, VIDEO, [ConflictChoice(SHOT, conflict.edits, conflict.sides[1].label)], "ana")
    ana.syncs()
    bob.syncs()

    assert conflicts(ana.db, VIDEO) == conflicts(bob.db, VIDEO) == []
    assert ana.state == bob.state


def test_undo_of_others_passes_them_by(ana: Client, remote: FolderRemote, text: str) -> None:
    ana.says(7.0)
    written(remote, shot(1, text))
    ana.syncs()
    undo(ana.db, VIDEO, "ana")

    assert ana.labels == {}
    assert [edit.key for edit in ana.edits] == [ball_key(1), SHOT, ball_key(1)]


def test_a_field_of_a_known_kind_that_is_not_known_makes_the_file_wait(
    ana: Client, remote: FolderRemote
) -> None:
    """It would be lost when the edit is passed on."""
    label = '{"first":1,"stop":9,"name":"ace","rating":5}'
    clip = received(1, (), UnknownLabel(label), f"clip/{UUID(int=7)}")._replace(format=2)
    written(remote, clip)
    [issue] = ana.syncs().issues

    assert "a newer version" in issue.advice
    assert ana.edits == []


@pytest.mark.parametrize("key", ["shot/", "shot/x", "Shot/1", "shot", "shot/1/2", "../shot/1"])
def test_what_is_no_key_of_any_version_is_refused(
    ana: Client, remote: FolderRemote, key: str
) -> None:
    written(remote, shot(1, "{}")._replace(key=key))

    assert len(ana.syncs().issues) == 1


def test_a_version_that_knows_the_kind_shows_what_was_kept(ana: Client) -> None:
    """As if the library had been written before boxes were known."""
    key, box = box_key(UUID(int=7)), Box(1, "player", 0.0, 0.0, 9.0, 9.0)
    ana.writes({key: box})
    _forget_boxes(ana.db)
    apply_new_kinds(ana.db)

    assert [stored.label for stored in boxes(ana.db, VIDEO).values()] == [box]
    apply_new_kinds(ana.db)
    assert rows(ana.db, "select count(*) from boxes") == [(1,)]


def _forget_boxes(db: Database) -> None:
    db.conn.execute("delete from boxes")
    db.conn.execute("delete from known_kinds where name = 'box'")
    db.conn.commit()


def test_a_label_of_a_later_format_is_told_to_the_user() -> None:
    with pytest.raises(UserError, match="format 3"):
        label_from_json(SHOT, "{}", 3)


def test_edits_of_unknown_kinds_are_read_as_they_were_written(text: str) -> None:
    name, data = encode(VIDEO, NEWER, [shot(1, text), shot(2, None, 1)])
    file = parse_name(name)

    assert file is not None
    assert decode(file, VIDEO, 1000, data).edits == [shot(1, text), shot(2, None, 1)]
