"""Files to and from a bucket, many at once.

Work as generators: they yield progress and can be closed at each yield. What had arrived by then
stays, and the next transfer of the same files leaves it out. Files go by boto3's transfer manager,
large ones part by part, so that hours of sending are not done twice.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from os.path import commonprefix
from pathlib import Path
from typing import Any

from storage.cloud.s3.bucket import Bucket, Entry, md5_in, plain_errors
from storage.cloud.s3.errors import CloudError, Damaged, Denied
from storage.cloud.transfer.common import (
    TransferProgress,
    is_intact,
    md5_at_once,
    object_headers,
    plain_read_errors,
    sha256_at_once,
)
from storage.cloud.transfer.multipart_download import multipart_download
from storage.cloud.transfer.multipart_upload import multipart_upload
from storage.cloud.transfer.parallel import TransferCount, run_transfers
from storage.files import plain_write_errors
from storage.progress import drained
from storage.temporary_names import temporary_path

LARGE = 64 << 20  # bytes from which a file goes in pieces that can be gone on with


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and the key it is to have, counted from the place's prefix on."""

    path: Path
    key: str


@dataclass(frozen=True, slots=True)
class Download:
    """An object as a listing told it, and the file that it is to become."""

    entry: Entry
    path: Path


def upload(
    bucket: Bucket,
    wanted: Sequence[Upload],
    memory: Path | None = None,
    bytes_per_second: int | None = None,
) -> Generator[TransferProgress, None, int]:
    """Send files; returns how many were sent, those that were there already left out.

    `memory` is a folder in which it is kept how far large files have come. Each object carries
    its SHA-256. Raises CloudError, and UserError if a file cannot be read.
    """
    sizes = {file: _size_of(file.path) for file in wanted}
    small = [file for file in wanted if sizes[file] < LARGE]
    count = TransferCount(sum(sizes.values()), len(wanted))
    uploaded = set()
    for file in _there(bucket, small, sizes):
        uploaded.add(file)
        count.add(sizes[file])
        count.end_file()
        yield count.progress
    missing = [file for file in small if file not in uploaded]
    sending = (_Sending(bucket, file, sizes[file]) for file in missing)
    yield from run_transfers(bucket, count, sending, bytes_per_second)
    sent = len(missing)
    for file in wanted:
        if sizes[file] >= LARGE:
            sent += yield from count.following(
                multipart_upload(bucket, file.path, file.key, memory, bytes_per_second)
            )
    return sent


def download(
    bucket: Bucket, wanted: Sequence[Download], bytes_per_second: int | None = None
) -> Generator[TransferProgress, None, int]:
    """Fetch objects into files, whose folders exist; returns how many were fetched.

    Files with the size and the sum of their objects are left out. What comes is checked against
    the sums that the server has before it gets its name. Raises CloudError, Damaged among them,
    and UserError where the disk refuses.
    """
    count = TransferCount(sum(object_file.entry.size for object_file in wanted), len(wanted))
    missing: list[Download] = []
    large: list[Download] = []
    for object_file in wanted:
        if _is_here(object_file):
            count.add(object_file.entry.size)
            count.end_file()
            yield count.progress
        else:
            (large if object_file.entry.size >= LARGE else missing).append(object_file)
    fetching = (_Fetching(bucket, object_file, object_file.entry.size) for object_file in missing)
    yield from run_transfers(bucket, count, fetching, bytes_per_second)
    for object_file in large:
        yield from count.following(
            multipart_download(bucket, object_file.entry, object_file.path, bytes_per_second)
        )
    return len(missing) + len(large)


@dataclass
class _Sending:
    """One small file on its way to the bucket."""

    bucket: Bucket
    wanted: Upload
    size: int

    def begin(self, manager: Any, listener: Any) -> Any:
        place, path = self.bucket.place, self.wanted.path
        with plain_read_errors(path):
            content = sha256_at_once(path)
        return manager.upload(
            str(path),
            place.bucket,
            place.key(self.wanted.key),
            extra_args=object_headers(path, content),
            subscribers=[listener],
        )

    def end(self, future: Any) -> None:
        whole = self.bucket.place.key(self.wanted.key)
        errors = plain_errors(self.bucket.place, "s3:PutObject", whole)
        with plain_read_errors(self.wanted.path), errors:
            future.result()

    def give_up(self) -> None:
        """An object is there whole, or not at all."""


