"""Where in the library things of S3 lie, and which login speaks to which bucket."""

from pathlib import Path

from storage.cloud.place import Place, parse_place
from storage.cloud.video_cache import VideoCache
from storage.library.library import Library


def cache_of(library: Library, gigabytes: int) -> VideoCache:
    """Videos fetched from buckets, all of which can be fetched again."""
    return VideoCache(library.folder / "cloud" / "videos", gigabytes * 10**9)


def upload_memory(library: Library) -> Path:
    """The folder in which it is kept how far large uploads have come."""
    return library.folder / "cloud" / "uploads"


def watch_file(library: Library) -> Path:
    """The file that knows which videos of watched places are known."""
    return library.folder / "cloud" / "watched.json"


def place_at(url: str, settings: Place | None, given: Place | None = None) -> Place:
    """The place of `url`, reached as the settings' place if it is in the same bucket.

    `given` says otherwise, for what the user names in so many words. Raises UserError.
    """
    bare = parse_place(url)
    login = given or (settings if settings and settings.bucket == bare.bucket else None)
    if login is None:
        return bare
    return Place(bare.bucket, bare.prefix, login.profile, login.region, login.endpoint)
