"""How we speak to S3: which server, as whom, how patiently."""

import logging
from pathlib import Path

import pytest
from botocore.exceptions import NoCredentialsError, ProfileNotFound

from storage.cloud.s3.connection import client_for, identity_of, is_aws, profiles
from storage.cloud.s3.location import S3Location


def test_aws_is_asked_in_the_region_of_the_place(aws_login: Path) -> None:
    client = client_for(S3Location("videos", region="eu-west-1"))

    assert client.meta.endpoint_url == "https://s3.eu-west-1.amazonaws.com"
    assert client.meta.config.request_checksum_calculation == "when_supported"


@pytest.mark.parametrize("where", ["place", "environment", "profile"])
def test_another_server_gets_paths_and_no_trailers(
    aws_login: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    address = "http://127.0.0.1:9000"
    if where == "environment":
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", address)
    if where == "profile":
        (aws_login / "config").write_text(f"[default]\nendpoint_url = {address}\n")

    client = client_for(S3Location("videos", endpoint=address if where == "place" else None))

    assert client.meta.endpoint_url == address
    assert client.meta.config.s3["addressing_style"] == "path"
    assert client.meta.config.request_checksum_calculation == "when_required"


def test_patience_is_ours_and_not_the_computers(
    aws_login: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "99")

    patient, hurried = (client_for(S3Location("videos"), p).meta.config for p in (True, False))
    assert patient.retries["total_max_attempts"] == 4
    assert hurried.retries["total_max_attempts"] == 2
    assert hurried.read_timeout < patient.read_timeout


def test_profiles_of_both_files_are_known(aws_login: Path) -> None:
    (aws_login / "config").write_text("[profile coach]\n")
    (aws_login / "credentials").write_text("[analysis]\n")

    assert profiles() == ["analysis", "coach"]


def test_a_broken_configuration_has_no_profiles(aws_login: Path) -> None:
    (aws_login / "config").write_text("[profile coach\n")

    assert profiles() == []


def test_a_named_profile_wins_over_the_environment(aws_login: Path) -> None:
    stored = "[coach]\naws_access_key_id=a\naws_secret_access_key=b\n"
    (aws_login / "credentials").write_text(stored)

    address = "http://127.0.0.1:9000"
    assert identity_of(S3Location("videos", endpoint=address)) == "keys from the environment"
    named = S3Location("videos", profile="coach", endpoint=address)
    assert identity_of(named) == "keys from the credentials file"


def test_nobody_is_told(aws_login: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(NoCredentialsError):
        identity_of(S3Location("videos"))
    with pytest.raises(ProfileNotFound):
        client_for(S3Location("videos", profile="coach"))


@pytest.mark.parametrize(
    ("address", "aws"),
    [
        ("https://s3.amazonaws.com", True),
        ("https://s3.cn-north-1.amazonaws.com.cn", True),
        ("https://amazonaws.com.example.org", False),
        ("http://127.0.0.1:9000", False),
    ],
)
def test_aws_is_told_from_others(address: str, aws: bool) -> None:
    assert is_aws(address) is aws


@pytest.mark.parametrize("name", ["botocore.auth", "boto3", "s3transfer.tasks", "urllib3.util"])
def test_libraries_that_tell_secrets_are_not_heard(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)
