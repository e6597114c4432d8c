"""How we speak to S3: AWS's own chain of credentials, and how long we are patient.

Imported late and off the GUI thread: boto3 takes a quarter of a second to load.
"""

import logging
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, NoCredentialsError
from botocore.loaders import Loader

from storage.cloud.s3.location import S3Location

# they tell of requests with their signatures and tokens, and of what a credential program said
for _name in ("boto3", "botocore", "s3transfer", "urllib3"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_DESCRIPTIONS = Loader()  # of services, as files that come with botocore
_ONE_AT_A_TIME = Lock()
CONNECTIONS = 32  # kept open at once: more than a transfer has threads
_ANY_REGION = "us-east-1"  # servers other than AWS take any name, but want one


def client_for(place: S3Location, patient: bool = True) -> Any:
    """An S3 client; safe to use from many threads. Makes no request yet.

    A new session each time: an older one may hold credentials that have ended. `patient` ones
    sit out what a network does in an hour of work; others are for somebody who waits. Raises
    botocore's errors, `ProfileNotFound` among them.
    """
    session = _session(place)
    options = _PATIENCE if patient else _HURRY
    if place.endpoint is None:
        client = session.client("s3", config=Config(**options))
        if is_aws(client.meta.endpoint_url):
            return client
    return session.client(
        "s3",
        endpoint_url=place.endpoint,  # None: the environment or the profile name one
        region_name=place.region or session.region_name or _ANY_REGION,
        config=Config(**options, **_OTHER_SERVERS),
    )


def _session(place: S3Location) -> Any:
    """A new session: it knows of no credentials yet, only the descriptions of services.

    To read S3's description anew would take four fifths of the time of a new client.
    """
    core_session = botocore.session.get_session()
    with _ONE_AT_A_TIME:
        core_session.register_component("data_loader", _DESCRIPTIONS)
        session = boto3.Session(
            profile_name=place.profile, region_name=place.region, botocore_session=core_session
        )
        # each session adds boto3's own folder to the search path once more
        _DESCRIPTIONS.search_paths[:] = dict.fromkeys(_DESCRIPTIONS.search_paths)
    return session


def is_aws(endpoint: str) -> bool:
    """Whether `endpoint` is AWS's own, with AWS's other services beside it."""
    host = urlsplit(endpoint).hostname or ""
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".api.aws"))


def identity_of(place: S3Location) -> str:
    """Who we are: the ARN of the login where AWS is asked, else where its keys come from.

    A server other than AWS is not asked, as few of them know, nor is AWS asked about keys that
    are not its own. Raises botocore's errors.
    """
    session = _session(place)
    credentials = session.get_credentials()
    if credentials is None:
        raise NoCredentialsError
    source = _SOURCES.get(credentials.method, credentials.method)
    if not is_aws(client_for(place).meta.endpoint_url):
        return f"keys from {source}"
    region = place.region or session.region_name or _ANY_REGION
    sts = session.client("sts", region_name=region, config=Config(**_HURRY))
    return f"{sts.get_caller_identity()['Arn']}, by {source}"


def profiles() -> list[str]:
    """Names of the profiles in this computer's AWS configuration, sorted; none if it is broken.

    What is broken is told by the first request, which says more.
    """
    try:
        return sorted(boto3.Session().available_profiles)
    except BotoCoreError:
        return []


_PATIENCE: dict[str, Any] = {
    "retries": {"mode": "standard", "total_max_attempts": 4},
    "connect_timeout": 10,
    "read_timeout": 60,
    "tcp_keepalive": True,
    "max_pool_connections": CONNECTIONS,
    "signature_version": "s3v4",  # presigned links too, which botocore would sign the old way
}
_HURRY = _PATIENCE | {
    "retries": {"mode": "standard", "total_max_attempts": 2},
    "connect_timeout": 5,
    "read_timeout": 10,
}
_SOURCES = {  # by botocore's names
    "env": "the environment",
    "shared-credentials-file": "the credentials file",
    "config-file": "the config file",
    "sso": "single sign-on",
    "login": "aws login",
    "custom-process": "a credential program",
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a web identity",
    "iam-role": "the role of this machine",
    "container-role": "the role of this container",
}
# few have a wildcard in their DNS, and many store the trailer of a checksum inside the file
_OTHER_SERVERS: dict[str, Any] = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
