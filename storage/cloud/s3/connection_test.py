"""Tests a connection step by step, and says of each step what it found and what is missing."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import uuid4

from storage.cloud.s3.bucket import Bucket, Conditions, plain_errors
from storage.cloud.s3.errors import CloudError, Denied, Offline, Refused
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.policy import PROBES, policy_for

_BYTES = 4096  # of the scratch object: enough that a checksum stored in it shows


class State(Enum):
    """How a step ended."""

    RUNNING = "running"
    PASSED = "passed"
    WARNED = "warned"  # Touchline works, with something less
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ConnectionStep:
    """One step: its name, how it stands, what was found, and what to do about it."""

    name: str
    state: State
    found: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """All steps as they ended, the policy that would let all pass, and the server's conditions."""

    place: S3Location
    steps: tuple[ConnectionStep, ...]
    policy: str
    conditions: Conditions | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing failed; warnings may stand."""
        return all(step.state is not State.FAILED for step in self.steps)


STEPS = (
    "Who am I",
    "List",
    "Write",
    "Read back",
    "Send in parts",
    "Conditional write",
    "Remove",
)


def check_connection(bucket: Bucket) -> Generator[ConnectionStep, None, ConnectionReport]:
    """Try what Touchline will do, on scratch objects below the place's prefix.

    Yields each step twice, RUNNING and as it ended. What cannot pass after a failure is SKIPPED.
    The scratch objects are removed as far as the login may remove any.
    """
    test = _ConnectionTest(bucket)
    ended: list[ConnectionStep] = []
    try:
        for name, attempt in test.attempts():
            if not test.broken:
                yield ConnectionStep(name, State.RUNNING)
            ended.append(test.take(name, attempt))
            yield ended[-1]
    finally:
        test.clean_up()
    policy = policy_for(bucket.place, test.kms_key)
    return ConnectionReport(bucket.place, tuple(ended), policy, test.found)


@dataclass
class _ConnectionTest:
    """One test of one bucket: what each step tries, and what later steps must know of it."""

    bucket: Bucket
    key: str = field(default_factory=lambda: f"{PROBES}/{uuid4().hex}")
    data: bytes = field(default_factory=lambda: os.urandom(_BYTES))
    found: Conditions | None = None
    kms_key: str | None = None
    broken: bool = False  # nothing that follows can pass
    written: bool = False  # the scratch object is there

    def attempts(self) -> Iterator[tuple[str, Callable[[], ConnectionStep]]]:
        """What each step tries, in the order of STEPS."""
        attempts = (
            self.identity,
            self.listing,
            self.write,
            self.read,
            self.parts,
            self.conditions,
            self.remove,
        )
        return zip(STEPS, attempts, strict=True)

    def clean_up(self) -> None:
        """Remove what a test that was broken off has left, where that is possible."""
        if self.written:
            with suppress(CloudError):
                self.bucket.delete(self.key)

    def take(self, name: str, attempt: Callable[[], ConnectionStep]) -> ConnectionStep:
        """The step as it ended; what the world refuses becomes its advice."""
        if self.broken:
            return ConnectionStep(name, State.SKIPPED)
        try:
            return attempt()
        except CloudError as error:
            # one thing denied leaves others to be tried; a dead login, bucket or network does not
            is_dead = isinstance(error, Offline | Refused) and not isinstance(error, Denied)
            self.broken = is_dead or name == "Write"
            return ConnectionStep(name, State.FAILED, error.title, error.advice)

    def identity(self) -> ConnectionStep:
        from storage.cloud.s3.connection import identity_of

        with self._plainly("sts:GetCallerIdentity", ""):
            identity = identity_of(self.bucket.place)
        return ConnectionStep("Who am I", State.PASSED, identity)

    def listing(self) -> ConnectionStep:
        with self._plainly("s3:ListBucket", ""):
            page = self._client.list_objects_v2(
                Bucket=self._name, Prefix=self.bucket.place.key(""), MaxKeys=2
            )
        empty = not page.get("Contents")
        message = "the location is empty" if empty else "the location contains objects"
        return ConnectionStep("List", State.PASSED, message)

    def write(self) -> ConnectionStep:
        with self._plainly("s3:PutObject", self.key):
            response = self._client.put_object(Bucket=self._name, Key=self._whole, Body=self.data)
        self.written = True
        if key := response.get("SSEKMSKeyId"):
            self.kms_key = str(key)
        message = f"{_BYTES:,} bytes"
        return ConnectionStep(
            "Write", State.PASSED, message + (", encrypted with KMS" if key else "")
        )

    def read(self) -> ConnectionStep:
        if self.bucket.read(self.key, 2 * _BYTES) == self.data:
            return ConnectionStep("Read back", State.PASSED, "the same bytes")
        return ConnectionStep(
            "Read back",
            State.FAILED,
            "different bytes came back than were written",
            "The server stores checksums inside files, or a proxy changes them. Update the "
            "server, or use another one.",
        )

    def parts(self) -> ConnectionStep:
        with self._plainly("s3:PutObject", f"{self.key}-parts"):
            whole = {"Bucket": self._name, "Key": f"{self._whole}-parts"}
            upload = self._client.create_multipart_upload(**whole)["UploadId"]
        with self._plainly("s3:AbortMultipartUpload", f"{self.key}-parts"):
            self._client.abort_multipart_upload(**whole, UploadId=upload)
        return ConnectionStep("Send in parts", State.PASSED, "large videos can be sent")

    def conditions(self) -> ConnectionStep:
        from storage.cloud.s3.probe import find_conditions  # loads botocore

        self.found = find_conditions(self.bucket)
        self.bucket.use_conditions(self.found)
        if self.found.kept:
            return ConnectionStep(
                "Conditional write", State.PASSED, "two writers cannot overwrite each other"
            )
        return ConnectionStep(
            "Conditional write",
            State.WARNED,
            "the server ignores conditions",
            "Labels are safe nevertheless. Publish a data set from one computer at a time.",
        )

    def remove(self) -> ConnectionStep:
        try:
            self.bucket.delete(self.key)
        except Refused as error:
            return ConnectionStep(
                "Remove",
                State.WARNED,
                error.title,
                f"Shared clips stay in the bucket, and so does {self.bucket.place.url}/{self.key}. "
                "The policy only allows these to be removed.",
            )
        finally:
            self.written = False  # it is gone, or cannot be removed
        return ConnectionStep("Remove", State.PASSED, "all test files were removed")

    @property
    def _client(self) -> Any:
        return self.bucket.client

    @property
    def _name(self) -> str:
        return self.bucket.place.bucket

    @property
    def _whole(self) -> str:
        return self.bucket.place.key(self.key)

    def _plainly(self, action: str, key: str) -> AbstractContextManager[None]:
        full_key = self.bucket.place.key(key) if key else ""
        return plain_errors(self.bucket.place, action, full_key)
