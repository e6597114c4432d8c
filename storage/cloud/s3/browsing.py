"""A bucket as folders: what lies directly below a prefix, page by page."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import PurePosixPath

from storage.cloud.s3.bucket import Bucket, Entry, plain_errors
from storage.cloud.s3.keys import KEY_BYTES

VIDEO_SUFFIXES = frozenset(
    ".mp4 .m4v .mov .mkv .avi .ts .mts .m2ts .mpg .mpeg .webm .wmv .flv".split(" ")  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what is in a folder. Keys count from the place's prefix on, folders end in "/".

    Names come as strangers wrote them: show them through `keys.shown`, and turn them into files
    by `keys.local_paths` alone.
    """

    folders: tuple[str, ...]
    entries: tuple[Entry, ...]


def browse(bucket: Bucket, folder: str = "") -> Generator[Page, None, None]:
    """What is directly in `folder` ("" or ending in "/"), up to a thousand names at a time.

    Raises CloudError.
    """
    full_prefix = bucket.place.key(folder)
    with plain_errors(bucket.place, "s3:ListBucket"):
        pages = bucket.client.get_paginator("list_objects_v2").paginate(
            Bucket=bucket.place.bucket, Prefix=full_prefix, Delimiter="/"
        )
        for page in pages:
            below = [str(common.get("Prefix", "")) for common in page.get("CommonPrefixes", [])]
            folders = [bucket.place.relative(key) for key in below]
            yield Page(
                tuple(key for key in folders if key and len(key) <= KEY_BYTES),
                # an object of the folder's own name is a mark of some tools, and no file
                tuple(entry for entry in bucket.entries(page, plain=False) if entry.key != folder),
            )


def is_video(key: str) -> bool:
    """Whether the name says so; the content decides when it is opened."""
    return PurePosixPath(key).suffix.lower() in VIDEO_SUFFIXES
