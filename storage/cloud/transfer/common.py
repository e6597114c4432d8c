"""What transfers of every kind share: progress, a rate limit, and checksums of files."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Any

from storage.cloud.s3.bucket import ObjectHead
from storage.errors import UserError
from storage.foreign_files import open_regular
from storage.progress import Progress

PART_SIZE = 16 << 20  # bytes of a part of a large file; S3 takes 5 MiB and more
SHA256 = "sha256"  # in the metadata of what we send
_KINDS = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".json": "application/json",
    ".csv": "text/csv",
}
_BLOCK = 1 << 22  # bytes hashed between two yields: some 5 ms


@dataclass(frozen=True, slots=True)
class TransferProgress(Progress):
    """Bytes done of a transfer, and files. What was there already counts as done."""

    unit: str = "bytes"
    files_done: int = 0
    files_total: int = 0


class RateLimiter:
    """Lets so many bytes through in a second, whichever thread asks. None: as fast as it goes."""

    def __init__(self, bytes_per_second: int | None) -> None:
        self._rate = bytes_per_second
        self._free_at = monotonic()
        self._lock = Lock()

    def wait(self, size: int, stopped: Event) -> None:
        """Return when `size` bytes may go, or as soon as `stopped` is set."""
        if self._rate is None:
            return
        with self._lock:
            now = monotonic()
            begins = max(now, self._free_at)
            self._free_at = begins + size / self._rate
        stopped.wait(begins - now)


def sha256_of(path: Path) -> Generator[int, None, str]:
    """The SHA-256 of a file in hexadecimal; yields the bytes read so far."""
    return _digest(path, hashlib.sha256())


def _digest(path: Path, running: Any) -> Generator[int, None, str]:
    done = 0
    with open_regular(path) as file:
        while block := file.read(_BLOCK):
            running.update(block)
            done += len(block)
            yield done
    digest: str = running.hexdigest()
    return digest


def sha256_at_once(path: Path) -> str:
    """As `sha256_of`, for files that take no time to read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def md5_of(path: Path) -> Generator[int, None, str]:
    """The MD5 of a file, which S3 uses as the ETag of objects sent in one piece; as `sha256_of`."""
    return _digest(path, hashlib.md5(usedforsecurity=False))


def md5_at_once(path: Path) -> str:
    """As `md5_of`, for files that take no time to read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def is_intact(path: Path, head: ObjectHead) -> Generator[int, None, bool]:
    """Whether the file is the object that the server tells of; yields the bytes read so far.

    Our own SHA-256 decides where the object has one, else the server's MD5. Without either, which
    others need not have left, only the size tells.
    """
    if path.stat().st_size != head.size:
        return False
    if head.sha256:
        return (yield from sha256_of(path)) == head.sha256
    return not head.md5 or (yield from md5_of(path)) == head.md5


def object_headers(path: Path, sha256: str) -> dict[str, Any]:
    """What goes with a file: its sum, and its kind, by which a browser plays or shows it."""
    kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
    return {"Metadata": {SHA256: sha256}, "ContentType": kind}


@contextmanager
def plain_read_errors(path: Path) -> Iterator[None]:
    """Turn the disk's refusal to read `path` into a UserError."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{path} could not be read: {error.strerror or error}.",
            "Check that it exists and that you may read it.",
        ) from error