@dataclass
class _Fetching:
    """One small object on its way to the disk, beside the file that it is to become."""

    bucket: Bucket
    wanted: Download
    size: int
    part: Path = field(init=False)

    def __post_init__(self) -> None:
        self.part = temporary_path(self.wanted.path)

    def begin(self, manager: Any, listener: Any) -> Any:
        place = self.bucket.place
        return manager.download(
            place.bucket,
            place.key(self.wanted.entry.key),
            str(self.part),
            subscribers=[_Sized(self.wanted.entry), listener],
        )

    def end(self, future: Any) -> None:
        # not made durable one by one, which takes longer than the transfer: what a power cut
        # takes away is fetched again
        try:
            whole = self.bucket.place.key(self.wanted.entry.key)
            with (
                plain_write_errors(self.wanted.path),
                plain_errors(self.bucket.place, "s3:GetObject", whole),
            ):
                future.result()
                check(self.bucket, self.wanted.entry, self.part)
                self.part.replace(self.wanted.path)
        finally:
            self.give_up()

    def give_up(self) -> None:
        self.part.unlink(missing_ok=True)


def _there(bucket: Bucket, wanted: Sequence[Upload], sizes: dict[Upload, int]) -> Iterator[Upload]:
    """Those of `wanted` whose objects are there, with the same content. One listing tells most."""
    by_key = {file.key: file for file in wanted}
    most = 4 * len(wanted) + 1000  # of a listing that is full of other things
    # a listing takes any beginning of a key, not whole folders alone
    beginning = commonprefix(list(by_key))  # noqa: RUF071
    listing = bucket.list(beginning) if by_key else iter(())
    try:
        for entry in islice(listing, most):
            file = by_key.get(entry.key)
            if file and sizes[file] == entry.size and _same(bucket, entry, file.path):
                yield file
    except Denied:  # who may write but not list sends everything
        return


def _is_here(wanted: Download) -> bool:
    """Whether the file is there already; large ones are looked at part by part later."""
    path, entry = wanted.path, wanted.entry
    if entry.size >= LARGE or not path.is_file() or path.stat().st_size != entry.size:
        return False
    return bool(md5_in(entry.etag)) and md5_at_once(path) == md5_in(entry.etag)


def _same(bucket: Bucket, entry: Entry, path: Path) -> bool:
    """Whether a file has the content of an object of its size."""
    with plain_read_errors(path):
        if md5 := md5_in(entry.etag):
            return md5_at_once(path) == md5
        return bucket.head(entry.key).sha256 == sha256_at_once(path)


def check(bucket: Bucket, entry: Entry, path: Path) -> None:
    """Raise Damaged if the file at `path` is not the object that `entry` told of.

    Without a checksum to compare with, which others need not have left, only the size tells.
    """
    if md5_in(entry.etag) and md5_at_once(path) == md5_in(entry.etag):
        return
    head = bucket.head(entry.key)
    url = f"{bucket.place.url}/{entry.key}"
    if head.etag != entry.etag:
        raise CloudError(f"{url} was changed while it was downloaded.", "Download it again.")
    if not drained(is_intact(path, head)):
        raise Damaged(f"{url} was damaged in transit.", "Try again.")


def _size_of(path: Path) -> int:
    with plain_read_errors(path):
        return path.stat().st_size


class _Sized:
    """Tells the manager what the listing said, and saves it a question for each object."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def on_queued(self, future: Any, **_: object) -> None:
        future.meta.provide_transfer_size(self._entry.size)
        future.meta.provide_object_etag(self._entry.etag)

    def on_progress(self, **_: object) -> None:
        """The other listener hears of it."""

    def on_done(self, **_: object) -> None:
        """The other listener hears of it."""
