"""The first changes of the schema: videos, runs, the journal, sync."""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x746C6E65  # "tlne", marks the file as ours

migrations = Migrations("touchline")


@migrations()
def m001_videos_and_runs(db: Database) -> None:
    """Videos, their frame tables, and the passes of models over them."""
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.executescript(
        """
        create table videos (
            id integer primary key,
            fingerprint text not null unique,
            path blob not null,  -- as the file system encodes it: names need not be Unicode
            frames integer not null,
            width integer not null,
            height integer not null,
            seconds real not null,
            rate text,
            opened text,
            active_run integer references runs on delete set null
        ) strict;
        create index videos_by_path on videos (path);

        create table frame_tables (
            video integer primary key references videos on delete cascade,
            data blob not null
        ) strict;

        create table runs (
            id integer primary key,
            uuid blob not null unique,
            video integer not null references videos on delete cascade,
            model text not null,
            weights text not null,
            settings text not null,
            first integer not null,
            stop integer not null,
            engine text not null,
            created text not null
        ) strict;
        create index runs_by_video on runs (video, created);
        """
    )


@migrations()
def m002_predictions(db: Database) -> None:
    """What runs found, 256 frames a row."""
    db.executescript(
        """
        create table candidate_chunks (
            run integer not null references runs on delete cascade,
            chunk integer not null,
            data blob not null,
            primary key (run, chunk)
        ) strict;

        create table track_chunks (
            run integer not null references runs on delete cascade,
            chunk integer not null,
            analysed integer not null,
            data blob not null,
            primary key (run, chunk)
        ) strict;
        -- counts analysed frames without touching the pages of the data
        create index track_chunks_analysed on track_chunks (run, analysed);
        """
    )


@migrations()
def m003_labels(db: Database) -> None:
    """The present labels: for every record key what the head of its journal says."""
    db.executescript(
        """
        create table ball_labels (
            video integer not null references videos on delete cascade,
            frame integer not null,
            visibility integer not null,
            x real,
            y real,
            source integer not null,
            review integer not null,
            author text not null,
            time text not null,
            edit blob not null,
            primary key (video, frame)
        ) strict, without rowid;
        create index ball_labels_reviewed on ball_labels (video) where review != 0;

        create table events (
            video integer not null references videos on delete cascade,
            id blob not null,
            frame integer not null,
            name text not null,
            confidence real not null,
            source integer not null,
            review integer not null,
            author text not null,
            time text not null,
            edit blob not null,
            primary key (video, id)
        ) strict, without rowid;

        create table clips (
            video integer not null references videos on delete cascade,
            id blob not null,
            first integer not null,
            stop integer not null,
            name text not null,
            author text not null,
            time text not null,
            edit blob not null,
            primary key (video, id)
        ) strict, without rowid;
        """
    )


@migrations()
def m004_journal(db: Database) -> None:
    """Every edit ever made, and which gestures can be undone and redone."""
    db.executescript(
        """
        create table devices (
            id integer primary key,
            uuid text not null unique,
            sequence integer not null default 0  -- of its last edit
        ) strict;

        create table this_device (
            id integer primary key check (id = 1),
            device integer not null references devices
        ) strict;

        create table gestures (
            id integer primary key autoincrement,
            uuid blob not null unique,
            video integer not null references videos on delete cascade,
            device integer not null references devices,
            kind text not null check (kind in ('edit', 'undo', 'redo')),
            author text not null,
            time text not null,
            stack text check (stack in ('undo', 'redo'))  -- where it lies; null: on neither
        ) strict;
        create index gestures_by_stack on gestures (video, device, stack, id)
            where stack is not null;
        create index gestures_by_video on gestures (video);

        create table edits (
            id integer primary key autoincrement,
            uuid blob not null unique,
            gesture integer not null references gestures on delete cascade,
            video integer not null references videos on delete cascade,
            key text not null,
            parent blob,
            before text,
            after text,
            format integer not null,
            device integer not null references devices,
            sequence integer not null,
            unique (device, sequence)
        ) strict;
        create index edits_by_key on edits (video, key);  -- and by id within a key
        create index edits_by_gesture on edits (gesture);
        """
    )


@migrations()
def m005_revisions(db: Database) -> None:
    """Edits of all devices as one tree per record key; what was here before is one chain each."""
    db.executescript(
        """
        create table revisions (
            id integer primary key autoincrement,
            uuid blob not null unique,
            gesture integer not null references gestures on delete cascade,
            video integer not null references videos on delete cascade,
            key text not null,
            parent blob,
            others blob,  -- uuids of further parents, end to end: a choice names all it joins
            before text,
            after text,
            format integer not null,
            device integer not null references devices,
            sequence integer not null,  -- two copies of one library may have counted alike
            depth integer not null,  -- edits on the longest way down to the first one, with both
            leaf integer not null  -- 1: no edit has it as parent
        ) strict;
        insert into revisions
        select id, uuid, gesture, video, key, parent, null, before, after, format, device, sequence,
               row_number() over (partition by video, key order by id),
               row_number() over (partition by video, key order by id desc) = 1
          from edits
         order by id;
        drop table edits;
        alter table revisions rename to edits;
        create index edits_by_key on edits (video, key, leaf);
        create index edits_by_gesture on edits (gesture);
        create index edits_by_device on edits (device, video, sequence);

        create table missing_parents (
            parent blob not null,
            child blob not null references edits (uuid) on delete cascade,
            primary key (parent, child)
        ) strict, without rowid;
        create index missing_parents_by_child on missing_parents (child);

        create table conflicts (  -- keys whose leaves do not all say the same
            video integer not null references videos on delete cascade,
            key text not null,
            primary key (video, key)
        ) strict, without rowid;
        """
    )


@migrations()
def m006_assignments(db: Database) -> None:
    """Which frames somebody has taken on."""
    db.executescript(
        """
        create table assignments (
            video integer not null references videos on delete cascade,
            id blob not null,
            first integer not null,
            stop integer not null,
            person text not null,
            author text not null,
            time text not null,
            edit blob not null,
            primary key (video, id)
        ) strict, without rowid;
        """
    )


@migrations()
def m007_sync(db: Database) -> None:
    """What has gone to a place in S3, and what has come from there."""
    db.executescript(
        """
        create table sync_places (
            id integer primary key,
            bucket text not null,
            prefix text not null,
            endpoint text not null,
            unique (bucket, prefix, endpoint)
        ) strict;

        create table sync_devices (  -- whose edits of which video are to go there, and how far
            place integer not null references sync_places on delete cascade,
            video integer not null references videos on delete cascade,
            device integer not null references devices,
            pushed integer not null default 0,  -- edits up to this sequence are there
            primary key (place, video, device)
        ) strict, without rowid;

        create table sync_files (
            place integer not null references sync_places on delete cascade,
            video integer not null references videos on delete cascade,
            name text not null,  -- counted from the folder of the video
            trouble text,  -- why it was not taken, as JSON; null: it was
            primary key (place, video, name)
        ) strict, without rowid;

        create table past_devices (  -- what this library was before it was copied or restored
            device integer primary key references devices
        ) strict;

        create table sync_runs (
            place integer not null references sync_places on delete cascade,
            run integer not null references runs on delete cascade,
            revision integer not null,  -- the one that lies there
            primary key (place, run)
        ) strict, without rowid;

        alter table runs add column revision integer not null default 0;
        create trigger candidates_written after insert on candidate_chunks begin
            update runs set revision = revision + 1 where id = new.run;
        end;
        create trigger track_written after insert on track_chunks begin
            update runs set revision = revision + 1 where id = new.run;
        end;
        """
    )
