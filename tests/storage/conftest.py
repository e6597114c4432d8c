"""Fixtures of the storage tests."""

import resource
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def tiny_disk() -> Iterator[Callable[[int], None]]:
    """Give a function that stops all files at so many bytes, as a full disk would."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
