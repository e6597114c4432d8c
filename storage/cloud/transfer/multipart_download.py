"""Download a large object in parts, none of which is fetched twice.

After a cut, a cancel or a crash the next attempt resumes the partial file beside the target.
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
from storage.cloud.transfer.common import PART_SIZE, RateLimiter, is_intact, sha256_of
from storage.cloud.transfer.parallel import run_parallel
from storage.files import plain_write_errors
from storage.progress import map_steps

_ATTEMPTS = 5  # of a part whose connection breaks in the middle


def multipart_download(
    bucket: Bucket, entry: Entry, path: Path, bytes_per_second: int | None
) -> Generator[int, None, bool]:
    """Fetch an object as the file `path`; yields the bytes done.

    Returns False if the file is there already. What came so far lies beside it, with a list of
    its parts, and is gone on with as long as the object is the same.
    """
    head = bucket.head(entry.key)
    complete = head.sha256 and path.is_file() and path.stat().st_size == head.size
    if complete and (yield from map_steps(sha256_of(path), lambda _: 0)) == head.sha256:
        return False
    with plain_write_errors(path):
        part = _PartialFile(path, head.etag, head.size)
        yield from part.fill(bucket, entry.key, bytes_per_second)
        if not (yield from map_steps(is_intact(part.path, head), lambda _: head.size)):
            part.remove()
            raise Damaged(f"{bucket.place.url}/{entry.key} was damaged in transit.", "Try again.")
        part.become(path)
    return True


@dataclass
class _PartialFile:
    """A file that is being fetched, and which of its parts are there."""

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
        missing = [n for n in range(-(-self.size // PART_SIZE)) if n not in self._there]
        limiter, stopped = RateLimiter(bytes_per_second), Event()
        yield self._done
        with self.path.open("r+b" if self._there else "wb") as file:
            file.truncate(self.size)

            def fetch(number: int) -> None:
                data = _fetched(bucket, key, self._range(number), self.etag, limiter, stopped)
                if data is not None:
                    with self._lock:
                        file.seek(number * PART_SIZE)
                        file.write(data)
                        self._there.add(number)

            try:
                with closing(run_parallel(missing, fetch, stopped)) as work:
                    for _ in work:
                        yield self._done
            finally:
                file.flush()
                os.fsync(file.fileno())  # before it is said that the parts are there
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
        return range(number * PART_SIZE, min((number + 1) * PART_SIZE, self.size))

    @property
    def _done(self) -> int:
        return min(self.size, len(self._there) * PART_SIZE)


def _fetched(
    bucket: Bucket, key: str, span: range, etag: str, limiter: RateLimiter, stopped: Event
) -> bytes | None:
    """The bytes of `span`, None if all was stopped meanwhile."""
    limiter.wait(len(span), stopped)
    for attempt in range(_ATTEMPTS):
        if stopped.is_set():
            return None
        try:
            return bucket.read_range(key, span, etag)
        except (Offline, Damaged):
            if attempt + 1 == _ATTEMPTS:
                raise
    return None
