"""Every answer of S3 that the reference names becomes words that say what to do."""

import pytest
from boto3.exceptions import S3UploadFailedError
from botocore import exceptions as boto
from botocore.exceptions import ClientError

from storage.cloud.s3.error_mapping import Attempt, region_of, to_cloud_error
from storage.cloud.s3.errors import (
    Busy,
    CloudError,
    Damaged,
    Denied,
    LoginEnded,
    Missing,
    Offline,
    Refused,
)
from storage.cloud.s3.location import S3Location

PLACE = S3Location("videos", "club", "coach")
READING = Attempt(PLACE, "s3:GetObject", "club/a.mp4")


def answer(code: str, status: int = 400, **headers: str) -> ClientError:
    about = {"HTTPStatusCode": status, "HTTPHeaders": headers}
    response = {"Error": {"Code": code, "Message": "what S3 says"}, "ResponseMetadata": about}
    return ClientError(response, "GetObject")


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (answer("NoSuchKey", 404), Missing, "s3://videos/club/a.mp4 does not exist"),
        (answer("404", 404), Missing, "does not exist"),
        (answer("NoSuchBucket", 404), Refused, "The bucket videos does not exist"),
        (answer("403", 403), Denied, "The profile coach may not do s3:GetObject"),
        (answer("AccessDenied", 403), Denied, "s3://videos/club/a.mp4"),
        (answer("ExpiredToken"), LoginEnded, "Run: aws sso login --profile coach"),
        (boto.SSOTokenLoadError(error_msg="x"), LoginEnded, "aws sso login"),
        (boto.UnauthorizedSSOTokenError(), LoginEnded, "aws sso login"),
        (boto.LoginRefreshRequired(), LoginEnded, "Run: aws login --profile coach"),
        (boto.NoCredentialsError(), Refused, "No AWS login was found for the profile coach"),
        (boto.ProfileNotFound(profile="coach"), Refused, "No AWS login was found"),
        (answer("InvalidAccessKeyId", 403), Refused, "keys of the profile coach are not accepted"),
        (answer("SignatureDoesNotMatch", 403), Refused, "not accepted"),
        (answer("RequestTimeTooSkewed", 403), Refused, "wrong by more than 15 minutes"),
        (answer("SlowDown", 503), Busy, "S3 is slow"),
        (answer("", 500), Busy, "S3 is slow"),
        (answer("", 429), Busy, "S3 is slow"),
        (boto.EndpointConnectionError(endpoint_url="x"), Offline, "cannot be reached"),
        (boto.ConnectTimeoutError(endpoint_url="x"), Offline, "cannot be reached"),
        (boto.ReadTimeoutError(endpoint_url="x"), Offline, "broke off"),
        (boto.ConnectionClosedError(endpoint_url="x"), Offline, "broke off"),
        (boto.IncompleteReadError(actual_bytes=1, expected_bytes=2), Offline, "broke off"),
        (boto.ResponseStreamingError(error="x"), Offline, "broke off"),
        (boto.SSLError(endpoint_url="x", error="y"), Refused, "secure connection"),
        (answer("BadDigest"), Damaged, "damaged in transit"),
        (boto.FlexibleChecksumError(error_msg="x"), Damaged, "damaged in transit"),
        (answer("KMS.DisabledException"), Refused, "key that encrypts the bucket"),
        (answer("InvalidObjectState", 403), Refused, "archived"),
        (answer("EntityTooLarge"), CloudError, "larger than the server accepts"),
        (answer("NoSuchUpload", 404), Missing, "parts"),
        (answer("NotImplemented", 501), CloudError, "NotImplemented"),
        (boto.UnknownServiceError(service_name="x", known_service_names="y"), CloudError, "reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_an_answer_in_words(error: Exception, kind: type[CloudError], words: str) -> None:
    ours = to_cloud_error(error, READING)

    assert type(ours) is kind
    assert words in str(ours)


def test_an_answer_that_a_transfer_wraps_is_found() -> None:
    wrapped = S3UploadFailedError("failed")
    wrapped.__context__ = answer("AccessDenied", 403)

    assert isinstance(to_cloud_error(wrapped, READING), Denied)


@pytest.mark.parametrize(
    "bug", [KeyError("x"), boto.ParamValidationError(report="x"), OSError("disk")]
)
def test_a_bug_of_ours_stays_one(bug: Exception) -> None:
    assert to_cloud_error(bug, READING) is None


def test_the_region_is_told_where_the_answer_has_it() -> None:
    wrong = answer("PermanentRedirect", 301, **{"x-amz-bucket-region": "eu-west-1"})

    assert region_of(wrong) == "eu-west-1"
    assert "The bucket videos is in eu-west-1" in str(to_cloud_error(wrong, READING))


def test_without_a_profile_the_computers_login_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = Attempt(S3Location("videos"), "s3:ListBucket")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    assert attempt.who == "The AWS login of this computer"

    monkeypatch.setenv("AWS_PROFILE", "club")
    assert attempt.who == "The profile club"
    assert "aws sso login --profile club" in str(to_cloud_error(answer("ExpiredToken"), attempt))
