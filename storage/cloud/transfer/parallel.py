"""Many requests or files under way at once, as generators that can be closed at each yield."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, Protocol

from storage.cloud.s3.bucket import Bucket
from storage.cloud.transfer.common import TransferProgress

_REQUESTS = 6  # of the parts of one large file
_WAITING = 200  # files handed to the manager and not yet done: enough for all its threads
_TURN = 0.1  # seconds between two looks at whether to stop
_THREADS = 10  # of the transfer manager


def run_parallel(
    numbers: Iterable[int], work: Callable[[int], object], stopped: Event
) -> Generator[None, None, None]:
    """Do `work` on each number; yields now and then, for progress and for cancelling.

    The first error is raised. Closed or failed, it sets `stopped` and waits for what is under way.
    """
    waiting, running = iter(numbers), set[Future[object]]()
    with ThreadPoolExecutor(_REQUESTS, "parts") as threads:
        try:
            while True:
                while len(running) < 2 * _REQUESTS and (number := next(waiting, None)) is not None:
                    running.add(threads.submit(work, number))
                if not running:
                    return
                done, running = wait(running, _TURN, FIRST_COMPLETED)
                for future in done:
                    future.result()
                yield
        finally:
            stopped.set()
            for future in running:
                future.cancel()


class Transfer(Protocol):
    """One file: begun, and ended when the manager says that it is done."""

    size: int

    def begin(self, manager: Any, listener: Any) -> Any:
        """Hand the file to `manager`; the future that it gives."""

    def end(self, future: Any) -> None:
        """Raise what went wrong, and check what came of it."""

    def give_up(self) -> None:
        """Leave nothing behind of a file that was begun and not ended."""


class TransferCount:
    """How far a transfer of many files is."""

    def __init__(self, bytes_total: int, files_total: int) -> None:
        self._bytes, self._files = 0, 0
        self._bytes_total, self._files_total = bytes_total, files_total

    def add(self, size: int) -> None:
        """Count bytes; a request that is repeated begins again, and takes its bytes back."""
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


def run_transfers(
    bucket: Bucket,
    count: TransferCount,
    transfers: Iterable[Transfer],
    bytes_per_second: int | None,
) -> Generator[TransferProgress, None, None]:
    """Run `transfers` in boto3's transfer manager until all have ended, or the first fails.

    The others are given up then.
    """
    reports: SimpleQueue[tuple[int, int | None]] = SimpleQueue()
    running: dict[int, tuple[Transfer, Any]] = {}
    waiting = iter(enumerate(transfers))
    try:
        with _manager(bucket, bytes_per_second) as manager:
            while True:
                while len(running) < _WAITING and (following := next(waiting, None)):
                    number, transfer = following
                    running[number] = (
                        transfer,
                        transfer.begin(manager, _TransferListener(number, reports)),
                    )
                yield count.progress
                if not running:
                    return
                for number, size in _received(reports):
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


def _received(reports: SimpleQueue[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """All reports that are there, waiting a moment for the first."""
    received: list[tuple[int, int | None]] = []
    try:
        received.append(reports.get(timeout=_TURN))
        while len(received) < _WAITING:
            received.append(reports.get_nowait())
    except Empty:
        pass
    return received


class _TransferListener:
    """Tells of one transfer, from the manager's threads: bytes, and None when it is done.

    No `BaseSubscriber`, which the manager does not ask for, and which loads s3transfer.
    """

    def __init__(self, number: int, reports: SimpleQueue[tuple[int, int | None]]) -> None:
        self._number = number
        self._reports = reports

    def on_queued(self, **_: object) -> None:
        """It is known already."""

    def on_progress(self, bytes_transferred: int, **_: object) -> None:
        self._reports.put((self._number, bytes_transferred))

    def on_done(self, **_: object) -> None:
        self._reports.put((self._number, None))
