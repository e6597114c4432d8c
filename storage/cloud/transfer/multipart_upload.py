"""Upload a large file in parts, none of which is sent twice.

After a cut, a cancel or a crash the next attempt resumes the multipart upload that waits in the
bucket. Uploads that are never resumed should be removed by a lifecycle rule of the bucket.
"""

import hashlib
import json
import zlib
from base64 import b64encode
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Any, NamedTuple

from storage.cloud.s3.bucket import Bucket, plain_errors
from storage.cloud.s3.errors import CloudError, Damaged, Denied, Missing, Offline
from storage.cloud.transfer.common import (
    PART_SIZE,
    RateLimiter,
    object_headers,
    plain_read_errors,
    sha256_of,
)
from storage.cloud.transfer.parallel import run_parallel
from storage.files import plain_write_errors, write_text
from storage.foreign_files import open_regular
from storage.progress import map_steps

_MOST_PARTS = 10_000  # that S3 takes


def multipart_upload(
    bucket: Bucket, path: Path, key: str, memory: Path | None, bytes_per_second: int | None
) -> Generator[int, None, bool]:
    """Send a file; yields the bytes done, returns False if the same object is there already.

    `memory` is the folder that remembers how far it came; without, a broken upload begins again.
    """
    with plain_read_errors(path):
        size = path.stat().st_size
        yield 0
        with ThreadPoolExecutor(1) as beside:
            # boto3 takes as long to load as a third of a gigabyte to be summed up
            beside.submit(getattr, bucket, "client")
            sha256 = yield from map_steps(sha256_of(path), lambda _: 0)
    with suppress(Missing, Denied):  # who may not list hears the latter of what is not there
        if bucket.head(key).sha256 == sha256:
            return False
    upload = _MultipartUpload(bucket, path, key, size, sha256, memory)
    try:
        yield from upload.run(bytes_per_second)
    except Missing:  # the server has forgotten the parts: once more, from the first
        upload.forget()
        yield from upload.run(bytes_per_second)
    return True


class _SentPart(NamedTuple):
    """A part that has arrived: the server's name for it, and its CRC32 in Base64."""

    etag: str
    crc32: str


class _MultipartUpload:
    """A multipart upload, new or gone on with."""

    def __init__(
        self, bucket: Bucket, path: Path, key: str, size: int, sha256: str, memory: Path | None
    ) -> None:
        self._bucket = bucket
        self._path, self._size, self._sha256 = path, size, sha256
        self._whole = bucket.place.key(key)
        self._key = key
        self._part_size = max(PART_SIZE, -(-size // _MOST_PARTS))
        self._memory = memory and memory / f"{self._name()}.json"
        self._id, self._sent = self._remembered()
        self._lock = Lock()

    def run(self, bytes_per_second: int | None) -> Generator[int, None, None]:
        """Send what is missing, and join the parts."""
        try:
            self._begin()
            count = max(1, -(-self._size // self._part_size))
            missing = [number for number in range(1, count + 1) if number not in self._sent]
            limiter, stopped = RateLimiter(bytes_per_second), Event()
            send = partial(self._send, limiter=limiter, stopped=stopped)
            with closing(run_parallel(missing, send, stopped)) as work:
                for _ in work:
                    yield min(self._size, len(self._sent) * self._part_size)
            self._join()
        except BaseException:
            if self._memory is None and self._id:
                self._abort()
            raise
        self.forget()

    def forget(self) -> None:
        """Know of no earlier attempt."""
        self._id, self._sent = "", {}
        if self._memory is not None:
            self._memory.unlink(missing_ok=True)

    def _name(self) -> str:
        # of where, what and how, so that a file that was changed is never joined with its past
        place = self._bucket.place
        parts = (place.endpoint, place.bucket, self._whole, self._sha256, self._part_size)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

    def _remembered(self) -> tuple[str, dict[int, _SentPart]]:
        if self._memory is not None:
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                memory = json.loads(self._memory.read_text())
                sent = memory["sent"].items()
                parts = {
                    int(number): _SentPart(str(etag), str(crc)) for number, (etag, crc) in sent
                }
                return str(memory["id"]), parts
        return "", {}

    def _remember(self) -> None:
        if self._memory is not None:
            write_text(self._memory, json.dumps({"id": self._id, "sent": self._sent}))

    def _begin(self) -> None:
        if self._id:
            return
        with self._plainly():
            response = self._client.create_multipart_upload(
                **self._object,
                **object_headers(self._path, self._sha256),
                ChecksumAlgorithm="CRC32",
            )
        self._id, self._sent = str(response["UploadId"]), {}
        if self._memory is not None:
            with plain_write_errors(self._memory.parent):
                self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._remember()

    def _send(self, number: int, limiter: RateLimiter, stopped: Event) -> None:
        with plain_read_errors(self._path), open_regular(self._path) as file:
            file.seek((number - 1) * self._part_size)
            data = file.read(self._part_size)
        limiter.wait(len(data), stopped)
        if stopped.is_set():
            return
        # in a header, made here: botocore's own goes behind the body, where many servers that are
        # not AWS take it for a part of the file
        crc = b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
        with self._plainly():
            response = self._client.upload_part(
                **self._object,
                UploadId=self._id,
                PartNumber=number,
                Body=data,
                ChecksumCRC32=crc,
            )
        with self._lock:  # here, so that no part is forgotten, however the whole ends
            self._sent[number] = _SentPart(str(response["ETag"]), crc)
            self._remember()

    def _join(self) -> None:
        parts = [
            {"PartNumber": number, "ETag": sent.etag, "ChecksumCRC32": sent.crc32}
            for number, sent in sorted(self._sent.items())
        ]
        try:
            with self._plainly():
                self._client.complete_multipart_upload(
                    **self._object, UploadId=self._id, MultipartUpload={"Parts": parts}
                )
        except (Missing, Offline):
            # the parts may have been joined and the answer lost
            if not self._is_there():
                raise
        if not self._is_there():
            raise Damaged(
                f"{self._bucket.place.url}/{self._key} differs from what was sent.",
                "Upload it again.",
            )

    def _is_there(self) -> bool:
        try:
            head = self._bucket.head(self._key)
        except Missing:
            return False
        return head.size == self._size and head.sha256 in (self._sha256, "")

    def _abort(self) -> None:
        with suppress(CloudError), self._plainly():
            self._client.abort_multipart_upload(**self._object, UploadId=self._id)

    @property
    def _client(self) -> Any:
        return self._bucket.client

    @property
    def _object(self) -> dict[str, Any]:
        return {"Bucket": self._bucket.place.bucket, "Key": self._whole}

    def _plainly(self) -> AbstractContextManager[None]:
        return plain_errors(self._bucket.place, "s3:PutObject", self._whole)
