"""Fixtures of the tests of S3 in the window: a place that is set, and somebody at the window."""

import pytest

from app.gui.shell.settings import Settings
from storage.cloud.s3.location import S3Location


@pytest.fixture
def chosen(settings: Settings, place: S3Location) -> S3Location:
    """The place of the settings, which reaches the test's server."""
    settings.set_place(place)
    return place
