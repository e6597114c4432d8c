"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

from tests.clips.shelf import Shelf

# before Qt is imported anywhere: tests need no screen
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.s3_fixtures"]

FOOTAGE = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def footage() -> Path:
    """The folder of real labelled footage, which is not part of the project."""
    if not FOOTAGE.is_dir():
        pytest.skip("the real footage is not here")
    return FOOTAGE


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The test kit of videos; each is built when it is first asked for."""
    return Shelf(tmp_path_factory.mktemp("clips"))
