"""Edits of this device go to the bucket, in files that nobody ever changes."""

from collections.abc import Generator, Sequence
from itertools import takewhile

from sqlite_utils import Database

from storage.cloud.sync.edit_files import MOST_BYTES, MOST_EDITS, encode
from storage.cloud.sync.remote import Remote, video_folder
from storage.library.database import writing
from storage.library.journal.merging import EditRow
from storage.library.journal.sync_state import (
    KnownFile,
    UnsentEdits,
    mark_pushed,
    remember_files,
    stop_sending_for_others,
    unsent_edits,
)


def push_edits(db: Database, remote: Remote, place: int, video: str) -> Generator[int, None, None]:
    """Send what has not been sent yet of a video; yields how many edits each file held.

    The library takes note after the bucket has the file. A crash in between sends it once more,
    under the same name or with more in it, and whoever reads both takes each edit once. Raises
    CloudError; what was sent is noted then.
    """
    while (waiting := unsent_edits(db, place, video, MOST_EDITS)) is not None:
        yield _send(db, remote, place, video, waiting)
    stop_sending_for_others(db, place, video)


def _send(db: Database, remote: Remote, place: int, video: str, waiting: UnsentEdits) -> int:
    """Send one file; returns how many edits it holds."""
    edits = _of_one_format(waiting.edits)
    name, data = encode(video, waiting.device, edits)
    while len(data) > MOST_BYTES and len(edits) > 1:
        edits = edits[: len(edits) // 2]
        name, data = encode(video, waiting.device, edits)
    remote.write_new(video_folder(video) + name, data)
    with writing(db):
        mark_pushed(db, place, video, waiting.device, edits[-1].sequence)
        remember_files(db, place, video, [KnownFile(name, None)])
    return len(edits)


def _of_one_format(edits: Sequence[EditRow]) -> list[EditRow]:
    """The first edits as far as programs of one age understand them all."""
    return list(takewhile(lambda edit: edit.format == edits[0].format, edits))
