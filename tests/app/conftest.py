"""What tests of the window share: a small rally, a library, a window that cleans up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.shell.settings import Settings
from app.gui.window import Window
from app.workflows.videos import open_video
from storage.cloud.s3.bucket import Bucket
from storage.library.library import Library
from tests.app.rally import CLIP_FRAMES, write_rally, write_run
from tests.app.user import User
from tests.draining import drained


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: its log and library are not those of who runs the tests."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TOUCHLINE_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def rally(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 24 s in which one bright ball flies to and fro on a still ground."""
    return write_rally(tmp_path_factory.mktemp("rally") / "rally.mp4")


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first two seconds of the rally."""
    return write_rally(tmp_path_factory.mktemp("clip") / "clip.mp4", CLIP_FRAMES)


@pytest.fixture
def tracked(library: Library, clip: Path) -> Path:
    """The clip, already tracked in `library` as `write_run` says."""
    write_run(library, drained(open_video(library, clip)).video)
    return clip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "touchline.ini")
    settings.set_author("ana")
    settings.set_sync_mode("off")  # a test that is about sync turns it on
    return settings


@pytest.fixture
def new_window(
    library: Library, settings: Settings, qtbot: QtBot, qapp: object
) -> Iterator[Callable[[], Window]]:
    """Makes windows on one library, as one start of the program after the other would."""
    windows: list[Window] = []

    def make() -> Window:
        window = Window(library, settings)
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def user(new_window: Callable[[], Window], qtbot: QtBot) -> User:
    """Somebody in front of a new window."""
    return User(new_window(), qtbot)


@pytest.fixture
def reviewer(user: User, tracked: Path) -> User:
    """Somebody who has opened the tracked clip."""
    user.opens(tracked)
    return user


@pytest.fixture
def matches(bucket: Bucket, clip: Path) -> Bucket:
    """A bucket with a video in a folder, and a text beside it."""
    bucket.write_new("2026/final.mp4", clip.read_bytes())
    bucket.write_new("2026/notes.txt", b"no video")
    return bucket
