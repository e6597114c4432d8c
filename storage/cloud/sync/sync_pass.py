"""One pass of sync over some videos: look what is there, take in what is new, send what is not.

Nothing in the bucket is ever replaced or removed, so that a pass can be cut off anywhere and
repeated, and so that any number of devices can be at it at the same time.
"""

import json
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from storage.cloud.s3.errors import CloudError, Offline, Refused
from storage.cloud.sync.pulling import new_edit_files, pull_edits
from storage.cloud.sync.pushing import push_edits
from storage.cloud.sync.remote import JournalOwner, Remote, WholeLibrary, video_folder
from storage.cloud.sync.runs import pull_runs, push_runs
from storage.cloud.sync.sync_issues import Trouble, remembered
from storage.errors import UserError
from storage.library.journal.sync_state import (
    KnownFile,
    count_unsent,
    known_files,
    place_number,
    remember_files,
)
from storage.library.library import Library
from storage.library.videos import recent_videos, video
from storage.progress import Progress
from storage.quantities import plural
from storage.records import Video

_VIDEO_FILE = "video.json"
_CACHE_KIB = 192 << 10  # of the database: edits come in for places all over a long journal
_LOG_PAGES = 16 << 10  # before they are folded in: many edits change the same pages


@dataclass(slots=True)
class SyncResult:
    """What a pass has done."""

    sent: int = 0  # edits
    received: int = 0  # edits that were new here
    sent_runs: int = 0
    received_runs: int = 0
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(slots=True)
class _Pass:
    """One pass at work on one connection."""

    db: Database
    remote: Remote
    place: int
    result: SyncResult = field(default_factory=SyncResult)
    done: int = 0
    total: int = 0

    def step(self, done: int) -> Progress:
        self.done += done
        self.total = max(self.total, self.done)
        return Progress(self.done, self.total, "edits")


def sync(
    library: Library, remote: Remote, videos: Iterable[str] | None = None, *, runs: bool = True
) -> Generator[Progress, None, SyncResult]:
    """Bring the labels of `videos` (fingerprints; None: all of the library) to one state.

    What belongs to no single video, classes of events and reels, always comes along. What others
    have written comes first, then what this library has written is sent; with `runs` predictions
    too. Work that can be cut off at each yield, repeated, and done by several
    processes at once. Raises Offline where later may help, Refused where a person must act; what
    was done until then stays. What concerns one video or file alone is in the result.
    """
    db = library.connect()
    try:
        db.conn.execute(f"pragma cache_size = -{_CACHE_KIB}")
        db.conn.execute(f"pragma wal_autocheckpoint = {_LOG_PAGES}")
        place = remote.place
        number = place_number(db, place.bucket, place.prefix, place.endpoint)
        work = _Pass(db, remote, number)
        chosen = _chosen(db, videos)
        yield from _guarded(work, WholeLibrary(), _sync_labels(work, WholeLibrary()))
        for each in chosen:
            yield from _guarded(work, each, _sync_labels(work, each))
        if runs:
            for each in chosen:
                yield from _guarded(work, each, _sync_runs(work, each))
        return work.result
    finally:
        db.close()


def waiting_edits(library: Library, remote: Remote, video: str | None = None) -> int:
    """How many edits have not gone to the remote place yet."""
    db = library.connect()
    try:
        place = remote.place
        number = place_number(db, place.bucket, place.prefix, place.endpoint)
        return count_unsent(db, number, video)
    finally:
        db.close()


def video_file(video: Video) -> bytes:
    """What the file beside the edits says of the video: the same wherever it is written."""
    fields = {
        "touchline": "video",
        "version": 1,
        "fingerprint": video.fingerprint,
        "frames": video.frames,
        "width": video.width,
        "height": video.height,
        "seconds": video.seconds,
        "rate": None if video.rate is None else str(video.rate),
    }
    return json.dumps(fields, indent=1, sort_keys=True).encode()


