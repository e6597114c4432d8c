"""Passes of models over videos, and which one of each task is shown for a video."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlite_utils import Database

from storage.errors import UserError
from storage.library.database import rows, writing
from storage.library.videos import video_id
from storage.records import Run

_SELECT = """
    select runs.uuid, fingerprint, model, weights, settings, first, stop, engine, created, runs.task
      from runs join videos on videos.id = runs.video
"""
_NEWEST = "order by created desc, runs.id desc"


def put_run(db: Database, run: Run, writer: str | None = None) -> None:
    """Add `run`, or bring its range and engine up to date; its predictions stay.

    `writer` is the device that made it, "" for one that is not known, None for this library. It is
    not shown before `activate_run`. ValueError if it is known as the run of another video: a run
    stays its video's and its first writer's.
    """
    known = stored_run(db, run.id)
    if known is not None and known.run.video != run.video:
        raise ValueError(f"run {run.id} belongs to another video")
    with writing(db):
        db.conn.execute(
            """
            insert into runs
                (uuid, video, model, weights, settings, first, stop, engine, created, task, writer)
            values
                (:uuid, :video, :model, :weights, :settings, :first, :stop, :engine, :created,
                 :task, :writer)
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
                "task": run.task,
                "writer": writer,
            },
        )


def runs(db: Database, video: str, task: str | None = "ball") -> list[Run]:
    """The runs over `video` for `task`, or for all tasks (None), newest first."""
    sql = f"""
        {_SELECT} where fingerprint = :video and (:task is null or runs.task = :task) {_NEWEST}
    """
    return [_run(row) for row in rows(db, sql, {"video": video, "task": task})]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run and the device that made it; "" for one that is not known, None for this library."""

    run: Run
    writer: str | None


def stored_run(db: Database, run: UUID) -> StoredRun | None:
    """The run of that id, whatever its video and task; None if the library does not know it."""
    matches = rows(db, f"{_SELECT} where runs.uuid = :uuid", {"uuid": run.bytes})
    if not matches:
        return None
    [(writer,)] = rows(db, "select writer from runs where uuid = :uuid", {"uuid": run.bytes})
    return StoredRun(_run(matches[0]), writer)


def active_run(db: Database, video: str, task: str = "ball") -> Run | None:
    """The run whose predictions are shown where no person has said anything; one for each task."""
    sql = f"""
        {_SELECT} join active_runs on active_runs.run = runs.id
         where fingerprint = :video and active_runs.task = :task
    """
    matches = rows(db, sql, {"video": video, "task": task})
    return _run(matches[0]) if matches else None


def activate_run(db: Database, video: str, run: UUID | None, task: str = "ball") -> None:
    """Show the predictions of `run` of `task`, or of none. UserError if the run is gone.

    ValueError for a run of another task.
    """
    with writing(db):
        where = {"video": video_id(db, video), "task": task}
        if run is None:
            sql = "delete from active_runs where video = :video and task = :task"
            db.conn.execute(sql, where)
            return
        number = run_id(db, run)
        [(own,)] = rows(db, "select task from runs where id = :run", {"run": number})
        if own != task:
            raise ValueError(f"a run for {own} cannot be shown for {task}")
        sql = "insert or replace into active_runs (video, task, run) values (:video, :task, :run)"
        db.conn.execute(sql, {**where, "run": number})


def remove_run(db: Database, run: UUID) -> None:
    """Forget `run` and its predictions; if it was shown, the newest other one is shown."""
    with writing(db):
        shown_in = rows(
            db,
            """
            select active_runs.video, active_runs.task
              from active_runs join runs on runs.id = active_runs.run
             where runs.uuid = :uuid
            """,
            {"uuid": run.bytes},
        )
        db.conn.execute("delete from runs where uuid = ?", [run.bytes])
        for video, task in shown_in:
            db.conn.execute(
                f"""
                insert into active_runs (video, task, run)
                select video, task, id from runs
                 where video = :video and task = :task
                 {_NEWEST} limit 1
                """,
                {"video": video, "task": task},
            )


def matching_run(
    db: Database, video: str, model: str, weights: str, settings: str, task: str = "ball"
) -> Run | None:
    """The newest run over `video` with just this task, model, weights, settings, to continue."""
    sql = f"""
        {_SELECT}
         where fingerprint = :video and runs.task = :task
           and model = :model and weights = :weights and settings = :settings
         {_NEWEST} limit 1
    """
    match = {"model": model, "weights": weights, "settings": settings, "task": task}
    matches = rows(db, sql, {"video": video, **match})
    return _run(matches[0]) if matches else None


def run_id(db: Database, run: UUID) -> int:
    """The number that stands for the run in this library's tables; UserError if it is gone."""
    matches = rows(db, "select id from runs where uuid = :uuid", {"uuid": run.bytes})
    if not matches:
        raise UserError("The analysis is no longer in the library.", "Analyse the video again.")
    return int(matches[0][0])


def _run(row: tuple[Any, ...]) -> Run:
    uuid, video, model, weights, settings, first, stop, engine, created, task = row
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
        task=task,
    )
