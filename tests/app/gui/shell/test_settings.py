from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from app.gui.shell.actions import ACTIONS
from app.gui.shell.settings import Settings
from app.workflows.settings import system_user
from storage.cloud.s3.location import S3Location


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def test_the_author_is_the_systems_user_until_one_is_named(file: Path) -> None:
    settings = Settings(file)

    assert (settings.author, settings.author_known) == (system_user(), False)


@pytest.mark.parametrize("name", ["ana", "Ana Q., Bo", 'a "b"', "Jürgen Öz", "=;[x]", "007"])
def test_a_name_is_the_same_after_a_restart(file: Path, name: str) -> None:
    Settings(file).set_author(f" {name} ")

    assert (Settings(file).author, Settings(file).author_known) == (name, True)


def test_keys_are_the_defaults_at_first(file: Path) -> None:
    assert Settings(file).keys() == {action.id: action.key for action in ACTIONS}


@pytest.mark.parametrize("key", ["", ",", "Ctrl+Shift+,", ";", '"', "\\", "Ctrl+=", "5"])
def test_a_changed_key_is_the_same_after_a_restart(file: Path, key: str) -> None:
    settings = Settings(file)
    settings.set_keys(settings.keys() | {"accept": key})

    assert Settings(file).keys()["accept"] == key


def test_a_key_that_is_the_default_again_is_not_kept(file: Path) -> None:
    settings = Settings(file)
    settings.set_keys(settings.keys() | {"accept": "Q"})
    settings.set_keys(settings.keys() | {"accept": "A", "reject": "Z"})
    del settings

    assert "reject" in file.read_text()
    assert "accept" not in file.read_text()


def test_the_place_of_the_window_is_kept(file: Path) -> None:
    assert Settings(file).geometry().isEmpty()

    Settings(file).set_geometry(QByteArray(b"\x01\x02,\n"))

    assert Settings(file).geometry() == QByteArray(b"\x01\x02,\n")


def test_a_folder_that_has_gone_gives_way_to_the_home_folder(file: Path, tmp_path: Path) -> None:
    settings = Settings(file)
    assert settings.folder("videos") == Path.home()

    settings.set_folder("videos", tmp_path)
    assert settings.folder("videos") == tmp_path

    settings.set_folder("videos", tmp_path / "gone")
    assert settings.folder("videos") == Path.home()


def test_nonsense_in_the_file_is_no_place_of_a_window(file: Path) -> None:
    file.write_text("[window]\ngeometry=nonsense\n")

    assert Settings(file).geometry().isEmpty()


def test_the_place_in_s3_is_the_same_after_a_restart(file: Path) -> None:
    assert Settings(file).place is None
    place = S3Location("videos", "club, a/b=c", "coach; x", "eu-central-1", "http://127.0.0.1:9000")

    Settings(file).set_place(place)
    assert Settings(file).place == place

    Settings(file).set_place(None)
    assert Settings(file).place is None


def test_what_cannot_be_a_place_is_none(file: Path) -> None:
    file.write_text("[s3]\nbucket=a b\nprefix=../..\n")

    assert Settings(file).place is None
