"""Push and pull runs: a colleague without a GPU reviews what another machine has predicted."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlite_utils import Database

from storage.bounds import moment
from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import Missing
from storage.cloud.sync.edit_files import DamagedFileError, SyncFileError
from storage.cloud.sync.prefetch import prefetch
from storage.cloud.sync.remote import Remote, video_folder, write_and_read_back
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
from storage.library.journal.sync_state import (
    KnownFile,
    first_device,
    mark_run_sent,
    remember_files,
    unsent_runs,
)
from storage.library.predictions.run_parts import (
    Extent,
    StoredChunk,
    extent_of,
    keeps_what_is_there,
    last_chunk,
    put_stored_chunks,
    stored_chunks,
)
from storage.library.predictions.runs import (
    StoredRun,
    activate_run,
    active_run,
    put_run,
    remove_run,
    stored_run,
)
from storage.records import Run, Video


@dataclass(frozen=True, slots=True)
class _ListFile:
    """A list of parts as it was read; `state` is None where it was refused."""

    entry: Entry
    name: str
    state: RunList | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PushedRun:
    """A run that lies in the bucket; or why it was not sent, as nobody could have read it."""

    run: Run
    fault: str = ""


class _RefusedRun(Exception):
    """A list of parts that is not taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.title)
        self.refusal = refusal


_OF_ANOTHER = Refusal(
    "An analysis in the bucket has the id of another one, and says other things.",
    "It was skipped, and the one in this library is unchanged. To share a new analysis, remove the "
    "old one and analyse the video again.",
)


def push_runs(
    db: Database, remote: Remote, location: int, video: Video, listing: Iterable[Entry]
) -> Generator[PushedRun, None, None]:
    """Send the runs of the video that have grown since they were sent; yields each when it is.

    Parts that are there already are not sent again. Raises CloudError.
    """
    present_sizes = {entry.key: entry.size for entry in listing}
    for run, revision in unsent_runs(db, location, video.fingerprint):
        extent, stored = extent_of(db, run.id), stored_run(db, run.id)
        if extent is None or stored is None or not extent.analysed:
            continue
        writer = first_device(db) if stored.writer is None else stored.writer
        try:
            parts = _send_parts(db, remote, video, run, present_sizes)
            list_file = encode_list(video.fingerprint, RunList(run, extent, parts, writer))
            decode_list(list_file[0], video.fingerprint, video.frames, list_file[1])
        except SyncFileError as error:
            yield PushedRun(run, str(error))
            continue
        name, data = list_file
        write_and_read_back(remote, video_folder(video.fingerprint) + name, data)
        with writing(db):
            mark_run_sent(db, location, run.id, revision)
            remember_files(db, location, video.fingerprint, [KnownFile(name, None)])
        yield PushedRun(run)


def _send_parts(
    db: Database, remote: Remote, video: Video, run: Run, present_sizes: Mapping[str, int]
) -> tuple[str, ...]:
    """Send what is not there yet; each part is read as its receivers will read it."""
    folder, parts = video_folder(video.fingerprint) + run_folder(run.id), []
    for first in range(0, last_chunk(db, run.id) + 1, CHUNKS):
        part, data = encode_part(stored_chunks(db, run.id, first, first + CHUNKS))
        decode_part(part, video.frames, data)
        if present_sizes.get(folder + part) != len(data):
            write_and_read_back(remote, folder + part, data)
        parts.append(part)
    return tuple(parts)


def pull_runs(
    db: Database,
    remote: Remote,
    location: int,
    video: Video,
    listing: Iterable[Entry],
    known_files: dict[str, KnownFile],
) -> Generator[Run | None, None, None]:
    """Take in runs of the video that hold more than the library does.

    A run stays its video's and its first writer's: who else names its id may add frames that are
    not there, and is refused where he says other things of those that are. Yields None after each
    part, and a run when it is whole. A run that was removed here does not come back. Raises
    CloudError.
    """
    lists: dict[UUID, list[_ListFile]] = {}
    for file in _lists(remote, video, listing, known_files):
        run = run_of_list(file.name)
        if run is None or file.state is None:
            _remember(db, location, video, [file])
        else:
            lists.setdefault(run, []).append(file)
    for files in lists.values():
        yield from _take_best(db, remote, location, video, files)


