"""Two people at two windows, with libraries of their own and one bucket."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from pytestqt.qtbot import QtBot

from app.gui.shell.settings import Settings
from app.gui.window import Window
from app.workflows.videos import open_video
from storage.cloud.s3.location import S3Location
from storage.library.library import Library, open_library
from tests.app.gui.sync.colleague import Colleague
from tests.app.rally import write_run
from tests.draining import drained
from tests.storage.cloud.faults import Unreliable, unreliable


@pytest.fixture
def network(place: S3Location) -> Iterator[Unreliable]:
    """The way to the bucket, which may be told to misbehave."""
    with unreliable(str(place.endpoint)) as proxy:
        yield proxy


@pytest.fixture
def colleague(
    new_library: Path,
    tmp_path: Path,
    clip: Path,
    place: S3Location,
    network: Unreliable,
    qtbot: QtBot,
) -> Iterator[Callable[[str], Colleague]]:
    """Makes people by name, each with the tracked clip open; they sync on command."""
    windows: list[Window] = []

    def make(name: str, mode: str = "on command") -> Colleague:
        library = open_library(copytree(new_library, tmp_path / name))
        _be_another_device(library)
        write_run(library, drained(open_video(library, clip)).video)
        settings = Settings(tmp_path / f"{name}.ini")
        settings.set_author(name)
        settings.set_place(S3Location(place.bucket, place.prefix, endpoint=network.address))
        settings.set_sync_mode(mode)
        window = Window(library, settings)
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        person = Colleague(window, qtbot)
        person.opens(clip)
        return person

    yield make
    for window in windows:
        window.close()


def _be_another_device(library: Library) -> None:
    """The libraries are copies of one, which each must not know."""
    with library.connect() as db:
        db.execute("update devices set uuid = ?", [f"{library.folder.name:0>8}"[:8] + _REST])
        db.conn.commit()


_REST = "-0000-4000-8000-000000000000"


@pytest.fixture
def ana(colleague: Callable[[str], Colleague]) -> Colleague:
    """Somebody who labels the clip."""
    return colleague("aaaaaaaa")


@pytest.fixture
def bob(colleague: Callable[[str], Colleague]) -> Colleague:
    """Somebody else who labels the clip."""
    return colleague("bbbbbbbb")
