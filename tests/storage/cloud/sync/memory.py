"""A bucket in memory that misbehaves: requests and answers are lost, come late, are damaged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from storage.cloud.s3.bucket import Entry
from storage.cloud.s3.errors import CloudError, Missing, Offline, Refused
from storage.cloud.s3.location import S3Location


class Killed(BaseException):
    """The process ends here, as if its machine had lost power."""


@dataclass
class Objects:
    """What lies in the bucket, for all its clients."""

    data: dict[str, bytes] = field(default_factory=dict)
    late: list[tuple[str, bytes]] = field(default_factory=list)  # on their way

    def write(self, key: str, data: bytes) -> bool:
        new = key not in self.data
        self.data[key] = data
        return new


class UnreliableRemote:
    """One client's way to the bucket. `fault_rate` is the chance of a fault, from 0 to 1."""

    def __init__(self, objects: Objects, random: Random, fault_rate: float = 0) -> None:
        self.place = S3Location("matches")
        self.fault_rate = fault_rate
        self._objects = objects
        self._random = random

    def list(self, prefix: str = "") -> Iterator[Entry]:
        self._stumble()
        keys = [key for key in self._objects.data if key.startswith(prefix)]
        if self._misbehaves():
            keys += self._random.sample(keys, len(keys) // 2)
            self._random.shuffle(keys)
        if self._misbehaves():  # a server that forgets, for a moment
            keys = self._random.sample(keys, len(keys) // 2)
        for key in keys:
            yield Entry(key, len(self._objects.data[key]), '"etag"', None)

    def read(self, key: str, most: int) -> bytes:
        self._stumble()
        if key not in self._objects.data:
            raise Missing(f"{key} does not exist.")
        data = self._objects.data[key]
        if len(data) > most:
            raise CloudError(f"{key} is too large.")
        return data[:-1] + b"?" if self._misbehaves() else data

    def write_new(self, key: str, data: bytes) -> bool:
        self._stumble()
        while self._objects.late and self._misbehaves():
            self._objects.write(*self._objects.late.pop())
        if self._misbehaves():
            self._objects.late.append((key, data))
            raise Offline("The request is lost for now.")
        new = self._objects.write(key, data)
        self._stumble()
        return new

    def _stumble(self) -> None:
        """Maybe fail here, before or after the server has done it."""
        if self._misbehaves():
            raise self._random.choice(_FAULTS)()

    def _misbehaves(self) -> bool:
        return self._random.random() < self.fault_rate


_FAULTS: tuple[Callable[[], BaseException], ...] = (
    lambda: Offline("The connection broke."),
    lambda: Refused("The login has expired.", "Log in again."),
    lambda: CloudError("Something else went wrong."),
    Killed,
)
