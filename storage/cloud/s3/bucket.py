"""A bucket as the rest of us sees it: small objects read, written and listed with plain errors.

boto3 is loaded at the first request, so that making a `Bucket` costs nothing.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from storage.cloud.s3.errors import Busy, CloudError, Damaged, Denied, Missing, NotS3, Offline
from storage.cloud.s3.keys import is_plain
from storage.cloud.s3.location import S3Location

_READS = 3  # of an object whose connection breaks in the middle; botocore repeats no body


@dataclass(frozen=True, slots=True)
class Entry:
    """An object in a listing; `key` counts from the place's prefix on, `size` is in bytes."""

    key: str
    size: int
    etag: str
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """What is told of one object: bytes, version, and checksums in hexadecimal, "" if unknown."""

    size: int
    etag: str
    sha256: str  # that we sent with it
    md5: str = ""  # the ETag of an object sent in one piece, unless it is encrypted with a key


def md5_in(etag: str) -> str:
    """The MD5 that an ETag may be, or ""; that of an object of many parts has a hyphen."""
    bare = etag.strip('"').lower()
    return bare if len(bare) == 32 and set(bare) <= set("0123456789abcdef") else ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an object and the version that they are."""

    data: bytes
    etag: str


class Bucket:
    """One place in S3. Keys count from its prefix on. Safe to use from many threads.

    Every method raises CloudError: Offline where later may help, Refused where a person must act,
    Missing where there is no such object.
    """

    def __init__(self, place: S3Location, patient: bool = True) -> None:
        """`patient` sits out slow servers; without, whoever waits hears of them in a minute."""
        self.place = place
        self._patient = patient
        self._conditional: bool | None = None  # whether the server keeps conditions on writes
        self._quoted = True  # whether ETags go into conditions with their quotes
        self._client: Any = None
        self._lock = Lock()

    @property
    def conditional(self) -> bool | None:
        """What the probe has found, None before it."""
        return self._conditional

    @property
    def client(self) -> Any:
        """boto3's client, for `storage/cloud` alone."""
        from storage.cloud.s3.connection import client_for

        with self._lock, plain_errors(self.place, "s3:ListBucket"):
            if self._client is None:
                self._client = client_for(self.place, self._patient)
            return self._client

    def list(self, prefix: str = "", after: str = "", plain: bool = True) -> Iterator[Entry]:
        """Objects whose key begins with `prefix` and is greater than `after`, page by page.

        In the order of the server, which may be any. `plain`: keys that no writer of ours makes
        are left out; others become files by `keys.local_paths` alone.
        """
        start = {"StartAfter": self.place.key(after)} if after else {}
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.place.bucket, Prefix=self.place.key(prefix), **start
        )
        with plain_errors(self.place, "s3:ListBucket"):
            for page in pages:
                yield from self.entries(page, plain)

    def entry(self, key: str) -> Entry | None:
        """One object as a listing tells of it, None if there is none. Any key is looked for."""
        full_key = self.place.key(key)
        with plain_errors(self.place, "s3:ListBucket"):
            page = self.client.list_objects_v2(Bucket=self.place.bucket, Prefix=full_key, MaxKeys=1)
        entries = self.entries(page, plain=False)
        return next((entry for entry in entries if entry.key == key), None)

    def read(self, key: str, most: int) -> bytes:
        """The bytes of an object of at most `most`; a greater one is refused."""
        return self.fetch(key, most).data

    def fetch(self, key: str, most: int) -> Fetched:
        """As `read`, with the ETag that `replace` wants."""
        for attempt in range(_READS):
            try:
                with self._plainly("s3:GetObject", key):
                    return self._fetch_once(key, most)
            except Denied:
                # without the right to list, S3 says so of keys that are not there as well
                if not self._is_listed(key):
                    raise Missing(f"{self.place.url}/{key} does not exist.") from None
                raise
            except CloudError as error:
                if attempt + 1 == _READS or not _worth_repeating(error):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def read_range(self, key: str, span: range, etag: str) -> bytes:
        """Bytes `span` of the version `etag` of an object. CloudError if it is another by now."""
        with self._plainly("s3:GetObject", key):
            response = self.client.get_object(
                Bucket=self.place.bucket,
                Key=self.place.key(key),
                Range=f"bytes={span.start}-{span.stop - 1}",
                IfMatch=etag,
            )
            with closing(response["Body"]) as body:
                if int(response.get("ContentLength", -1)) != len(span):
                    raise CloudError(
                        f"{self.place.url}/{key} cannot be downloaded in parts.",
                        "The server, or a proxy in front of it, does not support range requests.",
                    )
                return bytes(body.read())

    def head(self, key: str) -> ObjectHead:
        """What the server tells of an object without sending it."""
        with self._plainly("s3:GetObject", key):
            response = self.client.head_object(Bucket=self.place.bucket, Key=self.place.key(key))
        sha256, etag = response.get("Metadata", {}).get("sha256", ""), str(response.get("ETag", ""))
        encrypted = str(response.get("ServerSideEncryption", "")).startswith("aws:kms")
        md5 = "" if encrypted or "SSECustomerAlgorithm" in response else md5_in(etag)
        return ObjectHead(int(response.get("ContentLength", 0)), etag, str(sha256), md5)

    def write_new(self, key: str, data: bytes) -> bool:
        """Write an object whose name is fixed by its content; whether it was not there before.

        Repeating is harmless, also where the server keeps no conditions. Raises CloudError if
        something of another size has the name.
        """
        from storage.cloud.s3.conditional import create

        with self._plainly("s3:PutObject", key):
            is_new = create(self.client, self.place.bucket, self._whole(key), data)
        if not is_new and (size := self.head(key).size) != len(data):
            raise CloudError(
                f"{self.place.url}/{key} holds something else: {size} bytes, not {len(data)}.",
                "Another writer made it. Check it, and remove it if it is not needed.",
            )
        return is_new

    def replace(self, key: str, data: bytes, etag: str | None) -> str | None:
        """Write over the version `etag` (None: only where nothing is) and return the new ETag.

        None: somebody else was faster; read, merge, try again. Where the server ignores conditions
        the object is looked at just before it is written, and only one writer at a time is safe.
        """
        from storage.cloud.s3.conditional import replace
        from storage.cloud.s3.probe import find_conditions

        if self._conditional is None:
            self.use_conditions(find_conditions(self))
        with self._plainly("s3:PutObject", key):
            return replace(
                self.client,
                self.place.bucket,
                self._whole(key),
                data,
                etag,
                kept=bool(self._conditional),
                quoted=self._quoted,
            )

    def delete(self, key: str) -> None:
        """Remove an object; that there is none is as good."""
        with self._plainly("s3:DeleteObject", key):
            self.client.delete_object(Bucket=self.place.bucket, Key=self._whole(key))

    def use_conditions(self, conditions: "Conditions") -> None:
        """Write from here on as the server was found to keep conditions."""
        self._conditional, self._quoted = conditions.kept, conditions.quoted

    def _whole(self, key: str) -> str:
        if not is_plain(key):
            raise ValueError(f"not a key of ours: {key!r}")
        return self.place.key(key)

    def _is_listed(self, key: str) -> bool:
        return self.entry(key) is not None

    def _fetch_once(self, key: str, most: int) -> Fetched:
        response = self.client.get_object(Bucket=self.place.bucket, Key=self._whole(key))
        if not response.get("ETag"):
            raise NotS3(self.place.host)
        body, blocks, size = response["Body"], [], 0
        try:
            # up to the end, where botocore compares the length with what was promised
            while block := body.read(min(1 << 20, most + 1)):
                size += len(block)
                if size > most:
                    raise CloudError(
                        f"{self.place.url}/{key} is larger than {most:,} bytes.",
                        "It is not the expected kind of file, and was not read.",
                    )
                blocks.append(block)
        finally:
            body.close()
        return Fetched(b"".join(blocks), str(response["ETag"]))

    def entries(self, page: dict[str, Any], plain: bool = True) -> Iterator[Entry]:
        """The objects of one page of a listing; `plain`: those with keys of honest writers."""
        if not {"Name", "KeyCount", "MaxKeys"} & page.keys():
            raise NotS3(self.place.host)
        for object in page.get("Contents", []):
            key = self.place.relative(str(object.get("Key", "")))
            if key is not None and (is_plain(key) or not plain):
                yield Entry(
                    key,
                    max(0, int(object.get("Size", 0))),
                    str(object.get("ETag", "")),
                    object.get("LastModified"),
                )

    @contextmanager
    def _plainly(self, action: str, key: str) -> Iterator[None]:
        with plain_errors(self.place, action, self.place.key(key)):
            yield


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a server keeps conditions on writes: at all, and with ETags as it gave them?"""

    kept: bool
    quoted: bool = True


def connect(place: S3Location, patient: bool = True) -> Bucket:
    """The bucket of `place`; no request is made before the first use.

    Credentials come from AWS's own chain. After a LoginEnded connect again: an old connection may
    hold dead credentials.
    """
    return Bucket(place, patient)


@contextmanager
def plain_errors(place: S3Location, action: str, key: str = "") -> Iterator[None]:
    """Turn boto3's errors into ours; `action` in IAM's words, `key` whole, "" for the bucket."""
    try:
        yield
    except CloudError:
        raise
    except Exception as error:
        from storage.cloud.s3.error_mapping import Attempt, to_cloud_error

        ours = to_cloud_error(error, Attempt(place, action, key))
        if ours is None:
            raise
        # without the cause: a program that gives credentials may have printed them into it
        raise ours from None


def _worth_repeating(error: CloudError) -> bool:
    # where the server is busy or does not answer, botocore has been patient already
    return isinstance(error, Damaged | Offline) and not isinstance(error, Busy)
