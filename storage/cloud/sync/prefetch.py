"""Prefetch many small objects with several threads."""

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
    """An object that was read; `data` is None, with the error, where that failed."""

    entry: Entry
    data: bytes | None
    error: CloudError | None = None


def prefetch(remote: Remote, entries: Sequence[Entry], most: int) -> Iterator[PrefetchedObject]:
    """Read `entries`, each of at most `most` bytes, and give them back in their order.

    Raises Offline and Refused, which concern all of them; an error of a single one is in its
    place.
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
