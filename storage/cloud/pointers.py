"""The one thing in a bucket that is replaced in place: what points to the newest revision.

All it points to is immutable and there before it. A condition on the write keeps two publishers
from overwriting each other unseen, where the server keeps conditions ("S3 for label sync", §12).
"""

from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.errors import CloudError, Missing

MOST_BYTES = 64 << 20  # of a pointer: a manifest with a line for each picture
_RACES = 5


def point(bucket: Bucket, key: str, data: bytes) -> bool:
    """Make the object `key` say `data`; whether it said something else before.

    Looks anew when somebody else was faster. Raises CloudError if that happens again and again.
    Where the server ignores conditions only one publisher at a time is safe: see
    `bucket.conditional`.
    """
    for _ in range(_RACES):
        try:
            there = bucket.fetch(key, MOST_BYTES)
        except Missing:
            etag = None
        else:
            if there.data == data:
                return False
            etag = there.etag
        if bucket.replace(key, data, etag) is not None:
            return True
    raise CloudError(
        f"Somebody else publishes to {bucket.place.url} all the time.", "Try again in a moment."
    )
