"""Many files under way at once in boto3's transfer manager, as one generator."""

from collections.abc import Generator, Iterable
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from storage.cloud.s3.bucket import Bucket
from storage.cloud.transfer.traffic import TransferProgress

_WAITING = 200  # files handed to the manager and not yet done: enough for all its threads
_TURN = 0.1  # seconds between two looks at whether to stop
_THREADS = 10


class Transfer(Protocol):
    """One file: begun, and ended when the manager says that it is done."""

    size: int

    def begin(self, manager: Any, listener: Any) -> Any:
        """Hand the file to `manager`; the future that it gives."""

    def end(self, future: Any) -> None:
        """Raise what went wrong, and check what came of it."""

    def give_up(self) -> None:
        """Leave nothing behind of a file that was begun and not ended."""


class Count:
    """How far a transfer of many files is."""

    def __init__(self, bytes_total: int, files_total: int) -> None:
        self._bytes, self._files = 0, 0
        self._bytes_total, self._files_total = bytes_total, files_total

    def add(self, size: int) -> None:
        """Count bytes; a request that is repeated begins anew, and takes its bytes back."""
        self._bytes += size

    def end_file(self) -> None:
        """Count a file as done."""
        self._files += 1

    @property
    def progress(self) -> TransferProgress:
        """What is done by now."""
        done = min(max(0, self._bytes), self._bytes_total)
        return TransferProgress(
            done, self._bytes_total, files_done=self._files, files_total=self._files_total
        )

    def following(
        self, work: Generator[int, None, bool]
    ) -> Generator[TransferProgress, None, bool]:
        """Yield the progress of one large file, in bytes, as progress of all."""
        before = self._bytes
        while True:
            try:
                self._bytes = before + next(work)
            except StopIteration as end:
                self.end_file()
                return bool(end.value)
            yield self.progress


def drive(
    bucket: Bucket, count: Count, transfers: Iterable[Transfer], bytes_per_second: int | None
) -> Generator[TransferProgress, None, None]:
    """Run `transfers` until all have ended, or the first fails; the others are given up then."""
    said: SimpleQueue[tuple[int, int | None]] = SimpleQueue()
    running: dict[int, tuple[Transfer, Any]] = {}
    waiting = iter(enumerate(transfers))
    try:
        with _manager(bucket, bytes_per_second) as manager:
            while True:
                while len(running) < _WAITING and (following := next(waiting, None)):
                    number, transfer = following
                    running[number] = transfer, transfer.begin(manager, _Listener(number, said))
                yield count.progress
                if not running:
                    return
                for number, size in _heard(said):
                    if size is not None:
                        count.add(size)
                        continue
                    transfer, future = running.pop(number)
                    transfer.end(future)
                    count.end_file()
    finally:
        for transfer, _ in running.values():
            transfer.give_up()


def _manager(bucket: Bucket, bytes_per_second: int | None) -> Any:
    """A transfer manager for `with`: at an error or a cancel it gives up what is under way."""
    from s3transfer.manager import TransferConfig, TransferManager

    config = TransferConfig(max_request_concurrency=_THREADS, max_bandwidth=bytes_per_second)
    return TransferManager(bucket.client, config)


def _heard(said: SimpleQueue[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """All that was said, waiting a moment for the first word."""
    heard: list[tuple[int, int | None]] = []
    try:
        heard.append(said.get(timeout=_TURN))
        while len(heard) < _WAITING:
            heard.append(said.get_nowait())
    except Empty:
        pass
    return heard


class _Listener:
    """Tells of one transfer, from the manager's threads: bytes, and None when it is done.

    No `BaseSubscriber`, which the manager does not ask for, and which loads s3transfer.
    """

    def __init__(self, number: int, said: SimpleQueue[tuple[int, int | None]]) -> None:
        self._number = number
        self._said = said

    def on_queued(self, **_: object) -> None:
        """It is known already."""

    def on_progress(self, bytes_transferred: int, **_: object) -> None:
        self._said.put((self._number, bytes_transferred))

    def on_done(self, **_: object) -> None:
        self._said.put((self._number, None))
