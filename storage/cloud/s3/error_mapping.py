"""What boto3 reports, in the user's words: one table, after reference "S3 for label sync" §7.

Only this file and its callers in `storage/cloud` know boto3's errors. Imported late, as it loads
botocore.
"""

import os
from dataclasses import dataclass
from typing import Any

from boto3.exceptions import Boto3Error
from botocore import exceptions as boto
from botocore.exceptions import BotoCoreError, ClientError

from storage.cloud.s3.errors import (
    Busy,
    CloudError,
    Damaged,
    Denied,
    LoginEnded,
    Missing,
    NotS3,
    Offline,
    Refused,
)
from storage.cloud.s3.location import S3Location

_LOGIN_ENDED = (
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidToken",
    "TokenRetrievalError",
    "SSOTokenLoadError",
    "UnauthorizedSSOTokenError",
    "SSOError",
    "RequestExpired",
)
_LOGIN_REFRESH_NEEDED = ("LoginRefreshRequired", "LoginTokenLoadError", "LoginError")
_NO_LOGIN = (
    "NoCredentialsError",
    "PartialCredentialsError",
    "ProfileNotFound",
    "CredentialRetrievalError",
    "MetadataRetrievalError",
    "NoAuthTokenError",
    "LoginInsufficientPermissions",
    "LoginAuthorizationCodeError",
)
_BAD_CONFIG = (
    "ConfigParseError",
    "ConfigNotFound",
    "InfiniteLoopConfigError",
    "InvalidConfigError",
)
_BUSY = (
    "SlowDown",
    "InternalError",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "RequestTimeout",
    "RequestLimitExceeded",
)
_WRONG_REGION = (
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "NoRegionError",
    "301",
)
_DAMAGED = (
    "BadDigest",
    "XAmzContentSHA256Mismatch",
    "FlexibleChecksumError",
    "ChecksumError",
    "InvalidDigest",
)
_UNREACHED = ("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried: `action` in IAM's words ("s3:PutObject"), on a whole key or on the bucket."""

    place: S3Location
    action: str
    key: str = ""

    @property
    def target(self) -> str:
        """The address of what was asked for."""
        return f"s3://{self.place.bucket}/{self.key}".rstrip("/")

    @property
    def who(self) -> str:
        """As whom, at the start of a sentence."""
        if self.place.profile:
            return f"The profile {self.place.profile}"
        named = os.environ.get("AWS_PROFILE")
        return f"The profile {named}" if named else "The AWS login of this computer"

    @property
    def host(self) -> str:
        """Which server was asked."""
        return self.place.host


def to_cloud_error(error: Exception, attempt: Attempt) -> CloudError | None:
    """`error` as one of ours; None if it is not the world's fault but a bug of ours."""
    if isinstance(error, Boto3Error) and isinstance(error.__context__, Exception):
        error = error.__context__  # transfers wrap the answer of S3
    if isinstance(last := getattr(error, "last_exception", None), Exception):
        error = last  # s3transfer's, after its last attempt
    if isinstance(error, boto.ParamValidationError):
        return None
    code = code_of(error)
    for codes, say in _TABLE:
        if code in codes:
            return say(attempt, error)
    return _by_kind(error, attempt, code)


def code_of(error: Exception) -> str:
    """S3's code of an answer, such as "NoSuchKey", else the name of the exception."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", ""))
    return type(error).__name__


def status_of(error: Exception) -> int:
    """The HTTP status of an answer, 0 if there was none."""
    if not isinstance(error, ClientError):
        return 0
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def was_retried(error: ClientError) -> bool:
    """Whether botocore had sent the request before: its first answer may have been lost."""
    return bool(error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0))


def _by_kind(error: Exception, attempt: Attempt, code: str) -> CloudError | None:
    status = status_of(error)
    if status == 404:
        return _missing(attempt, error)
    if status == 403:
        return _denied(attempt, error)
    if status == 429 or (status >= 500 and status != 501):
        return _busy(attempt, error)
    if code.startswith("KMS."):
        return Refused(
            f"The key that encrypts the bucket {attempt.place.bucket} may not be used.",
            f"{attempt.who} needs kms:Decrypt and kms:GenerateDataKey for it.",
        )
    if isinstance(error, ClientError):
        return CloudError(f"S3 refused to serve {attempt.target}.", f"Its answer was: {code}.")
    if isinstance(error, boto.SSLError):
        return _no_secure_connection(attempt, error)
    if isinstance(error, boto.HTTPClientError | boto.IncompleteReadError):
        return _cut(attempt, error)
    if isinstance(error, OSError) and not isinstance(error, BotoCoreError):
        return None
    if isinstance(error, BotoCoreError | Boto3Error):
        return CloudError(f"S3 could not be asked for {attempt.target}.", f"The reason: {code}.")
    return None


def _missing(attempt: Attempt, error: Exception) -> CloudError:
    if not attempt.key:
        return _no_bucket(attempt, error)
    return Missing(f"{attempt.target} does not exist.", "It may have been removed.")


def _forgotten(attempt: Attempt, error: Exception) -> CloudError:
    return Missing(f"The parts of {attempt.target} no longer exist.", "Upload it again.")


def _changed(attempt: Attempt, error: Exception) -> CloudError:
    return CloudError(f"{attempt.target} was changed in the meantime.", "Try again.")


def _no_bucket(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        f"The bucket {attempt.place.bucket} does not exist.", "Choose another in the settings."
    )


def _denied(attempt: Attempt, error: Exception) -> CloudError:
    return Denied(
        f"{attempt.who} may not do {attempt.action} on {attempt.target}.",
        "Ask the owner of the bucket for this permission. The settings and `touchline doctor` "
        "show the policy that Touchline needs.",
    )


def _login_ended(attempt: Attempt, error: Exception) -> CloudError:
    return LoginEnded("Your AWS login has expired.", _login_again(attempt, "aws sso login"))


def _login_refresh_needed(attempt: Attempt, error: Exception) -> CloudError:
    return LoginEnded("Your AWS login has expired.", _login_again(attempt, "aws login"))


def _login_again(attempt: Attempt, command: str) -> str:
    profile = attempt.place.profile or os.environ.get("AWS_PROFILE")
    return f"Run: {command}" + (f" --profile {profile}" if profile else "")


def _no_login(attempt: Attempt, error: Exception) -> CloudError:
    profile = attempt.place.profile
    where = f" for the profile {profile}" if profile else ""
    return Refused(
        f"No AWS login was found{where}.",
        "Choose a profile in the settings, or create one with: aws configure sso",
    )


def _bad_config(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        "The AWS configuration of this computer could not be read.",
        "Check ~/.aws/config and ~/.aws/credentials, or create them again with: aws configure",
    )


def _bad_keys(attempt: Attempt, error: Exception) -> CloudError:
    more = " The endpoint or the region may be wrong too." if attempt.place.endpoint else ""
    return Refused(
        f"The keys of {attempt.who[0].lower()}{attempt.who[1:]} are not accepted.",
        f"Log in again, or choose another profile in the settings.{more}",
    )


def _wrong_clock(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        "The clock of this computer is wrong by more than 15 minutes.",
        "S3 does not accept its requests. Set the clock.",
    )


def _wrong_region(attempt: Attempt, error: Exception) -> CloudError:
    region = region_of(error)
    return Refused(
        f"The bucket {attempt.place.bucket} is in {region or 'another region'}.",
        f"Choose the region {region} in the settings." if region else "Name it in the settings.",
    )


def region_of(error: Exception) -> str:
    """The bucket's region as the answer tells it, "" if it does not."""
    if not isinstance(error, ClientError):
        return ""
    response: dict[str, Any] = dict(error.response)
    headers = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    return str(headers.get("x-amz-bucket-region") or response.get("Error", {}).get("Region") or "")


def _busy(attempt: Attempt, error: Exception) -> CloudError:
    return Busy("S3 is slow.", "It asks for fewer requests. Try again later.")


def _unreached(attempt: Attempt, error: Exception) -> CloudError:
    return Offline(
        f"{attempt.host} cannot be reached.", "Check the network. Nothing is lost in the meantime."
    )


def _cut(attempt: Attempt, error: Exception) -> CloudError:
    return Offline(
        f"The connection to {attempt.host} broke off.",
        "Check the network. Nothing is lost in the meantime.",
    )


def _no_secure_connection(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        f"The secure connection to {attempt.host} failed.",
        "A proxy or a certificate prevents it. Set AWS_CA_BUNDLE to the certificates to trust.",
    )


def _damaged(attempt: Attempt, error: Exception) -> CloudError:
    return Damaged(f"{attempt.target} was damaged in transit.", "Try again.")


def _archived(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        f"{attempt.target} is archived.", "It must be restored in S3 before it can be read."
    )


def _too_large(attempt: Attempt, error: Exception) -> CloudError:
    return CloudError(
        f"{attempt.target} is larger than the server accepts.", "Upload it in smaller parts."
    )


def _full(attempt: Attempt, error: Exception) -> CloudError:
    return Refused(
        f"The bucket {attempt.place.bucket} is full.",
        "Free some space in it, or ask its administrator for more.",
    )


def _nonsense(attempt: Attempt, error: Exception) -> CloudError:
    return NotS3(attempt.host)


def _endless(attempt: Attempt, error: Exception) -> CloudError:
    return CloudError(
        f"The server lists {attempt.target} without end.", "This server cannot be used."
    )


_TABLE = (
    (("NoSuchKey", "NoSuchVersion"), _missing),
    (("NoSuchBucket", "InvalidBucketName"), _no_bucket),
    (("NoSuchUpload", "InvalidPart", "InvalidPartOrder"), _forgotten),
    (("PreconditionFailed", "412", "S3DownloadFailedError"), _changed),
    (_LOGIN_ENDED, _login_ended),
    (_LOGIN_REFRESH_NEEDED, _login_refresh_needed),
    (_NO_LOGIN, _no_login),
    (_BAD_CONFIG, _bad_config),
    (("AccessDenied", "AllAccessDisabled", "AccountProblem"), _denied),
    (("InvalidAccessKeyId", "SignatureDoesNotMatch"), _bad_keys),
    (("RequestTimeTooSkewed",), _wrong_clock),
    (_WRONG_REGION, _wrong_region),
    (_BUSY, _busy),
    (_UNREACHED, _unreached),
    (_DAMAGED, _damaged),
    (("InvalidObjectState",), _archived),
    (("EntityTooLarge",), _too_large),
    (("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"), _full),
    (("PaginationError",), _endless),
    (("ResponseParserError",), _nonsense),
)
