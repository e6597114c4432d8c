"""A window that is killed while its user works loses nothing that it has shown."""

from pathlib import Path

import pytest

from storage.library.library import Library
from tests.app.killing import KilledWindow, kill_a_window


def test_what_was_shown_outlives_the_window(library: Library, clip: Path) -> None:
    for seed in range(5):
        killed = kill_a_window(library, clip, seed)

        assert killed.shown
        assert killed.lost == 0
        # at most the one gesture that was written and not yet shown
        assert len(killed.written) <= len(killed.shown) + 1


@pytest.mark.parametrize(
    ("written", "lost"), [(["a", "b", "c"], 0), (["a", "b"], 0), (["a"], 1), (["b", "a"], 2)]
)
def test_what_is_lost_is_counted(written: list[str], lost: int) -> None:
    assert KilledWindow(["a", "b"], written).lost == lost
