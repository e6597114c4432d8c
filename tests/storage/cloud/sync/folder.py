"""A folder as bucket: what sync needs of one, without a server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import CloudError, Missing
from storage.cloud.s3.location import S3Location


class FolderRemote:
    """Objects are files below a folder; it passes the contract that Bucket passes."""

    def __init__(self, folder: Path, bucket: str = "matches") -> None:
        self.folder = folder
        self.place = S3Location(bucket)

    def list(self, prefix: str = "") -> Iterator[Entry]:
        for path in sorted(self.folder.rglob("*")):
            key = path.relative_to(self.folder).as_posix()
            if path.is_file() and key.startswith(prefix):
                facts = path.stat()
                modified = datetime.fromtimestamp(facts.st_mtime, UTC)
                yield Entry(key, facts.st_size, f'"{facts.st_mtime_ns}"', modified)

    def read(self, key: str, most: int) -> bytes:
        path = self.folder / key
        if not path.is_file():
            raise Missing(f"{key} does not exist.")
        if path.stat().st_size > most:
            raise CloudError(f"{key} is larger than {most:,} bytes.")
        return path.read_bytes()

    def write_new(self, key: str, data: bytes) -> bool:
        path = self.folder / key
        if path.exists():
            if path.stat().st_size != len(data):
                raise CloudError(f"{key} holds something else.")
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return True
