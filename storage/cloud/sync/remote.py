"""What sync needs of a bucket, and where things are in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import CloudError
from storage.cloud.s3.location import S3Location
from storage.records import LIBRARY


class Remote(Protocol):
    """A store of immutable objects. A Bucket is one; tests have others.

    Every method may raise CloudError, as Bucket's do.
    """

    @property
    def place(self) -> S3Location:
        """Where this is."""

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """The objects whose key begins with `prefix`, in any order."""

    def read(self, key: str, most: int) -> bytes:
        """The bytes of an object of at most `most`."""

    def write_new(self, key: str, data: bytes) -> bool:
        """Write an object whose name is fixed by its content; whether it was not there before."""


class JournalOwner(Protocol):
    """Whose journal it is: a video, or the library itself."""

    @property
    def fingerprint(self) -> str:
        """The name of the journal."""

    @property
    def frames(self) -> int:
        """Labels lie in frames `[0, frames)`."""


@dataclass(frozen=True, slots=True)
class WholeLibrary:
    """Owns what belongs to no single video: classes of events, reels."""

    fingerprint: str = LIBRARY
    frames: int = 0


def video_folder(fingerprint: str) -> str:
    """The folder of all that belongs to one video, or to LIBRARY, with a slash at its end."""
    return "library/" if fingerprint == LIBRARY else f"videos/{fingerprint}/"


def write_and_read_back(remote: Remote, key: str, data: bytes) -> None:
    """Write an object whose name is fixed by its content, and see that it can be fetched.

    Only then is it sent: servers, proxies and disks have confirmed what they did not keep. Raises
    CloudError.
    """
    remote.write_new(key, data)
    # once more, as a single answer may be damaged on its way
    if not any(remote.read(key, len(data)) == data for _ in range(2)):
        raise CloudError(
            f"{remote.place.url}/{key} does not contain what was written.",
            "Nothing is lost here. Remove it from the bucket, and sync again.",
        )
