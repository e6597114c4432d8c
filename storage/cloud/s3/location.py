"""A location in S3: bucket, prefix and login to use. Never a secret."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from storage.errors import UserError

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,62}")
_REGION = re.compile(r"[A-Za-z0-9-]{1,40}")
_PREFIX_BYTES = 400  # of the 1,024 of a key: what we add below has at most some 250


@dataclass(frozen=True, slots=True)
class S3Location:
    """A checked location. `prefix` has no slash at its ends; "" is the whole bucket.

    Raises UserError where a field cannot be what it says. None leaves the choice of profile,
    region and endpoint to AWS's own configuration: environment, files, defaults.
    """

    bucket: str
    prefix: str = ""
    profile: str | None = None
    region: str | None = None
    endpoint: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefix", self.prefix.strip("/"))
        for field in ("profile", "region", "endpoint"):
            object.__setattr__(self, field, getattr(self, field) or None)
        _check_bucket(self.bucket)
        _check_prefix(self.prefix)
        _check_profile(self.profile)
        _check_region(self.region)
        _check_endpoint(self.endpoint)

    @property
    def url(self) -> str:
        """`s3://bucket/prefix`."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def host(self) -> str:
        """Which server is meant, for messages."""
        return urlsplit(self.endpoint or "https://s3.amazonaws.com").netloc

    def key(self, relative: str) -> str:
        """The whole key of `relative`, which counts from the prefix on."""
        return f"{self.prefix}/{relative}" if self.prefix else relative

    def relative(self, key: str) -> str | None:
        """`key` counted from the prefix on; None if it is not below it."""
        before = self.key("")
        return key[len(before) :] if key.startswith(before) else None


def parse_location(
    url: str, profile: str | None = None, region: str | None = None, endpoint: str | None = None
) -> S3Location:
    """The location of `s3://bucket/prefix`. Raises UserError."""
    scheme, separator, rest = url.strip().partition("://")
    if scheme.lower() != "s3" or not separator:
        raise UserError(
            f"{url!r} is not an S3 address.", "Write it as s3://BUCKET or s3://BUCKET/PREFIX."
        )
    bucket, _, prefix = rest.partition("/")
    return S3Location(bucket, prefix, profile, region, endpoint)


def resolve_location(url: str, settings_location: S3Location | None) -> S3Location:
    """The location of `url`, with the login of `settings_location` if both are in the same bucket.

    Raises UserError.
    """
    location = parse_location(url)
    if settings_location is None or settings_location.bucket != location.bucket:
        return location
    return replace(settings_location, prefix=location.prefix)


def _check_bucket(bucket: str) -> None:
    if not _BUCKET.fullmatch(bucket):
        raise UserError(
            f"{bucket!r} is not a valid bucket name.",
            "Bucket names have 3 to 63 letters, digits, dots and hyphens.",
        )


def _check_prefix(prefix: str) -> None:
    parts = prefix.split("/") if prefix else []
    if (
        len(prefix.encode(errors="replace")) > _PREFIX_BYTES
        or not prefix.isprintable()
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise UserError(
            f"{prefix[:80]!r} is not a valid prefix.",
            "A prefix is a path such as matches/2026, without empty parts, '.' or '..', "
            f"of at most {_PREFIX_BYTES} bytes.",
        )


def _check_profile(profile: str | None) -> None:
    if profile is not None and (len(profile) > 200 or not profile.isprintable()):
        raise UserError(f"{profile[:80]!r} is not a valid AWS profile name.", "Choose another one.")


def _check_region(region: str | None) -> None:
    if region is not None and not _REGION.fullmatch(region):
        raise UserError(
            f"{region[:80]!r} is not a valid region name.",
            "It looks like eu-central-1 or us-east-1.",
        )


def _check_endpoint(endpoint: str | None) -> None:
    """An address with a name and a password in it would be a secret: it is refused unread."""
    if endpoint is None:
        return
    advice = "It looks like https://s3.example.org or http://127.0.0.1:9000, without a login in it."
    try:
        parts = urlsplit(endpoint)
        is_valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_valid = False
    # not shown in full: it may hold a password
    if not is_valid or "@" in endpoint or "?" in endpoint or "#" in endpoint or " " in endpoint:
        raise UserError("The endpoint is not a valid server address.", advice)
    if len(endpoint) > 300 or not endpoint.isprintable():
        raise UserError("The endpoint is not a valid server address.", advice)
