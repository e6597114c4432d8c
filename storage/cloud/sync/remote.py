"""What sync needs of a bucket, and where things are in it."""

from collections.abc import Iterator
from typing import Protocol

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.location import S3Location


class Remote(Protocol):
    """A place where immutable objects lie. A Bucket is one; tests have others.

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


def video_folder(fingerprint: str) -> str:
    """The folder of all that belongs to one video, with a slash at its end."""
    return f"videos/{fingerprint}/"
