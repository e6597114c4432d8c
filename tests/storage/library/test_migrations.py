from sqlite_utils import Database

from storage.library.migrations import APPLICATION_ID, migrations


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
