import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.files import (
    file_written_beside,
    fit_name,
    folder_written_beside,
    free_name,
    plain_write_errors,
    write_bytes,
    write_text,
)


def fill(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "a.txt").write_text("a")


def write_half(path: Path, error: type[BaseException]) -> None:
    with file_written_beside(path) as part:
        part.write_text("half")
        raise error


def fill_half(path: Path) -> None:
    with folder_written_beside(path) as part:
        fill(part)
        raise GeneratorExit


def test_a_file_appears_with_all_of_its_bytes(tmp_path: Path) -> None:
    write_bytes(tmp_path / "ä 球.bin", b"123")

    assert (tmp_path / "ä 球.bin").read_bytes() == b"123"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "old")
    write_text(tmp_path / "a.csv", "new\n")

    assert (tmp_path / "a.csv").read_bytes() == b"new\n"


def test_the_name_is_free_until_the_file_is_complete(tmp_path: Path) -> None:
    with file_written_beside(tmp_path / "a.mp4") as part:
        part.write_bytes(b"half")

        assert not (tmp_path / "a.mp4").exists()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_failing_leaves_nothing_and_the_older_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    write_text(tmp_path / "a.csv", "old")

    with pytest.raises(error):
        write_half(tmp_path / "a.csv", error)

    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_left(
    tmp_path: Path, tiny_disk: Callable[[int], None]
) -> None:
    tiny_disk(4096)

    with pytest.raises(UserError, match="another disk"):
        write_bytes(tmp_path / "a.bin", bytes(5000))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="disk is full"), plain_write_errors(tmp_path):  # noqa: SIM117
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(b"1")


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.EROFS, "read-only"), (errno.EACCES, "permission"), (errno.EMFILE, "open files")],
)
def test_what_the_disk_says_becomes_advice(tmp_path: Path, code: int, advice: str) -> None:
    with pytest.raises(UserError, match=advice), plain_write_errors(tmp_path):
        raise OSError(code, os.strerror(code))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder does not exist"):
        write_text(tmp_path / "none" / "a.csv", "")


def test_a_folder_in_the_place_of_the_file_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder of that name"):
        write_text(tmp_path, "")


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "")

    with pytest.raises(UserError, match="not a folder"):
        write_text(tmp_path / "a" / "b.csv", "")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="shorter"):
        write_text(tmp_path / ("n" * 300), "")


def test_the_longest_name_that_the_disk_takes_is_taken(tmp_path: Path) -> None:
    write_text(tmp_path / ("n" * 255), "a")

    assert (tmp_path / ("n" * 255)).read_text() == "a"


def test_a_folder_appears_when_it_is_filled(tmp_path: Path) -> None:
    with folder_written_beside(tmp_path / "set") as part:
        fill(part)

        assert not (tmp_path / "set").exists()

    assert (tmp_path / "set" / "inner" / "a.txt").read_text() == "a"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()

    with folder_written_beside(tmp_path / "set") as part:
        fill(part)

    assert (tmp_path / "set" / "inner" / "a.txt").exists()


def test_a_folder_with_files_is_never_mixed_with_new_ones(tmp_path: Path) -> None:
    with folder_written_beside(tmp_path / "set") as part:
        fill(part)

    with pytest.raises(UserError, match="not empty"), folder_written_beside(tmp_path / "set"):
        pass

    assert (tmp_path / "set" / "inner" / "a.txt").read_text() == "a"


def test_a_failing_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(GeneratorExit):
        fill_half(tmp_path / "set")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("taken", "name"), [((), "Rally"), (("rally",), "Rally-2"), (("rally", "rally-2"), "Rally-3")]
)
def test_a_free_name_differs_in_more_than_its_case(taken: tuple[str, ...], name: str) -> None:
    assert free_name("Rally", taken) == name


@pytest.mark.parametrize(
    ("name", "fits"),
    [("a" * 240, "a" * 220), ("é" * 130, "é" * 110), ("試" * 90, "試" * 73), ("short", "short")],
)
def test_a_name_is_cut_to_bytes_between_characters(name: str, fits: str) -> None:
    assert fit_name(name) == fits
    assert fit_name("\udcff" * 300) == "\udcff" * 220
