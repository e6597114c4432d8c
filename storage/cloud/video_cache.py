"""Videos of buckets on this computer's disk, up to a size; the one looked at longest ago goes."""

import hashlib
import json
import os
import shutil
from collections.abc import Generator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.cloud.s3.bucket import Bucket, Entry
from storage.cloud.s3.keys import local_name
from storage.cloud.s3.location import S3Location
from storage.cloud.transfer.common import TransferProgress
from storage.cloud.transfer.transfers import Download, download
from storage.errors import UserError
from storage.files import plain_write_errors, write_text

DEFAULT_GB = 20
_RESERVE = 1 << 30  # bytes of the disk that are left to others


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a video of the cache came from; `key` is whole. As whom is for the settings to say."""

    bucket: str
    endpoint: str | None
    key: str
    etag: str
    size: int


class VideoCache:
    """A folder with one folder for each version of each object, and what it is beside it.

    Two processes may use it: files appear whole, and one that is taken away is fetched again.
    """

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_GB * 10**9) -> None:
        self.folder = folder
        self.limit = limit_bytes

    def path_of(self, place: S3Location, entry: Entry) -> Path:
        """Where the object lies, or would."""
        return self._home(_origin(place, entry)) / local_name(entry.key)

    def fetch(
        self, bucket: Bucket, entry: Entry, bytes_per_second: int | None = None
    ) -> Generator[TransferProgress, None, Path]:
        """The file of an object, fetched if it is not there; others make room for it.

        Raises CloudError, and UserError if it is larger than the cache or the disk allows.
        """
        path, origin = self.path_of(bucket.place, entry), _origin(bucket.place, entry)
        self._make_room(origin, path)
        with plain_write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path.parent.with_suffix(".json"), json.dumps(asdict(origin)))
        os.utime(path.parent)
        yield from download(bucket, [Download(entry, path)], bytes_per_second)
        return path

    def origin_of(self, path: Path) -> Origin | None:
        """Where the video at `path` came from, though it may be gone; None if not from S3."""
        if path.parent.parent != self.folder:
            return None
        with suppress(OSError, ValueError, TypeError):
            fields = json.loads(path.parent.with_suffix(".json").read_text())
            return Origin(**fields)
        return None

    def touch(self, path: Path) -> None:
        """Say that a video is looked at."""
        if path.parent.parent == self.folder:
            with suppress(OSError):
                os.utime(path.parent)

    def size(self) -> int:
        """Bytes that the videos take."""
        return sum(size for _, size, _ in self._kept())

    def clear(self) -> int:
        """Take all videos away; returns how many bytes that freed. Labels stay."""
        return sum(self._remove(home, size) for _, size, home in self._kept())

    def _home(self, origin: Origin) -> Path:
        parts = (origin.bucket, origin.endpoint, origin.key, origin.etag)
        return self.folder / hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

    def _make_room(self, origin: Origin, path: Path) -> None:
        if origin.size > self.limit:
            raise UserError(
                f"{path.name} has {origin.size / 1e9:.1f} GB, more than the cache for videos.",
                f"It may hold {self.limit / 1e9:.0f} GB. Allow more in the settings.",
            )
        if path.is_file():
            return
        kept = [entry for entry in self._kept() if entry[2] != path.parent]
        total = sum(size for _, size, _ in kept)
        for _, size, home in kept:
            if total + origin.size <= self.limit:
                break
            total -= self._remove(home, size)
        here = next(parent for parent in path.absolute().parents if parent.exists())
        if shutil.disk_usage(here).free < origin.size + _RESERVE:
            raise UserError(
                f"The disk has no room for the {origin.size / 1e9:.1f} GB of {path.name}.",
                f"Free some space on the disk of {self.folder}.",
            )

    def _kept(self) -> list[tuple[float, int, Path]]:
        """When each video was looked at last, its size and its folder, the oldest first."""
        entries = []
        with suppress(FileNotFoundError):
            for home in self.folder.iterdir():
                if home.is_dir():
                    size = sum(file.stat().st_size for file in home.iterdir())
                    entries.append((home.stat().st_mtime, size, home))
        return sorted(entries)

    def _remove(self, home: Path, size: int) -> int:
        try:
            shutil.rmtree(home)
        except OSError:  # in use on a system that does not let go of open files: next time
            return 0
        return size


def _origin(place: S3Location, entry: Entry) -> Origin:
    return Origin(place.bucket, place.endpoint, place.key(entry.key), entry.etag, entry.size)