def _chosen(db: Database, videos: Iterable[str] | None) -> list[Video]:
    known = [summary.video for summary in recent_videos(db)]
    if videos is None:
        return known
    wanted = set(videos)
    return [each for each in known if each.fingerprint in wanted]


def _guarded(
    work: _Pass, each: JournalOwner, steps: Generator[Progress, None, None]
) -> Generator[Progress, None, None]:
    """What is wrong with one video stops that one; what is wrong with the bucket stops all."""
    try:
        yield from steps
    except (Offline, Refused):
        raise
    except UserError as error:
        if _is_gone(work, each):
            return
        if not isinstance(error, CloudError):
            raise
        trouble = Trouble("video", each.fingerprint, error.title, error.advice)
        work.result.troubles.append(trouble)


def _is_gone(work: _Pass, each: JournalOwner) -> bool:
    """Whether somebody has taken the video out of the library meanwhile."""
    return isinstance(each, Video) and video(work.db, each.fingerprint) is None


def _sync_labels(work: _Pass, each: JournalOwner) -> Generator[Progress, None, None]:
    """One journal: the file of its video, the edits of others, ours."""
    if _is_gone(work, each):
        return
    folder = video_folder(each.fingerprint)
    known = known_files(work.db, work.place, each.fingerprint)
    listing = [entry for entry in work.remote.list(folder) if "/runs/" not in entry.key]
    names = {entry.key.removeprefix(folder) for entry in listing}
    new = new_edit_files(each.fingerprint, listing, known)
    work.total += len(new)
    for step in pull_edits(work.db, work.remote, work.place, each, new):
        work.result.received += step.edits
        yield work.step(step.files)
    if gone := _gone(known, names):
        work.result.troubles.append(_removed(each, gone))
        return
    if isinstance(each, Video) and _VIDEO_FILE not in names:
        _write_video_file(work, each)
    work.total += count_unsent(work.db, work.place, each.fingerprint)
    for sent in push_edits(work.db, work.remote, work.place, each.fingerprint):
        work.result.sent += sent
        yield work.step(sent)
    _tell_refused(work, each, names)


def _sync_runs(work: _Pass, each: Video) -> Generator[Progress, None, None]:
    if _is_gone(work, each):
        return
    known = known_files(work.db, work.place, each.fingerprint)
    folder = video_folder(each.fingerprint)
    listing = list(work.remote.list(f"{folder}runs/"))
    for run in pull_runs(work.db, work.remote, work.place, each, listing, known):
        work.result.received_runs += run is not None
        yield work.step(0)
    for _ in push_runs(work.db, work.remote, work.place, each.fingerprint, listing):
        work.result.sent_runs += 1
        yield work.step(0)
    _tell_refused(work, each, {entry.key.removeprefix(folder) for entry in listing})


def _write_video_file(work: _Pass, each: Video) -> None:
    work.remote.write_new(video_folder(each.fingerprint) + _VIDEO_FILE, video_file(each))
    remember_files(work.db, work.place, each.fingerprint, [KnownFile(_VIDEO_FILE, None)])


def _gone(known: Iterable[str], names: set[str]) -> list[str]:
    """Files of edits that were there, and are not any more."""
    return [name for name in known if name.startswith("edits/") and name not in names]


def _removed(each: JournalOwner, gone: list[str]) -> Trouble:
    """An empty or missing remote deletes nothing here; what is to be done, a person says."""
    return Trouble(
        "removed",
        each.fingerprint,
        f"Labels of {_title(each)} were removed from the bucket ({plural(len(gone), 'file')}).",
        "All of them are still here. Publish them again, or choose another place.",
    )


def _title(each: JournalOwner) -> str:
    return each.path.name if isinstance(each, Video) else "event classes and reels"


def _tell_refused(work: _Pass, each: JournalOwner, names: set[str]) -> None:
    for file in known_files(work.db, work.place, each.fingerprint).values():
        if file.trouble is not None and file.name in names:
            work.result.troubles.append(remembered(each.fingerprint, file.trouble))
