"""Predictions travel: a colleague without a GPU reviews what another machine has found."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlite_utils import Database

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import Missing
from storage.cloud.sync.edit_files import Broken, Unreadable
from storage.cloud.sync.reading_ahead import read_all
from storage.cloud.sync.remote import Remote, video_folder
from storage.cloud.sync.run_files import (
    CHUNKS,
    MOST_LIST_BYTES,
    MOST_PART_BYTES,
    RunList,
    decode_list,
    decode_part,
    encode_list,
    encode_part,
    run_folder,
    run_of_list,
)
from storage.cloud.sync.sync_issues import Refusal, is_worth_another_look
from storage.library.database import writing
from storage.library.journal.sync_state import KnownFile, mark_run_sent, remember_files, unsent_runs
from storage.library.predictions.run_parts import (
    extent_of,
    last_chunk,
    put_stored_chunks,
    stored_chunks,
)
from storage.library.predictions.runs import activate_run, active_run, put_run, remove_run
from storage.records import Run, Video


@dataclass(frozen=True, slots=True)
class _Told:
    """A list of parts as it was met; `state` is None where it was refused."""

    entry: Entry
    name: str
    state: RunList | None
    refused: Refusal | None = None


def push_runs(
    db: Database, remote: Remote, place: int, video: str, listing: Iterable[Entry]
) -> Generator[Run, None, None]:
    """Send the runs of the video that have grown since they were sent; yields each when it is.

    Parts that are there already are not sent again. Raises CloudError.
    """
    there = {entry.key for entry in listing}
    for run, revision in unsent_runs(db, place, video):
        extent = extent_of(db, run.id)
        if extent is None or not extent.analysed:
            continue
        folder, parts = video_folder(video) + run_folder(run.id), []
        for first in range(0, last_chunk(db, run.id) + 1, CHUNKS):
            part, data = encode_part(stored_chunks(db, run.id, first, first + CHUNKS))
            if folder + part not in there:
                remote.write_new(folder + part, data)
            parts.append(part)
        name, data = encode_list(video, RunList(run, extent, tuple(parts)))
        remote.write_new(video_folder(video) + name, data)
        with writing(db):
            mark_run_sent(db, place, run.id, revision)
            remember_files(db, place, video, [KnownFile(name, None)])
        yield run


def pull_runs(
    db: Database,
    remote: Remote,
    place: int,
    video: Video,
    listing: Iterable[Entry],
    known: dict[str, KnownFile],
) -> Generator[Run | None, None, None]:
    """Take in runs of the video that hold more than the library does.

    Yields None after each part, and a run when it is whole. A run that was removed here does not
    come back. Raises CloudError.
    """
    told: dict[UUID, list[_Told]] = {}
    for one in _lists(remote, video, listing, known):
        run = run_of_list(one.name)
        if run is None or one.state is None:
            _remember(db, place, video, [one])
        else:
            told.setdefault(run, []).append(one)
    for run, states in told.items():
        best = max(states, key=lambda one: (one.state and one.state.extent, one.name))
        assert best.state is not None
        here = extent_of(db, run)
        if here is not None and here >= best.state.extent:
            _remember(db, place, video, states)
        elif (refused := (yield from _take(db, remote, video, best.state))) is None:
            _finish(db, place, video, best.state.run, states)
            yield best.state.run
        else:
            if here is None:
                remove_run(db, run)  # half a run must not be shown
            rest = [one for one in states if one is not best]
            _remember(db, place, video, [_Told(best.entry, best.name, None, refused), *rest])


def _lists(
    remote: Remote, video: Video, listing: Iterable[Entry], known: dict[str, KnownFile]
) -> Iterable[_Told]:
    folder = video_folder(video.fingerprint)
    wanted = []
    for entry in {entry.key: entry for entry in listing}.values():
        name = entry.key.removeprefix(folder)
        trouble = known[name].trouble if name in known else None
        fresh = name not in known or (trouble and is_worth_another_look(trouble, entry))
        if run_of_list(name) and fresh and entry.size <= MOST_LIST_BYTES:
            wanted.append(entry)
    for arrived in read_all(remote, wanted, MOST_LIST_BYTES):
        name = arrived.entry.key.removeprefix(folder)
        if arrived.data is None:
            continue
        try:
            state = decode_list(name, video.fingerprint, video.frames, arrived.data)
        except Unreadable as error:
            yield _Told(arrived.entry, name, None, _refusal(error))
        else:
            yield _Told(arrived.entry, name, state)


def _take(
    db: Database, remote: Remote, video: Video, state: RunList
) -> Generator[None, None, Refusal | None]:
    """Write the run and its parts, each in a transaction of its own; what refuses it, if any."""
    folder = video_folder(video.fingerprint) + run_folder(state.run.id)
    put_run(db, state.run)
    for part in state.parts:
        try:
            chunks = decode_part(part, video.frames, remote.read(folder + part, MOST_PART_BYTES))
        except Missing as error:
            return Refusal(error.title, error.advice, for_now=True)
        except Unreadable as error:
            return _refusal(error)
        put_stored_chunks(db, state.run.id, chunks)
        yield
    return None


def _finish(db: Database, place: int, video: Video, run: Run, states: Iterable[_Told]) -> None:
    """The run is whole: show it where there is no other, and do not send it back."""
    with writing(db):
        if active_run(db, video.fingerprint, run.task) is None:
            activate_run(db, video.fingerprint, run.id, run.task)
        mark_run_sent(db, place, run.id)
        _remember(db, place, video, states)


def _remember(db: Database, place: int, video: Video, met: Iterable[_Told]) -> None:
    files = [
        KnownFile(one.name, one.refused.text(one.entry) if one.refused else None) for one in met
    ]
    remember_files(db, place, video.fingerprint, files)


def _refusal(error: Unreadable) -> Refusal:
    title, advice = "An analysis in the bucket cannot be read.", f"{error} It is left out."
    return Refusal(title, advice, isinstance(error, Broken))
