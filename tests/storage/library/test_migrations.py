from sqlite_utils import Database

from storage.library.first_migrations import APPLICATION_ID
from storage.library.migrations import migrations


def test_every_migration_leads_to_the_next() -> None:
    db = Database(memory=True)
    for migration in migrations.pending(db):
        migrations.apply(db, stop_before=migration.name)

    migrations.apply(db)

    assert migrations.pending(db) == []
    db.close()


def test_the_file_is_marked_as_ours() -> None:
    db = Database(memory=True)
    migrations.apply(db)

    assert db.conn.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    db.close()


def test_no_reference_points_nowhere() -> None:
    db = Database(memory=True)
    migrations.apply(db)

    assert list(db.conn.execute("pragma foreign_key_check")) == []
    db.close()


def test_a_journal_from_before_revisions_becomes_one_chain_a_key() -> None:
    db = Database(memory=True)
    migrations.apply(db, stop_before="m005_revisions")
    db.executescript(
        """
        insert into videos (id, fingerprint, path, frames, width, height, seconds)
        values (1, 'v', x'00', 9, 1, 1, 1.0);
        insert into devices (id, uuid, sequence) values (1, 'mine', 3);
        insert into this_device values (1, 1);
        insert into gestures (id, uuid, video, device, kind, author, time)
        values (1, x'01', 1, 1, 'edit', 'ana', '2026-01-01T00:00:00+00:00');
        insert into edits (uuid, gesture, video, key, parent, after, format, device, sequence)
        values (x'0a', 1, 1, 'ball/1', null, '{}', 1, 1, 1),
               (x'0b', 1, 1, 'ball/2', null, '{}', 1, 1, 2),
               (x'0c', 1, 1, 'ball/1', x'0a', null, 1, 1, 3);
        """
    )
    migrations.apply(db)

    found = db.conn.execute("select uuid, parent, depth, leaf, sequence from edits order by id")
    assert list(found) == [
        (b"\x0a", None, 1, 0, 1),
        (b"\x0b", None, 1, 1, 2),
        (b"\x0c", b"\x0a", 2, 1, 3),
    ]
    assert list(db.conn.execute("pragma foreign_key_check")) == []
    db.close()
