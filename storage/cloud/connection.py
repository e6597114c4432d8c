"""How we speak to S3: AWS's own chain of credentials, and how long we are patient.

Imported late and off the GUI thread: boto3 takes a quarter of a second to load.
"""

import logging
from typing import Any

import boto3
from botocore.config import Config

from storage.cloud.place import Place

# they tell of requests with their signatures and tokens, and of what a credential program said
for _name in ("boto3", "botocore", "s3transfer", "urllib3"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

CONNECTIONS = 32  # kept open at once: more than a transfer has threads
_ANY_REGION = "us-east-1"  # servers other than AWS take any name, but want one


def client_for(place: Place) -> Any:
    """An S3 client; safe to use from many threads. Asks nobody yet.

    A new session each time: an older one may hold credentials that have ended. Raises botocore's
    errors, `ProfileNotFound` among them.
    """
    session = boto3.Session(profile_name=place.profile, region_name=place.region)
    if place.endpoint is None:
        return session.client("s3", config=Config(**_PATIENCE))
    return session.client(
        "s3",
        endpoint_url=place.endpoint,
        region_name=place.region or session.region_name or _ANY_REGION,
        config=Config(**_PATIENCE, **_OTHER_SERVERS),
    )


def identity_of(place: Place) -> str:
    """Who we are to AWS: the ARN of the login in use. Raises botocore's errors.

    Servers other than AWS have no such service; for them it is the profile's name at most.
    """
    session = boto3.Session(profile_name=place.profile, region_name=place.region)
    region = place.region or session.region_name or _ANY_REGION
    sts = session.client("sts", region_name=region, config=Config(**_PATIENCE))
    return str(sts.get_caller_identity()["Arn"])


def profiles() -> list[str]:
    """Names of the profiles in this computer's AWS configuration, sorted."""
    return sorted(boto3.Session().available_profiles)


_PATIENCE: dict[str, Any] = {
    "retries": {"mode": "standard", "total_max_attempts": 4},
    "connect_timeout": 10,
    "read_timeout": 60,
    "tcp_keepalive": True,
    "max_pool_connections": CONNECTIONS,
}
# few have a wildcard in their DNS, and many store the trailer of a checksum inside the file
_OTHER_SERVERS: dict[str, Any] = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
