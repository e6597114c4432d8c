"""Fixtures that all tests share."""

import os
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, settings

from storage.library.library import Library, open_library
from tests.clips.shelf import Shelf

# before Qt is imported anywhere: tests need no screen
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# how long an example takes says how busy the machine is, and nothing of the code
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

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


@pytest.fixture(scope="session")
def new_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder without a video: to copy it is quicker than to make one."""
    folder = tmp_path_factory.mktemp("library")
    open_library(folder)
    return folder


@pytest.fixture
def library(new_library: Path, tmp_path: Path) -> Library:
    """A new library, empty, in `tmp_path / "library"`."""
    return open_library(copytree(new_library, tmp_path / "library"))
