"""Where in the library things of S3 lie, and which login speaks to which bucket."""

from dataclasses import replace
from pathlib import Path

from storage.cloud.s3.location import Place, parse_place
from storage.cloud.video_cache import VideoCache


def cache_of(library: Path, gigabytes: int) -> VideoCache:
    """The cache in a library folder: videos of buckets, all of which can be fetched again."""
    return VideoCache(library / "cloud" / "videos", gigabytes * 10**9)


def upload_memory(library: Path) -> Path:
    """The folder of a library folder in which it is kept how far large uploads have come."""
    return library / "cloud" / "uploads"


def watch_file(library: Path) -> Path:
    """The file of a library folder that knows which videos of watched places are known."""
    return library / "cloud" / "watched.json"


def place_at(url: str, known: Place | None) -> Place:
    """The place of `url`, reached as `known` is if it is in the same bucket. Raises UserError."""
    bare = parse_place(url)
    if known is None or known.bucket != bare.bucket:
        return bare
    return replace(known, prefix=bare.prefix)
