"""A large object to the disk, in pieces, of which none is fetched twice.

After a cut, a cancel or a crash the next attempt goes on with the part that lies beside the file.
"""

import hashlib
import json
import os
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from storage.cloud.s3.bucket import Bucket, Entry
from storage.cloud.s3.errors import Damaged, Offline
from storage.cloud.transfer.pieces import PIECE, in_parallel, in_silence
from storage.cloud.transfer.traffic import Brake, sha256_of
from storage.files import plain_write_errors

_ATTEMPTS = 5  # of a piece whose connection breaks in the middle


def download_in_pieces(
    bucket: Bucket, entry: Entry, path: Path, bytes_per_second: int | None
) -> Generator[int, None, bool]:
    """Fetch an object as the file `path`; yields the bytes done.

    Returns False if the file is there already. What came so far lies beside it, with a list of
    its pieces, and is gone on with as long as the object is the same.
    """
    head = bucket.head(entry.key)
    known = head.sha256 and path.is_file() and path.stat().st_size == head.size
    if known and (yield from in_silence(sha256_of(path), 0)) == head.sha256:
        return False
    with plain_write_errors(path):
        part = _Part(path, head.etag, head.size)
        yield from part.fill(bucket, entry.key, bytes_per_second)
        if head.sha256:
            found = yield from in_silence(sha256_of(part.path), head.size)
            if found != head.sha256:
                part.remove()
                raise Damaged(
                    f"{bucket.place.url}/{entry.key} was damaged on its way.", "Try again."
                )
        part.become(path)
    return True


@dataclass
class _Part:
    """A file that is being fetched, and which of its pieces are there."""

    target: Path
    etag: str
    size: int

    def __post_init__(self) -> None:
        version = hashlib.sha256(f"{self.etag}:{self.size}".encode()).hexdigest()[:12]
        self.path = self.target.with_name(f"{self.target.name[:50]}.{version}.part")
        self._list = self.path.with_suffix(".pieces")
        self._there = self._listed()
        self._lock = Lock()

    def fill(
        self, bucket: Bucket, key: str, bytes_per_second: int | None
    ) -> Generator[int, None, None]:
        """Fetch what is missing."""
        missing = [n for n in range(-(-self.size // PIECE)) if n not in self._there]
        brake, stopped = Brake(bytes_per_second), Event()
        yield self._done
        with self.path.open("r+b" if self._there else "wb") as file:
            file.truncate(self.size)

            def fetch(number: int) -> None:
                data = _fetched(bucket, key, self._range(number), self.etag, brake, stopped)
                if data is not None:
                    with self._lock:
                        file.seek(number * PIECE)
                        file.write(data)
                        self._there.add(number)

            try:
                with closing(in_parallel(missing, fetch, stopped)) as work:
                    for _ in work:
                        yield self._done
            finally:
                file.flush()
                os.fsync(file.fileno())  # before it is said that the pieces are there
                self._list.write_text(json.dumps(sorted(self._there)))

    def become(self, path: Path) -> None:
        """Give the whole file its name."""
        self.path.replace(path)
        self._list.unlink(missing_ok=True)

    def remove(self) -> None:
        """Take away what was fetched."""
        self.path.unlink(missing_ok=True)
        self._list.unlink(missing_ok=True)

    def _listed(self) -> set[int]:
        with suppress(OSError, ValueError, TypeError):
            if self.path.stat().st_size == self.size:
                return {int(number) for number in json.loads(self._list.read_text())}
        return set()

    def _range(self, number: int) -> range:
        return range(number * PIECE, min((number + 1) * PIECE, self.size))

    @property
    def _done(self) -> int:
        return min(self.size, len(self._there) * PIECE)


def _fetched(
    bucket: Bucket, key: str, span: range, etag: str, brake: Brake, stopped: Event
) -> bytes | None:
    """The bytes of `span`, None if all was stopped meanwhile."""
    brake.wait(len(span), stopped)
    for attempt in range(_ATTEMPTS):
        if stopped.is_set():
            return None
        try:
            return bucket.read_range(key, span, etag)
        except (Offline, Damaged):
            if attempt + 1 == _ATTEMPTS:
                raise
    return None
