"""Push and pull runs: a colleague without a GPU reviews what another machine has predicted."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlite_utils import Database

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import Missing
from storage.cloud.sync.edit_files import DamagedFileError, SyncFileError
from storage.cloud.sync.prefetch import prefetch
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
from storage.cloud.sync.sync_issues import Refusal, is_to_be_read
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
class _ListFile:
    """A list of parts as it was read; `state` is None where it was refused."""

    entry: Entry
    name: str
    state: RunList | None
    refusal: Refusal | None = None


def push_runs(
    db: Database, remote: Remote, location: int, video: str, listing: Iterable[Entry]
) -> Generator[Run, None, None]:
    """Send the runs of the video that have grown since they were sent; yields each when it is.

    Parts that are there already are not sent again. Raises CloudError.
    """
    present_keys = {entry.key for entry in listing}
    for run, revision in unsent_runs(db, location, video):
        extent = extent_of(db, run.id)
        if extent is None or not extent.analysed:
            continue
        folder, parts = video_folder(video) + run_folder(run.id), []
        for first in range(0, last_chunk(db, run.id) + 1, CHUNKS):
            part, data = encode_part(stored_chunks(db, run.id, first, first + CHUNKS))
            if folder + part not in present_keys:
                remote.write_new(folder + part, data)
            parts.append(part)
        name, data = encode_list(video, RunList(run, extent, tuple(parts)))
        remote.write_new(video_folder(video) + name, data)
        with writing(db):
            mark_run_sent(db, location, run.id, revision)
            remember_files(db, location, video, [KnownFile(name, None)])
        yield run


def pull_runs(
    db: Database,
    remote: Remote,
    location: int,
    video: Video,
    listing: Iterable[Entry],
    known_files: dict[str, KnownFile],
) -> Generator[Run | None, None, None]:
    """Take in runs of the video that hold more than the library does.

    Yields None after each part, and a run when it is whole. A run that was removed here does not
    come back. Raises CloudError.
    """
    lists: dict[UUID, list[_ListFile]] = {}
    for file in _lists(remote, video, listing, known_files):
        run = run_of_list(file.name)
        if run is None or file.state is None:
            _remember(db, location, video, [file])
        else:
            lists.setdefault(run, []).append(file)
    for run, files in lists.items():
        largest = max(files, key=lambda file: (file.state and file.state.extent, file.name))
        assert largest.state is not None
        local_extent = extent_of(db, run)
        if local_extent == largest.state.extent:
            # all parts came, but the pull was stopped before the run was shown
            if _finish(db, location, video, largest.state.run, files):
                yield largest.state.run
        elif local_extent is not None and local_extent > largest.state.extent:
            _remember(db, location, video, files)
        elif (refusal := (yield from _take(db, remote, video, largest.state))) is None:
            _finish(db, location, video, largest.state.run, files)
            yield largest.state.run
        else:
            if local_extent is None:
                remove_run(db, run)  # half a run must not be shown
            refused = _ListFile(largest.entry, largest.name, None, refusal)
            _remember(
                db, location, video, [refused, *(file for file in files if file is not largest)]
            )


def _lists(
    remote: Remote, video: Video, listing: Iterable[Entry], known_files: dict[str, KnownFile]
) -> Iterable[_ListFile]:
    folder = video_folder(video.fingerprint)
    unread_lists = []
    for entry in {entry.key: entry for entry in listing}.values():
        name = entry.key.removeprefix(folder)
        unread = is_to_be_read(known_files.get(name), entry)
        if run_of_list(name) and unread and entry.size <= MOST_LIST_BYTES:
            unread_lists.append(entry)
    for arrived in prefetch(remote, unread_lists, MOST_LIST_BYTES):
        name = arrived.entry.key.removeprefix(folder)
        if arrived.data is None:
            continue
        try:
            state = decode_list(name, video.fingerprint, video.frames, arrived.data)
        except SyncFileError as error:
            yield _ListFile(arrived.entry, name, None, _refusal(error))
        else:
            yield _ListFile(arrived.entry, name, state)


def _take(
    db: Database, remote: Remote, video: Video, state: RunList
) -> Generator[None, None, Refusal | None]:
    """Write the run and its parts, each in a transaction of its own; returns why it is refused."""
    folder = video_folder(video.fingerprint) + run_folder(state.run.id)
    put_run(db, state.run)
    for part in state.parts:
        try:
            chunks = decode_part(part, video.frames, remote.read(folder + part, MOST_PART_BYTES))
        except Missing as error:
            return Refusal(error.title, error.advice, for_now=True)
        except SyncFileError as error:
            return _refusal(error)
        put_stored_chunks(db, state.run.id, chunks)
        yield
    return None


def _finish(
    db: Database, location: int, video: Video, run: Run, files: Iterable[_ListFile]
) -> bool:
    """The run is whole: show it where there is no other, and do not send it back.

    Returns whether it is shown from now on.
    """
    with writing(db):
        first = active_run(db, video.fingerprint, run.task) is None
        if first:
            activate_run(db, video.fingerprint, run.id, run.task)
        mark_run_sent(db, location, run.id)
        _remember(db, location, video, files)
    return first


def _remember(db: Database, location: int, video: Video, files: Iterable[_ListFile]) -> None:
    known_files = [
        KnownFile(file.name, file.refusal.text(file.entry) if file.refusal else None)
        for file in files
    ]
    remember_files(db, location, video.fingerprint, known_files)


def _refusal(error: SyncFileError) -> Refusal:
    title, advice = "An analysis in the bucket cannot be read.", f"{error} It was skipped."
    return Refusal(title, advice, isinstance(error, DamagedFileError))
