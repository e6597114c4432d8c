"""Where a library folder keeps what belongs to S3: fetched videos, uploads, watched folders."""

from pathlib import Path

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
