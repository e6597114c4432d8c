"""Fixtures of the storage tests."""

import resource
from collections.abc import Callable, Generator

import pytest

LIMITS = resource.getrlimit(resource.RLIMIT_FSIZE)


@pytest.fixture
def tiny_disk() -> Callable[[int], None]:
    """A function that stops all files at so many bytes for the rest of a test, as a full disk."""
    return lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, LIMITS[1]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    # before pytest reports: its own output may go to a file that is longer, and would end there
    try:
        return (yield)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, LIMITS)
