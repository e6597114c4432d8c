"""Sync state: what of the journal was sent to an S3 location, received from it, and is unsent.

The journal itself is the queue: an edit waits as long as its number is above what was pushed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlite_utils import Database

from storage.library.database import rows, writing
from storage.library.journal.merging import EditRow
from storage.library.predictions.runs import runs
from storage.library.videos import video_id
from storage.records import Run

_OURS = "select device from this_device union select device from past_devices"


@dataclass(frozen=True, slots=True)
class UnsentEdits:
    """Edits of one device that have not been sent to a location, in order."""

    device: str
    edits: list[EditRow]


class KnownFile(NamedTuple):
    """A file of a location that was sent or read before."""

    name: str  # counted from the folder of the video
    refusal: str | None  # why it was not read, as JSON; None: it was read


def location_id(db: Database, bucket: str, prefix: str, endpoint: str | None) -> int:
    """The number of an S3 location in this library's tables."""
    where = {"bucket": bucket, "prefix": prefix, "endpoint": endpoint or ""}
    sql = """
        select id
          from sync_places
         where bucket = :bucket and prefix = :prefix and endpoint = :endpoint
    """
    numbers = rows(db, sql, where)
    if not numbers:
        with writing(db):
            db.conn.execute(
                """
                insert or ignore into sync_places (bucket, prefix, endpoint)
                values (:bucket, :prefix, :endpoint)
                """,
                where,
            )
            numbers = rows(db, sql, where)
    return int(numbers[0][0])


def count_unsent(db: Database, location: int, video: str | None = None) -> int:
    """How many edits, of one video or of all, have not been sent to the location."""
    counts = unsent_videos(db, location)
    return sum(counts.values()) if video is None else counts.get(video, 0)


def unsent_videos(db: Database, location: int) -> dict[str, int]:
    """The videos with edits that have not been sent to the location, and how many."""
    sql = f"""
        select fingerprint, count(*)
          from videos
          join ({_OURS}) as ours
          join edits on edits.device = ours.device and edits.video = videos.id
           and edits.sequence > {_pushed("videos.id", "ours.device")}
         group by fingerprint
    """
    return dict(rows(db, sql, {"place": location}))


def unsent_edits(db: Database, location: int, video: str, most: int) -> UnsentEdits | None:
    """The next unsent edits of the video, at most `most`; None if all are sent."""
    where = {"place": location, "video": video_id(db, video), "most": most}
    waiting = rows(
        db,
        f"""
        select devices.id, devices.uuid, {_pushed(":video", "devices.id")} as pushed
          from devices
         where (id in ({_OURS}) or id in (
                   select device from sync_devices where place = :place and video = :video))
           and exists (select 1 from edits
                        where device = devices.id and video = :video and sequence > pushed)
         order by devices.id
         limit 1
        """,
        where,
    )
    for number, device, pushed in waiting:
        edits = rows(
            db,
            """
            select edits.uuid, gestures.uuid, kind, key, parent, others, before, after, author,
                   time, sequence, format
              from edits join gestures on gestures.id = edits.gesture
             where edits.device = :device and edits.video = :video and sequence > :pushed
             order by sequence
             limit :most
            """,
            {**where, "device": number, "pushed": pushed},
        )
        return UnsentEdits(device, [EditRow(*row) for row in edits])
    return None


def mark_pushed(db: Database, location: int, video: str, device: str, sequence: int) -> None:
    """Record that the edits of `device` up to that number were sent."""
    with writing(db):
        db.conn.execute(
            """
            insert into sync_devices (place, video, device, pushed)
            select ?, ?, id, ? from devices where uuid = ?
            on conflict do update set pushed = max(pushed, excluded.pushed)
            """,
            [location, video_id(db, video), sequence, device],
        )


def known_files(db: Database, location: int, video: str) -> dict[str, KnownFile]:
    """The files of the video in the location that were sent or read before, by name."""
    sql = """
        select name, trouble
          from sync_files
         where place = :place and video = (select id from videos where fingerprint = :video)
    """
    files = rows(db, sql, {"place": location, "video": video})
    return {name: KnownFile(name, refusal) for name, refusal in files}


def remember_files(db: Database, location: int, video: str, files: Iterable[KnownFile]) -> None:
    """Record which files were sent, read or refused."""
    with writing(db):
        number = video_id(db, video)
        db.conn.executemany(
            "insert or replace into sync_files (place, video, name, trouble) values (?, ?, ?, ?)",
            [(location, number, *file) for file in files],
        )


