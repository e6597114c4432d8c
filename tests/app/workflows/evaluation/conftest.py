"""What the tests of evaluation share: a rally in a folder of its own, known to a library."""

from pathlib import Path

import pytest

from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library
from tests.app.rally import write_rally
from tests.draining import drained


@pytest.fixture(scope="session")
def rally(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two flights of a ball over a textured ground."""
    return write_rally(tmp_path_factory.mktemp("rallies") / "rally.mp4", 100)


@pytest.fixture
def opened(library: Library, rally: Path, tmp_path: Path) -> OpenedVideo:
    """The rally as the library knows it, in a folder of the test's own for tables beside it."""
    (tmp_path / "rally.mp4").symlink_to(rally)
    return drained(open_video(library, tmp_path / "rally.mp4"))
