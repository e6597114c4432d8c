"""Videos of a bucket into the library: fetched into the cache and opened once. No Qt."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.workflows.videos import open_video
from storage.cloud.s3.browsing import is_video
from storage.cloud.s3.bucket import Bucket, Entry
from storage.cloud.s3.errors import Offline, Refused
from storage.cloud.video_cache import VideoCache
from storage.errors import UserError
from storage.library.library import Library
from storage.progress import Progress, part_of
from storage.quantities import plural


@dataclass(frozen=True, slots=True)
class Ingested:
    """A video that was to come into the library: where it is, or what was against it."""

    entry: Entry
    path: Path | None
    error: UserError | None = None


def ingest(
    library: Library,
    bucket: Bucket,
    cache: VideoCache,
    wanted: Sequence[Entry],
    bytes_per_second: int | None = None,
) -> Generator[Progress, None, list[Ingested]]:
    """Fetch and open each of `wanted`; one that fails does not stop the others.

    Without a network or a login nothing more can come: raises Offline or Refused then. What
    came before is in the library, and is not fetched again.
    """
    total = sum(entry.size for entry in wanted)
    before, ingested = 0, []
    for entry in wanted:
        try:
            work = cache.fetch(bucket, entry, bytes_per_second)
            path = yield from part_of(work, before, total)
            yield from _read(library, path, Progress(before + entry.size, total, "bytes"))
            ingested.append(Ingested(entry, path))
        except (Offline, Refused):
            raise
        except UserError as error:
            ingested.append(Ingested(entry, None, error))
        before += entry.size
    return ingested


def _read(library: Library, path: Path, step: Progress) -> Generator[Progress, None, None]:
    for _ in open_video(library, path):
        yield step


def ingest_below(
    library: Library,
    bucket: Bucket,
    cache: VideoCache,
    folder: str,
    bytes_per_second: int | None = None,
) -> Generator[Progress, None, list[Ingested]]:
    """As `ingest`, for all videos in `folder` and below."""
    yield Progress(0, 0, "bytes")
    wanted = [entry for entry in bucket.list(folder, plain=False) if is_video(entry.key)]
    return (yield from ingest(library, bucket, cache, wanted, bytes_per_second))


def ingest_notice(
    ingested: Sequence[Ingested], address: str
) -> tuple[str, str, Literal["done", "warning"]]:
    """Title, advice and kind of a notice about videos that were ingested, or could not be."""
    good = sum(video.error is None for video in ingested)
    videos = f"{plural(good, 'video')} {'is' if good == 1 else 'are'}"
    if failed := [video.error for video in ingested if video.error]:
        more = f" {len(failed)} could not be read: {failed[0]}"
        return f"{videos} in the library.", more.strip(), "warning"
    if not ingested:
        return f"There are no videos in {address}.", "", "warning"
    return f"{videos} in the library.", f"From {address}.", "done"
