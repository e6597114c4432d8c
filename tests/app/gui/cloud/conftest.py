"""Fixtures of the tests of S3 in the window: a place that is set, and somebody at the window."""

from pathlib import Path

import pytest

from app.gui.shell.settings import Settings
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location


@pytest.fixture
def chosen(settings: Settings, place: S3Location) -> S3Location:
    """The place of the settings, which reaches the test's server."""
    settings.set_place(place)
    return place


@pytest.fixture
def matches(bucket: Bucket, clip: Path) -> Bucket:
    """A bucket with a video in a folder, and a text beside it."""
    bucket.write_new("2026/final.mp4", clip.read_bytes())
    bucket.write_new("2026/notes.txt", b"no video")
    return bucket
