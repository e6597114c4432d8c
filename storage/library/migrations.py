"""The schema: one function per change, never edited after a release."""

from sqlite_utils import Database

from storage.library.first_migrations import APPLICATION_ID as APPLICATION_ID
from storage.library.first_migrations import migrations as migrations

_MADE = "author text not null, time text not null, edit blob not null, primary key (video, id)"


@migrations()
def m008_kinds(db: Database) -> None:
    """Events that last and have attributes; boxes."""
    db.executescript(
        f"""
        alter table events add column "end" integer;  -- null: a moment
        alter table events add column attributes text not null default '{{}}';

        create table boxes (
            video integer not null references videos on delete cascade,
            id blob not null,
            frame integer not null,
            name text not null,
            "left" real not null,
            top real not null,
            width real not null,
            height real not null,
            track integer,
            confidence real not null,
            source integer not null,
            review integer not null,
            {_MADE}
        ) strict, without rowid;
        create index boxes_by_frame on boxes (video, frame);

        create table known_kinds (name text primary key) strict;  -- those with labels in tables
        insert into known_kinds values ('ball'), ('event'), ('clip'), ('assignment');
        """
    )


@migrations()
def m009_library(db: Database) -> None:
    """What belongs to no single video: classes of events, reels."""
    db.executescript(
        f"""
        -- stands for the library itself: the journal of what belongs to no single video is its
        insert into videos (id, fingerprint, path, frames, width, height, seconds)
        values (0, 'library', x'', 0, 0, 0, 0.0);

        create table event_classes (
            video integer not null references videos on delete cascade,
            id blob not null,
            name text not null,
            colour text not null,
            "key" text not null,
            lead real not null,
            lag real not null,
            attributes text not null,
            settings text not null,
            {_MADE}
        ) strict, without rowid;

        create table reels (
            video integer not null references videos on delete cascade,
            id blob not null,
            name text not null,
            items text not null,
            {_MADE}
        ) strict, without rowid;
        """
    )


@migrations()
def m010_tasks(db: Database) -> None:
    """Runs know their task; one of each task is shown; predictions of events and of boxes."""
    db.executescript(
        """
        alter table runs add column task text not null default 'ball';

        create table active_runs (
            video integer not null references videos on delete cascade,
            task text not null,
            run integer not null references runs on delete cascade,
            primary key (video, task)
        ) strict, without rowid;
        create index active_runs_by_run on active_runs (run);
        insert into active_runs
        select id, 'ball', active_run from videos where active_run is not null;
        alter table videos drop column active_run;
        """
    )
    for kind in ("event", "box"):
        db.executescript(
            f"""
            create table {kind}_predictions (  -- by the chunk in which they begin
                run integer not null references runs on delete cascade,
                chunk integer not null,
                count integer not null,
                data blob not null,
                primary key (run, chunk)
            ) strict;
            create trigger {kind}_predicted after insert on {kind}_predictions begin
                update runs set revision = revision + 1 where id = new.run;
            end;
            """
        )


@migrations()
def m011_writers(db: Database) -> None:
    """Which device made a run: null for this library's own, and those from before."""
    db.execute("alter table runs add column writer text")


@migrations()
def m012_checks(db: Database) -> None:
    """When the whole database was last found sound."""
    db.execute("create table checks (id integer primary key check (id = 1), passed text not null)")
