"""The videos a library knows, by fingerprint; their files stay where they are."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.records import LIBRARY, Video

_COLUMNS = "fingerprint, path, frames, width, height, seconds, rate"
_REAL = f"fingerprint != '{LIBRARY}'"  # one row stands for the library itself


@dataclass(frozen=True, slots=True)
class VideoSummary:
    """A video as the start page shows it."""

    video: Video
    opened: datetime | None  # UTC, None: never shown in a window
    analysed: int  # frames with a prediction of the active run
    reviewed: int  # frames whose ball a person has accepted, corrected or rejected


def put_video(db: Database, video: Video) -> None:
    """Add `video`, or bring what is known of it up to date; its labels and runs stay."""
    with writing(db):
        db.conn.execute(
            f"""
            insert into videos ({_COLUMNS})
            values (:fingerprint, :path, :frames, :width, :height, :seconds, :rate)
            on conflict (fingerprint) do update set
                path = excluded.path, frames = excluded.frames, width = excluded.width,
                height = excluded.height, seconds = excluded.seconds, rate = excluded.rate
            """,
            {
                "fingerprint": video.fingerprint,
                "path": _stored(video.path),
                "frames": video.frames,
                "width": video.width,
                "height": video.height,
                "seconds": video.seconds,
                "rate": None if video.rate is None else str(video.rate),
            },
        )


def video(db: Database, fingerprint: str) -> Video | None:
    """The video of this fingerprint, None where it is unknown."""
    matches = rows(
        db,
        f"select {_COLUMNS} from videos where fingerprint = :fingerprint and {_REAL}",
        {"fingerprint": fingerprint},
    )
    return _video(matches[0]) if matches else None


def recent_videos(db: Database) -> list[VideoSummary]:
    """All videos, the one opened last first."""
    matches = rows(
        db,
        f"""
        select {_COLUMNS}, opened,
               (select ifnull(sum(analysed), 0)
                  from track_chunks
                  join active_runs on track_chunks.run = active_runs.run
                 where active_runs.video = videos.id and task = 'ball'),
               (select count(*) from ball_labels where video = videos.id and review != 0)
          from videos
         where {_REAL}
         order by opened desc, id desc
        """,
    )
    return [
        VideoSummary(
            video=_video(row[:7]),
            opened=None if row[7] is None else datetime.fromisoformat(row[7]),
            analysed=row[8],
            reviewed=row[9],
        )
        for row in matches
    ]


def mark_opened(db: Database, fingerprint: str) -> None:
    """Say that the video has been shown now."""
    now = datetime.now(UTC).isoformat()
    with writing(db):
        db.conn.execute(
            "update videos set opened = ? where id = ?", [now, video_id(db, fingerprint)]
        )


def move_video(db: Database, fingerprint: str, path: Path) -> None:
    """Say where the video's file is now."""
    with writing(db):
        db.conn.execute(
            "update videos set path = ? where id = ?", [_stored(path), video_id(db, fingerprint)]
        )


def remove_video(db: Database, fingerprint: str) -> None:
    """Forget the video with its runs, labels and journal. The file itself is never touched."""
    with writing(db):
        db.conn.execute("delete from videos where fingerprint = ?", [fingerprint])


def put_frame_table(db: Database, fingerprint: str, data: bytes) -> None:
    """Keep the encoded frame table of the video, in place of an older one."""
    with writing(db):
        db.conn.execute(
            "insert or replace into frame_tables (video, data) values (?, ?)",
            [video_id(db, fingerprint), data],
        )


def frame_table(db: Database, fingerprint: str) -> bytes | None:
    """The encoded frame table of the video, None where none is kept."""
    matches = rows(
        db,
        """
        select data
          from frame_tables join videos on videos.id = frame_tables.video
         where fingerprint = :fingerprint
        """,
        {"fingerprint": fingerprint},
    )
    return matches[0][0] if matches else None


def video_id(db: Database, fingerprint: str) -> int:
    """The number that stands for the video, or for LIBRARY, in this library's tables.

    UserError if the library does not know the video (any more: another process may remove it).
    """
    matches = rows(db, "select id from videos where fingerprint = :video", {"video": fingerprint})
    if not matches:
        raise UserError("The video is no longer in the library.", "Open its file again.")
    return int(matches[0][0])


def _stored(path: Path) -> bytes:
    return os.fsencode(os.path.abspath(path))


def _video(row: tuple[Any, ...]) -> Video:
    fingerprint, path, frames, width, height, seconds, rate = row
    return Video(
        fingerprint=fingerprint,
        path=Path(os.fsdecode(path)),
        frames=frames,
        width=width,
        height=height,
        seconds=seconds,
        rate=None if rate is None else Fraction(rate),
    )
