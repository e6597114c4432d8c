"""Pull edits of other devices: each one is checked, and what makes sense is merged."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from storage.cloud.s3.bucket import Entry
from storage.cloud.sync.edit_files import (
    MOST_BYTES,
    DamagedFileError,
    DecodedFile,
    EditFile,
    NewerFileError,
    SyncFileError,
    decode,
    parse_name,
)
from storage.cloud.sync.prefetch import PrefetchedObject, prefetch
from storage.cloud.sync.remote import JournalOwner, Remote, video_folder
from storage.cloud.sync.sync_issues import Refusal, is_to_be_read
from storage.library.database import writing
from storage.library.journal.merging import DeviceEdits, EditRow, MergeResult, merge_edits
from storage.library.journal.sync_state import (
    KnownFile,
    become_another_device,
    is_diverged,
    mark_pushed,
    own_devices,
    remember_files,
)

_EDITS_AT_ONCE = 2000  # in one transaction: others who write wait for a tenth of a second
_FILES_AT_ONCE = 100
_NOTHING = MergeResult(0, 0)
_EARLY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file with its edits, and why it or some of them are refused."""

    entry: Entry
    file: EditFile | None
    edits: list[EditRow]
    refused: Refusal | None = None

    def outcome(self, name: str, tampered: int) -> KnownFile:
        """What is remembered of it, once it was merged."""
        refused = self.refused
        if tampered:
            refused = Refusal(
                f"Some edits in the bucket have the id of others ({tampered:,}): {name}",
                "They were changed after they were made, and left out. All others were taken. "
                "Ask the person who made them.",
            )
        return KnownFile(name, refused.text(self.entry) if refused else None)


@dataclass(frozen=True, slots=True)
class PulledBatch:
    """What one transaction has brought."""

    files: int
    edits: int  # new ones


def new_edit_files(
    video: str, listing: Iterable[Entry], known_files: dict[str, KnownFile]
) -> list[Entry]:
    """The files of edits in the listing of the video's folder that are to be read.

    In the order in which they were written, as the server says: parents mostly come first then,
    which saves work. The result does not depend on it.
    """
    folder = video_folder(video)
    unread = []
    for entry in {entry.key: entry for entry in listing}.values():
        name = entry.key.removeprefix(folder)
        if name.startswith("edits/") and is_to_be_read(known_files.get(name), entry):
            unread.append(entry)
    return sorted(unread, key=lambda entry: (entry.modified or _EARLY, entry.key))


def pull_edits(
    db: Database, remote: Remote, location: int, video: JournalOwner, entries: Sequence[Entry]
) -> Generator[PulledBatch, None, None]:
    """Take in the files `entries` of the video, some at a time; yields after each transaction.

    What was taken is remembered in the transaction that takes it, so that a crash repeats work
    and loses none. Raises Offline or Refused; the files before are in the library then.
    """
    readable = [entry for entry in entries if entry.size <= MOST_BYTES]
    too_large = [entry for entry in entries if entry.size > MOST_BYTES]
    if too_large:
        refused = Refusal(
            "A label file in the bucket is too large.",
            "It was skipped. Ask the person who wrote it.",
        )
        yield _take(db, location, video, [_Read(entry, None, [], refused) for entry in too_large])
    batch: list[_Read] = []
    for arrived in prefetch(remote, readable, MOST_BYTES):
        if (read := _read(arrived, video)) is not None:
            batch.append(read)
        edits = sum(len(read.edits) for read in batch)
        if edits >= _EDITS_AT_ONCE or len(batch) >= _FILES_AT_ONCE:
            yield _take(db, location, video, batch)
            batch = []
    if batch:
        yield _take(db, location, video, batch)


def _read(arrived: PrefetchedObject, video: JournalOwner) -> _Read | None:
    """The edits of a file; None where it was not there, or damaged on its way: next time again."""
    entry, name = arrived.entry, arrived.entry.key.removeprefix(video_folder(video.fingerprint))
    if arrived.data is None:
        return None
    file = parse_name(name)
    if file is None:
        return _Read(entry, None, [], _newer(name))
    try:
        decoded = decode(file, video.fingerprint, video.frames, arrived.data)
        return _Read(entry, file, decoded.edits, _partly(name, decoded))
    except NewerFileError:
        return _Read(entry, file, [], _newer(name))
    except SyncFileError as error:
        title = f"A label file in the bucket is damaged: {name}"
        advice = f"{error} Its edits were skipped, all others were read."
        return _Read(entry, file, [], Refusal(title, advice, isinstance(error, DamagedFileError)))


def _partly(name: str, decoded: DecodedFile) -> Refusal | None:
    """What is told where some edits of a file are left out."""
    if not decoded.refused:
        return None
    count, total = len(decoded.refused), len(decoded.refused) + len(decoded.edits)
    return Refusal(
        f"{count:,} of {total:,} edits in the bucket could not be read: {name}",
        f"The first: {decoded.refused[0].rstrip('.')}. They stay in the bucket for a newer version "
        "of Touchline. All others were taken.",
    )


def _newer(name: str) -> Refusal:
    return Refusal(
        f"{name} was written by a newer version of Touchline.",
        "Update Touchline to see its edits. Until then they stay in the bucket.",
    )


def _take(db: Database, location: int, video: JournalOwner, batch: Iterable[_Read]) -> PulledBatch:
    """Take in some files in one transaction."""
    reads, folder = list(batch), video_folder(video.fingerprint)
    with writing(db):
        results = iter(merge_edits(db, video.fingerprint, _pieces(db, location, video, reads)))
        new, outcomes = 0, []
        for read in reads:
            result = next(results) if read.file is not None else _NOTHING
            new += result.new
            name = read.entry.key.removeprefix(folder)
            outcomes.append(read.outcome(name, result.tampered))
        remember_files(db, location, video.fingerprint, outcomes)
    return PulledBatch(len(outcomes), new)


def _pieces(
    db: Database, location: int, video: JournalOwner, reads: Sequence[_Read]
) -> Iterator[DeviceEdits]:
    """The edits to merge; each file is looked at when those before it are in the library."""
    for read in reads:
        if read.file is not None:
            # what a damaged file says of our own numbers must not count as sent
            if read.refused is None:
                _mind_own_devices(db, location, video.fingerprint, read.file, read.edits)
            yield DeviceEdits(read.file.device, read.edits)


def _mind_own_devices(
    db: Database, location: int, video: str, file: EditFile, edits: Sequence[EditRow]
) -> None:
    """See whether this library is a copy, or was restored, by a file under one of its names."""
    now, ever = own_devices(db)
    if file.device == now and is_diverged(db, file.last, _numbers(edits)):
        become_another_device(db, location)
    elif file.device in ever:  # the video was taken out of this library, and is back
        mark_pushed(db, location, video, file.device, file.last)


def _numbers(edits: Sequence[EditRow]) -> Iterator[tuple[int, bytes]]:
    return ((edit.sequence, edit.id) for edit in edits)
