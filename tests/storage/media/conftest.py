"""Frame tables of the test kit, each made once."""

from collections.abc import Callable
from functools import cache

import pytest

from storage.media.frame_table import FrameTable, scan_frames
from tests.clips.shelf import Shelf
from tests.draining import drained


@pytest.fixture(scope="session")
def table_of(shelf: Shelf) -> Callable[[str], FrameTable]:
    """The frame table of a clip by its name."""

    @cache
    def table(name: str) -> FrameTable:
        return drained(scan_frames(shelf.path(name)))

    return table
