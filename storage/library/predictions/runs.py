"""Passes of models over videos, and which one of a video's runs is shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.videos import video_id
from storage.records import Run

_SELECT = """
    select runs.uuid, fingerprint, model, weights, settings, first, stop, engine, created
      from runs join videos on videos.id = runs.video
"""
_NEWEST = "order by created desc, runs.id desc"


def put_run(db: Database, run: Run) -> None:
    """Add `run`, or bring its range and engine up to date; its predictions stay.

    It is not shown before `activate_run`.
    """
    with writing(db):
        db.conn.execute(
            """
            insert into runs
                (uuid, video, model, weights, settings, first, stop, engine, created)
            values
                (:uuid, :video, :model, :weights, :settings, :first, :stop, :engine, :created)
            on conflict (uuid) do update set
                first = excluded.first, stop = excluded.stop, engine = excluded.engine
            """,
            {
                "uuid": run.id.bytes,
                "video": video_id(db, run.video),
                "model": run.model,
                "weights": run.weights,
                "settings": run.settings,
                "first": run.first,
                "stop": run.stop,
                "engine": run.engine,
                "created": run.created.isoformat(),
            },
        )


def runs(db: Database, video: str) -> list[Run]:
    """The runs over `video`, newest first."""
    sql = f"{_SELECT} where fingerprint = :video {_NEWEST}"
    return [_run(row) for row in rows(db, sql, {"video": video})]


def active_run(db: Database, video: str) -> Run | None:
    """The run whose predictions are shown where no person has said anything."""
    sql = f"{_SELECT} where fingerprint = :video and runs.id = active_run"
    found = rows(db, sql, {"video": video})
    return _run(found[0]) if found else None


def activate_run(db: Database, video: str, run: UUID | None) -> None:
    """Show the predictions of `run`, or of none. UserError if the run is gone."""
    with writing(db):
        db.conn.execute(
            "update videos set active_run = ? where id = ?",
            [None if run is None else run_id(db, run), video_id(db, video)],
        )


def remove_run(db: Database, run: UUID) -> None:
    """Forget `run` and its predictions; if it was shown, the newest other one is shown."""
    with writing(db):
        shown_in = rows(
            db,
            """
            select videos.id
              from videos join runs on runs.id = active_run
             where runs.uuid = :uuid
            """,
            {"uuid": run.bytes},
        )
        db.conn.execute("delete from runs where uuid = ?", [run.bytes])
        for (video,) in shown_in:
            db.conn.execute(
                f"""
                update videos
                   set active_run = (select id from runs where video = :video {_NEWEST} limit 1)
                 where id = :video
                """,
                {"video": video},
            )


def matching_run(db: Database, video: str, model: str, weights: str, settings: str) -> Run | None:
    """The newest run over `video` with just this model, weights and settings, to continue."""
    sql = f"""
        {_SELECT}
         where fingerprint = :video
           and model = :model and weights = :weights and settings = :settings
         {_NEWEST} limit 1
    """
    found = rows(
        db, sql, {"video": video, "model": model, "weights": weights, "settings": settings}
    )
    return _run(found[0]) if found else None


def run_id(db: Database, run: UUID) -> int:
    """The number that stands for the run in this library's tables; UserError if it is gone."""
    found = rows(db, "select id from runs where uuid = :uuid", {"uuid": run.bytes})
    if not found:
        raise UserError("The run is not in the library any more.", "Analyse the video again.")
    return int(found[0][0])


def _run(row: tuple[Any, ...]) -> Run:
    uuid, video, model, weights, settings, first, stop, engine, created = row
    return Run(
        id=UUID(bytes=uuid),
        video=video,
        model=model,
        weights=weights,
        settings=settings,
        first=first,
        stop=stop,
        engine=engine,
        created=datetime.fromisoformat(created),
    )
