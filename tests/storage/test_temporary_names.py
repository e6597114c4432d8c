"""What is not whole yet has a name that tells who writes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.files import write_bytes
from storage.temporary_names import temporary_path

LONG_AGO = (1e9, 1e9)


def left_by(process: int, folder: Path, *, is_folder: bool = False) -> Path:
    """What a process with this number has written long ago, and not renamed."""
    (folder / "elsewhere").mkdir(parents=True, exist_ok=True)
    name = temporary_path(folder / "elsewhere" / "clip.mp4").name
    path = folder / name.replace(f"-{os.getpid()}-", f"-{process}-")
    if is_folder:
        path.mkdir()
        (path / "1.jpg").touch()
        os.utime(path / "1.jpg", LONG_AGO)
    else:
        path.touch()
    os.utime(path, LONG_AGO)
    return path


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_a_killed_process_left_is_removed(tmp_path: Path, dead: int, is_folder: bool) -> None:
    left = left_by(dead, tmp_path / "out", is_folder=is_folder)

    write_bytes(tmp_path / "out" / "other.csv", b"1")

    assert not left.exists()


def test_what_a_process_is_writing_stays(tmp_path: Path) -> None:
    left = left_by(os.getppid(), tmp_path / "out")

    write_bytes(tmp_path / "out" / "other.csv", b"1")

    assert left.exists()


def test_what_was_changed_a_moment_ago_stays(tmp_path: Path, dead: int) -> None:
    left = left_by(dead, tmp_path / "out")
    os.utime(left)

    write_bytes(tmp_path / "out" / "other.csv", b"1")

    assert left.exists()


@pytest.mark.parametrize("name", ["a.part", "a.0123abcd.part", "a.ffffff-1-00000000.part", "a.mp4"])
def test_what_others_have_called_part_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    os.utime(tmp_path / name, LONG_AGO)

    write_bytes(tmp_path / "other.csv", b"1")

    assert (tmp_path / name).exists()


def test_two_names_for_one_file_differ_and_fit_every_disk(tmp_path: Path) -> None:
    one, other = (temporary_path(tmp_path / ("ä" * 120 + ".mp4")) for _ in range(2))

    assert one != other
    assert len(one.name.encode()) < 255
