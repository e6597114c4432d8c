"""Fixtures of the media tests."""

import pytest

from tests.clips.shelf import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The clips of the kit, each built when the first test asks for it."""
    return Shelf(tmp_path_factory.mktemp("clips"))
