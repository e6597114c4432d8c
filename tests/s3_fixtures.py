"""Fixtures of all tests that speak to S3; `tests/conftest.py` takes them in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.location import S3Location
from tests.s3_server import running_server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a moto server, or what TOUCHLINE_TEST_S3 says is another one."""
    if other := os.environ.get("TOUCHLINE_TEST_S3"):
        yield other
        return
    with running_server() as address:
        yield address


@pytest.fixture
def aws_login(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an AWS configuration of the test's own, and keys that any test server takes."""
    folder = tmp_path_factory.mktemp("aws")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        if "TOUCHLINE_TEST_S3" not in os.environ:
            monkeypatch.delenv(name)
    (folder / "config").write_text("[default]\nregion = us-east-1\n")
    (folder / "credentials").touch()
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    if "TOUCHLINE_TEST_S3" not in os.environ:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATOUCHLINETESTS00")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-tests")
    return folder


@pytest.fixture(scope="session")
def s3_owner(s3_server: str) -> Any:
    """A client that makes the buckets of all tests; to make a client takes its time."""
    keys = {"aws_access_key_id": "owner", "aws_secret_access_key": "owner"}
    known = {} if "TOUCHLINE_TEST_S3" in os.environ else keys
    session = boto3.Session(region_name="us-east-1", **known)
    return session.client("s3", endpoint_url=s3_server)


@pytest.fixture
def place(s3_server: str, s3_owner: Any, aws_login: Path) -> S3Location:
    """A new, empty bucket of the server, and a prefix in it."""
    place = S3Location(f"videos-{uuid4().hex[:12]}", "club/matches", endpoint=s3_server)
    s3_owner.create_bucket(Bucket=place.bucket)
    return place


@pytest.fixture
def bucket(place: S3Location) -> Bucket:
    """The bucket of `place`, on a connection of its own."""
    return connect(place)


@pytest.fixture
def matches(bucket: Bucket, clip: Path) -> Bucket:
    """A bucket with a video in a folder, and a text beside it."""
    bucket.write_new("2026/final.mp4", clip.read_bytes())
    bucket.write_new("2026/notes.txt", b"no video")
    return bucket