def own_devices(db: Database) -> tuple[str, frozenset[str]]:
    """This device, and all that this library has ever been."""
    [(current,)] = rows(db, "select uuid from devices join this_device on device = devices.id")
    devices = rows(db, f"select uuid from devices where id in ({_OURS})")
    return current, frozenset(uuid for (uuid,) in devices)


def first_device(db: Database) -> str:
    """What this library was called first: it stays, whatever the library becomes later."""
    sql = f"select uuid from devices where id in ({_OURS}) order by id limit 1"
    return str(rows(db, sql)[0][0])


def stop_sending_for_others(db: Database, location: int, video: str) -> None:
    """What `publish_again` began is done: others send their edits themselves."""
    with writing(db):
        db.conn.execute(
            f"""
            delete from sync_devices where place = ? and video = ? and device not in ({_OURS})
            """,
            [location, video_id(db, video)],
        )


def publish_again(db: Database, location: int, video: str) -> None:
    """Send all edits of the video to the location again, also those of other devices."""
    with writing(db):
        where = [location, video_id(db, video)]
        db.conn.execute("delete from sync_files where place = ? and video = ?", where)
        db.conn.execute(
            """
            insert or replace into sync_devices (place, video, device, pushed)
            select ?, video, device, 0 from edits where video = ? group by device
            """,
            where,
        )
        db.conn.execute(
            """
            delete from sync_runs
             where place = ? and run in (select id from runs where video = ?)
            """,
            where,
        )


def is_diverged(db: Database, last: int, ids: Iterable[tuple[int, bytes]] = ()) -> bool:
    """Whether another library writes as this device: this one is a copy, or was restored.

    `last` is the greatest number, `ids` some numbers with their edits, found under its name.
    """
    [(device, sequence)] = rows(
        db, "select id, sequence from devices where id = (select device from this_device)"
    )
    if last > sequence:
        return True
    sql = "select 1 from edits where device = ? and sequence = ? and uuid != ? limit 1"
    return any(db.conn.execute(sql, [device, *numbered]).fetchone() for numbered in ids)


def become_another_device(db: Database, location: int) -> str:
    """Take a new device id, and renumber the edits that have not been sent."""
    device = str(uuid4())
    with writing(db):
        [(old,)] = rows(db, "select device from this_device")
        new = db.conn.execute("insert into devices (uuid) values (?)", [device]).lastrowid
        db.conn.execute("insert or ignore into past_devices values (?)", [old])
        db.conn.execute("update this_device set device = ?", [new])
        _hand_over(db, {"place": location, "old": old, "new": new})
    return device


def _hand_over(db: Database, where: dict[str, int | None]) -> None:
    """Make the unsent edits of the old device, and their gestures, the new one's."""
    db.conn.execute("create temporary table handed (edit integer primary key, gesture, number)")
    db.conn.execute(
        f"""
        insert into handed
        select id, gesture, row_number() over (order by sequence)
          from edits
         where device = :old and sequence > {_pushed("edits.video", ":old")}
        """,
        where,
    )
    db.conn.execute(
        """
        update edits
           set device = :new, sequence = (select number from handed where edit = edits.id)
         where id in (select edit from handed)
        """,
        where,
    )
    db.conn.execute(
        "update gestures set device = :new where id in (select gesture from handed)", where
    )
    db.conn.execute(
        "update devices set sequence = (select count(*) from handed) where id = :new", where
    )
    db.conn.execute("drop table handed")


def _pushed(video: str, device: str) -> str:
    """SQL: how far the edits of `device` in `video` have gone to :place."""
    return f"""
        ifnull((select pushed
                  from sync_devices
                 where place = :place and video = {video} and device = {device}), 0)
    """


def unsent_runs(db: Database, location: int, video: str) -> list[tuple[Run, int]]:
    """Runs of the video that have changed since they were sent, with their revisions."""
    changed = rows(
        db,
        """
        select runs.uuid, runs.revision
          from runs
          join videos on videos.id = runs.video
          left join sync_runs on sync_runs.run = runs.id and sync_runs.place = :place
         where fingerprint = :video and runs.revision != ifnull(sync_runs.revision, 0)
        """,
        {"place": location, "video": video},
    )
    revisions = {UUID(bytes=uuid): revision for uuid, revision in changed}
    return [(run, revisions[run.id]) for run in runs(db, video, task=None) if run.id in revisions]


def mark_run_sent(db: Database, location: int, run: UUID, revision: int | None = None) -> None:
    """Record that this revision of the run, by default the present one, is in the location."""
    with writing(db):
        db.conn.execute(
            """
            insert or replace into sync_runs (place, run, revision)
            select ?, id, ifnull(?, revision) from runs where uuid = ?
            """,
            [location, revision, run.bytes],
        )
