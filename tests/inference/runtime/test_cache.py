import os
from pathlib import Path

import pytest

from inference.runtime.cache import read_cached, write_cached
from storage.errors import UserError


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    write_cached(tmp_path / "engines", "a", b"net")

    assert read_cached(tmp_path / "engines", "a") == b"net"
    assert read_cached(tmp_path / "engines", "b") is None


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    write_cached(tmp_path, "a", b"net")
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"T")

    assert read_cached(tmp_path, "a") is None


def test_the_oldest_makes_room(tmp_path: Path) -> None:
    for number in range(20):
        write_cached(tmp_path, f"{number}", b"net")
        os.utime(next(tmp_path.glob(f"{number}.*")), (number, number))

    left = [number for number in range(20) if read_cached(tmp_path, f"{number}")]
    assert left == list(range(4, 20))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="engines could not be written"):
        write_cached(tmp_path / "gone" / "engines", "a", b"net")