def _take_best(
    db: Database, remote: Remote, location: int, video: Video, files: Sequence[_ListFile]
) -> Generator[Run | None, None, None]:
    """Take in the largest list of one run that makes sense; the others are remembered."""
    outcomes = {file.name: file for file in files}
    for file in sorted(files, key=_extent, reverse=True):
        assert file.state is not None
        try:
            taken = yield from _take(db, remote, video, file.state)
        except _RefusedRun as error:
            outcomes[file.name] = replace(file, state=None, refusal=error.refusal)
            continue
        with writing(db):
            shown = _finish(db, location, file.state, taken)
            _remember(db, location, video, outcomes.values())
        if taken or shown:
            yield file.state.run
        return
    _remember(db, location, video, outcomes.values())


def _extent(file: _ListFile) -> tuple[Extent, str]:
    assert file.state is not None
    return file.state.extent, file.name


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
) -> Generator[None, None, bool]:
    """Write the run and its parts, each in a transaction of its own; returns whether it grew.

    Raises _RefusedRun; then what was here is as it was.
    """
    known, local_extent = stored_run(db, state.run.id), extent_of(db, state.run.id)
    if known is not None and not _is_same(known.run, state.run):
        raise _RefusedRun(_OF_ANOTHER)
    if local_extent is not None and local_extent >= state.extent:
        return False
    if known is not None and (not state.writer or known.writer != state.writer):
        for chunks in _parts(remote, video, state):
            if not keeps_what_is_there(db, state.run.id, chunks):
                raise _RefusedRun(_OF_ANOTHER)
            yield
    try:
        yield from _write(db, remote, video, state, known)
    except _RefusedRun:
        if known is None:
            remove_run(db, state.run.id)  # half a run must not be shown
        raise
    return True


def _write(
    db: Database, remote: Remote, video: Video, state: RunList, known: StoredRun | None
) -> Generator[None, None, None]:
    if known is None:
        put_run(db, state.run, state.writer)
    else:
        first, stop = min(known.run.first, state.run.first), max(known.run.stop, state.run.stop)
        put_run(db, replace(known.run, first=first, stop=stop))
    for chunks in _parts(remote, video, state):
        put_stored_chunks(db, state.run.id, chunks)
        yield
    if known is None and extent_of(db, state.run.id) != state.extent:
        raise _RefusedRun(
            Refusal(
                "An analysis in the bucket does not contain what it promises.",
                "It was skipped. Ask the person who made it.",
            )
        )


def _parts(remote: Remote, video: Video, state: RunList) -> Iterator[list[StoredChunk]]:
    """The chunks of each part; parts in which nothing lies are all called the same."""
    folder = video_folder(video.fingerprint) + run_folder(state.run.id)
    for part in dict.fromkeys(state.parts):
        try:
            yield decode_part(part, video.frames, remote.read(folder + part, MOST_PART_BYTES))
        except Missing as error:
            raise _RefusedRun(Refusal(error.title, error.advice, for_now=True)) from error
        except SyncFileError as error:
            raise _RefusedRun(_refusal(error)) from error


def _is_same(known: Run, told: Run) -> bool:
    """Whether a list is about this run: only its range and engine may have changed since."""
    created = moment(known.created)
    return told == replace(
        known, first=told.first, stop=told.stop, engine=told.engine, created=created
    )


def _finish(db: Database, location: int, state: RunList, taken: bool) -> bool:
    """The run is whole: show it where there is no other, and do not send it back.

    Returns whether it is shown from now on.
    """
    stored = stored_run(db, state.run.id)
    is_equal = extent_of(db, state.run.id) == state.extent
    if stored is not None and stored.writer is not None and is_equal:
        mark_run_sent(db, location, state.run.id)
    first = active_run(db, state.run.video, state.run.task) is None
    if first and (taken or is_equal):
        activate_run(db, state.run.video, state.run.id, state.run.task)
        return True
    return False


def _remember(db: Database, location: int, video: Video, files: Iterable[_ListFile]) -> None:
    known_files = [
        KnownFile(file.name, file.refusal.text(file.entry) if file.refusal else None)
        for file in files
    ]
    remember_files(db, location, video.fingerprint, known_files)


def _refusal(error: SyncFileError) -> Refusal:
    title, advice = "An analysis in the bucket cannot be read.", f"{error} It was skipped."
    return Refusal(title, advice, isinstance(error, DamagedFileError))
