"""Writes under a condition: "only if nothing is there", "only over this version".

A refusal after a retry may be our own success whose reply was lost, so every write carries a mark
by which it is recognised ("S3 for label sync", §3).
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from storage.cloud.s3.error_mapping import code_of, status_of, was_retried
from storage.cloud.s3.errors import NotS3

_MARK = "write-id"
_RACES = 5  # answers 409: "unknown, look again"
_UNSUPPORTED = (405, 501)


def create(client: Any, bucket: str, key: str, data: bytes) -> bool:
    """Write a new object; False if there is one. Servers without conditions are looked at first."""
    try:
        return _put_if(client, bucket, key, data, {"IfNoneMatch": "*"}) is not None
    except ClientError as error:
        if status_of(error) not in _UNSUPPORTED:
            raise
    return replace(client, bucket, key, data, None, kept=False) is not None


def replace(
    client: Any,
    bucket: str,
    key: str,
    data: bytes,
    etag: str | None,
    *,
    kept: bool,
    quoted: bool = True,
) -> str | None:
    """Write over the version `etag` (None: a new object); the new ETag, or None if it is another.

    `kept`: the server keeps conditions; otherwise the key is looked at just before. `quoted`:
    the ETag goes into the condition as it came; some servers want it without its quotes.
    """
    if not kept:
        if _etag_now(client, bucket, key) != etag:
            return None
        return _etag_in(client.put_object(Bucket=bucket, Key=key, Body=data), client)
    if etag is None:
        return _put_if(client, bucket, key, data, {"IfNoneMatch": "*"})
    condition = etag if quoted else etag.strip('"')
    return _put_if(client, bucket, key, data, {"IfMatch": condition})


def _put_if(
    client: Any, bucket: str, key: str, data: bytes, condition: dict[str, str]
) -> str | None:
    """The new ETag, None if the condition does not hold. Raises botocore's errors."""
    mark = uuid4().hex
    for race in range(_RACES):
        try:
            reply = client.put_object(
                Bucket=bucket, Key=key, Body=data, Metadata={_MARK: mark}, **condition
            )
            return _etag_in(reply, client)
        except (ClientError, BotoCoreError) as error:
            if _may_have_landed(error) and (ours := _etag_of_mark(client, bucket, key, mark)):
                return ours
            if status_of(error) == 412 or code_of(error) == "NoSuchKey":
                return None
            if status_of(error) != 409 or race + 1 == _RACES:
                raise
    return None


def _etag_in(reply: dict[str, Any], client: Any) -> str:
    """The ETag of what was written; without one nothing was, whatever the status says."""
    if not reply.get("ETag"):
        raise NotS3(urlsplit(client.meta.endpoint_url).netloc)
    return str(reply["ETag"])


def _may_have_landed(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return True  # no reply at all
    status = status_of(error)
    return (status >= 500 and status not in _UNSUPPORTED) or (
        status in (404, 409, 412) and was_retried(error)
    )


def _etag_of_mark(client: Any, bucket: str, key: str, mark: str) -> str | None:
    """The ETag of `key` if it holds the write of that mark."""
    try:
        head = client.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if status_of(error) == 404:
            return None
        raise
    return str(head.get("ETag", "")) if head.get("Metadata", {}).get(_MARK) == mark else None


def _etag_now(client: Any, bucket: str, key: str) -> str | None:
    try:
        return str(client.head_object(Bucket=bucket, Key=key).get("ETag", ""))
    except ClientError as error:
        if status_of(error) == 404 or code_of(error) == "NoSuchKey":
            return None
        raise
