"""Many small objects, read by several threads ahead of who takes them in."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import CloudError, Offline, Refused
from storage.cloud.sync.remote import Remote

_THREADS = 8
_AHEAD = 16  # objects, read or being read, that wait to be taken


@dataclass(frozen=True, slots=True)
class PrefetchedObject:
    """An object that was to be read; `data` is None, with the reason, where that failed."""

    entry: Entry
    data: bytes | None
    error: CloudError | None = None


def prefetch(remote: Remote, entries: Sequence[Entry], most: int) -> Iterator[PrefetchedObject]:
    """Read `entries`, each of at most `most` bytes, and give them back in their order.

    Raises Offline and Refused, which befall them all; what is wrong with a single one is said
    in its place.
    """
    waiting: deque[tuple[Entry, Future[bytes]]] = deque()
    left = iter(entries)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="sync") as threads:
        try:
            for entry in left:
                waiting.append((entry, threads.submit(remote.read, entry.key, most)))
                if len(waiting) >= _AHEAD:
                    yield _taken(*waiting.popleft())
            while waiting:
                yield _taken(*waiting.popleft())
        finally:
            for _, reading in waiting:
                reading.cancel()


def _taken(entry: Entry, reading: "Future[bytes]") -> PrefetchedObject:
    try:
        return PrefetchedObject(entry, reading.result())
    except (Offline, Refused):
        raise
    except CloudError as error:
        return PrefetchedObject(entry, None, error)
