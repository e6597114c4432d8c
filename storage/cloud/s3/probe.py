"""Does this server keep conditions on writes? Some accept them and ignore them."""

from contextlib import suppress
from uuid import uuid4

from storage.cloud.s3.bucket import Bucket, Conditions, plain_errors
from storage.cloud.s3.conditional import replace
from storage.cloud.s3.errors import CloudError
from storage.cloud.s3.policy import PROBES


def find_conditions(bucket: Bucket) -> Conditions:
    """Try conditions on a scratch object below the place's prefix. Raises CloudError.

    They count as kept only if every right one is taken and every wrong one refused.
    """
    key = f"{PROBES}/{uuid4().hex}"
    full_key = bucket.place.key(key)

    def put(data: bytes, etag: str | None, quoted: bool = True) -> str | None:
        with plain_errors(bucket.place, "s3:PutObject", full_key):
            return replace(
                bucket.client, bucket.place.bucket, full_key, data, etag, kept=True, quoted=quoted
            )

    try:
        first = put(b"first", None)
        if first is None or put(b"again", None) is not None:
            return Conditions(kept=False)
        quoted = True
        second = put(b"second", first)
        if second is None:
            quoted = False
            second = put(b"second", first, quoted)
        if second is None or put(b"third", first, quoted) is not None:
            return Conditions(kept=False)
        return Conditions(kept=True, quoted=quoted)
    finally:
        with suppress(CloudError):  # who may not remove it may still write
            bucket.delete(key)
