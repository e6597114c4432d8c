"""What tests of the window share: a small rally, a library, a window that cleans up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.window import Window
from storage.library.library import Library, open_library
from tests.app.rally import write_rally


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


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "touchline.ini")
    settings.set_author("ana")
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
