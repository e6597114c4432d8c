from collections.abc import Callable
from pathlib import Path

import pytest

from app.workflows.highlights.rallies import MatchRally
from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library, open_library
from tests.clips.writing import Recipe, write_clip
from tests.draining import drained


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of numbered pictures, with a beep at each full second."""
    return write_clip(tmp_path_factory.mktemp("match") / "match.mp4", Recipe(sound=(0.0, 4.0)))


@pytest.fixture
def opened(library: Library, film: Path) -> OpenedVideo:
    return drained(open_video(library, film))


@pytest.fixture
def rally_of(opened: OpenedVideo) -> Callable[..., MatchRally]:
    """A rally of that video, in frames `[first, stop)`, with `shots`."""

    def make(number: int, first: int, stop: int, shots: float) -> MatchRally:
        values = {"length": (stop - first) / 25, "shots": shots}
        unknown = {name: float("nan") for name in ("speed", "sound", "certainty")}
        return MatchRally(opened, number, first, stop, first, stop, values | unknown)

    return make
