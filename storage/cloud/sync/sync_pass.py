"""One sync pass over some videos: list, pull what is new, push what has not been sent.

Nothing in the bucket is ever replaced or removed, so that a pass can be cut off anywhere and
repeated, and so that any number of devices can be at it at the same time.
"""

import json
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from sqlite_utils import Database

from storage.cloud.s3.errors import CloudError, Offline, Refused
from storage.cloud.sync.edit_files import MOST_BYTES, MOST_EDITS, decode, encode, parse_name
from storage.cloud.sync.pulling import new_edit_files, pull_edits
from storage.cloud.sync.remote import (
    JournalOwner,
    Remote,
    WholeLibrary,
    video_folder,
    write_and_read_back,
)
from storage.cloud.sync.runs import PushedRun, pull_runs, push_runs
from storage.cloud.sync.sync_issues import SyncIssue, issue_of_refused
from storage.errors import UserError
from storage.library.database import writing
from storage.library.journal.merging import EditRow
from storage.library.journal.sync_state import (
    KnownFile,
    UnsentEdits,
    count_unsent,
    known_files,
    location_id,
    mark_pushed,
    remember_files,
    stop_sending_for_others,
    unsent_edits,
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
    issues: list[SyncIssue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of edits that lies in the bucket, as it was read there."""

    edits: int
    unreadable: tuple[str, ...] = ()  # for each edit that others will not take: why


@dataclass(slots=True)
class _Pass:
    """One pass at work on one connection."""

    db: Database
    remote: Remote
    location: int  # its number in the library
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
    was done until then stays. What concerns only one video or file is in the result.
    """
    db = library.connect()
    try:
        db.conn.execute(f"pragma cache_size = -{_CACHE_KIB}")
        db.conn.execute(f"pragma wal_autocheckpoint = {_LOG_PAGES}")
        place = remote.place
        number = location_id(db, place.bucket, place.prefix, place.endpoint)
        work = _Pass(db, remote, number)
        chosen = _chosen(db, videos)
        yield from _isolate_errors(work, WholeLibrary(), _sync_labels(work, WholeLibrary()))
        for chosen_video in chosen:
            yield from _isolate_errors(work, chosen_video, _sync_labels(work, chosen_video))
        if runs:
            for chosen_video in chosen:
                yield from _isolate_errors(work, chosen_video, _sync_runs(work, chosen_video))
        return work.result
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
    everything = [summary.video for summary in recent_videos(db)]
    if videos is None:
        return everything
    chosen = set(videos)
    return [video for video in everything if video.fingerprint in chosen]


def _isolate_errors(
    work: _Pass, owner: JournalOwner, steps: Generator[Progress, None, None]
) -> Generator[Progress, None, None]:
    """What is wrong with one video stops that one; what is wrong with the bucket stops all."""
    try:
        yield from steps
    except (Offline, Refused):
        raise
    except UserError as error:
        if _is_gone(work, owner):
            return
        if not isinstance(error, CloudError):
            raise
        issue = SyncIssue("video", owner.fingerprint, error.title, error.advice)
        work.result.issues.append(issue)


def _is_gone(work: _Pass, owner: JournalOwner) -> bool:
    """Whether the video was removed from the library in the meantime."""
    return isinstance(owner, Video) and video(work.db, owner.fingerprint) is None


def _sync_labels(work: _Pass, owner: JournalOwner) -> Generator[Progress, None, None]:
    """One journal: the file of its video, the edits of others, ours."""
    if _is_gone(work, owner):
        return
    folder = video_folder(owner.fingerprint)
    known = known_files(work.db, work.location, owner.fingerprint)
    listing = [entry for entry in work.remote.list(folder) if "/runs/" not in entry.key]
    names = {entry.key.removeprefix(folder) for entry in listing}
    new = new_edit_files(owner.fingerprint, listing, known)
    work.total += len(new)
    for step in pull_edits(work.db, work.remote, work.location, owner, new):
        work.result.received += step.edits
        yield work.step(step.files)
    if missing := _missing_files(known, names):
        work.result.issues.append(_removed_issue(owner, missing))
        return
    if isinstance(owner, Video) and _VIDEO_FILE not in names:
        _write_video_file(work, owner)
    work.total += count_unsent(work.db, work.location, owner.fingerprint)
    unreadable: list[str] = []
    for sent in push_edits(work.db, work.remote, work.location, owner):
        work.result.sent += sent.edits
        unreadable += sent.unreadable
        yield work.step(sent.edits)
    if unreadable:
        work.result.issues.append(_unreadable_issue(owner, unreadable))
    _add_refused_files(work, owner, names)


def _sync_runs(work: _Pass, owner: Video) -> Generator[Progress, None, None]:
    if _is_gone(work, owner):
        return
    known = known_files(work.db, work.location, owner.fingerprint)
    folder = video_folder(owner.fingerprint)
    listing = list(work.remote.list(f"{folder}runs/"))
    for run in pull_runs(work.db, work.remote, work.location, owner, listing, known):
        work.result.received_runs += run is not None
        yield work.step(0)
    for pushed in push_runs(work.db, work.remote, work.location, owner, listing):
        if pushed.fault:
            work.result.issues.append(_unsendable_issue(owner, pushed))
        work.result.sent_runs += not pushed.fault
        yield work.step(0)
    _add_refused_files(work, owner, {entry.key.removeprefix(folder) for entry in listing})


def _write_video_file(work: _Pass, owner: Video) -> None:
    work.remote.write_new(video_folder(owner.fingerprint) + _VIDEO_FILE, video_file(owner))
    remember_files(work.db, work.location, owner.fingerprint, [KnownFile(_VIDEO_FILE, None)])


def _missing_files(sent: Iterable[str], names: set[str]) -> list[str]:
    """Files of edits that were there, and are not any more."""
    return [name for name in sent if name.startswith("edits/") and name not in names]


def _removed_issue(owner: JournalOwner, missing: list[str]) -> SyncIssue:
    """An empty or missing remote deletes nothing here; what is to be done, a person says."""
    return SyncIssue(
        "removed",
        owner.fingerprint,
        f"Labels of {_title(owner)} were removed from the bucket ({plural(len(missing), 'file')}).",
        "They are all still in this library. Publish them again, or choose another S3 location.",
    )


def _unreadable_issue(owner: JournalOwner, reasons: Sequence[str]) -> SyncIssue:
    return SyncIssue(
        "video",
        owner.fingerprint,
        f"Others cannot read {plural(len(reasons), 'edit')} of {_title(owner)}.",
        f"The first: {reasons[0].rstrip('.')}. All others were sent. Nothing is lost here: make "
        "these labels again to share them.",
    )


def _unsendable_issue(owner: Video, pushed: PushedRun) -> SyncIssue:
    return SyncIssue(
        "video",
        owner.fingerprint,
        f"The analysis “{pushed.run.model}” of {_title(owner)} was not sent.",
        f"Others could not read it. {pushed.fault.rstrip('.')}. Analyse the video again.",
    )


def _title(owner: JournalOwner) -> str:
    return owner.path.name if isinstance(owner, Video) else "event classes and reels"


def _add_refused_files(work: _Pass, owner: JournalOwner, names: set[str]) -> None:
    for file in known_files(work.db, work.location, owner.fingerprint).values():
        if file.refusal is not None and file.name in names:
            work.result.issues.append(issue_of_refused(owner.fingerprint, file.refusal))


def push_edits(
    db: Database, remote: Remote, location: int, owner: JournalOwner
) -> Generator[SentFile, None, None]:
    """Send what has not been sent yet of a video; yields each file that was sent.

    The library takes note after the bucket has the file. A crash in between sends it once more,
    under the same name or with more in it, and a reader of both takes each edit once. Raises
    CloudError; what was sent is noted then.
    """
    while (waiting := unsent_edits(db, location, owner.fingerprint, MOST_EDITS)) is not None:
        yield _send(db, remote, location, owner, waiting)
    stop_sending_for_others(db, location, owner.fingerprint)


def _send(
    db: Database, remote: Remote, location: int, owner: JournalOwner, waiting: UnsentEdits
) -> SentFile:
    """Send one file, read as its receivers will read it before it counts as sent."""
    video, edits = owner.fingerprint, _of_one_format(waiting.edits)
    name, data = encode(video, waiting.device, edits)
    while len(data) > MOST_BYTES and len(edits) > 1:
        edits = edits[: len(edits) // 2]
        name, data = encode(video, waiting.device, edits)
    file = parse_name(name)
    assert file is not None
    unreadable = decode(file, video, owner.frames, data).refused
    write_and_read_back(remote, video_folder(video) + name, data)
    with writing(db):
        mark_pushed(db, location, video, waiting.device, edits[-1].sequence)
        remember_files(db, location, video, [KnownFile(name, None)])
    return SentFile(len(edits), unreadable)


def _of_one_format(edits: Sequence[EditRow]) -> list[EditRow]:
    """The first edits as far as programs of one age understand them all."""
    return list(takewhile(lambda edit: edit.format == edits[0].format, edits))
