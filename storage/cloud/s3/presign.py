"""Links by which somebody without a login can fetch one object for a while."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from storage.cloud.s3.bucket import Bucket, plain_errors

LONGEST = timedelta(days=7)  # that S3 signs for
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Link:
    """A link and until when it works. Whoever has it may fetch: it is never logged or stored."""

    url: str = field(repr=False)
    ends: datetime
    temporary: bool  # signed by a login that ends by itself: the link ends with it, maybe sooner


def link(bucket: Bucket, key: str, lasting: timedelta) -> Link:
    """A link to fetch `key` for `lasting`, at most seven days. Raises CloudError.

    No request is made: a link to nothing can be signed too.
    """
    if not SHORTEST <= lasting <= LONGEST:
        raise ValueError(f"a link for {lasting}")
    ends = datetime.now(UTC) + lasting
    full_key = bucket.place.key(key)
    with plain_errors(bucket.place, "s3:GetObject", full_key):
        url = bucket.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": bucket.place.bucket, "Key": full_key},
            ExpiresIn=int(lasting.total_seconds()),
        )
    # a token in the link: the login was lent for a while, as by single sign-on
    return Link(str(url), ends, "X-Amz-Security-Token" in url)
