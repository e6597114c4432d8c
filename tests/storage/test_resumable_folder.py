"""Folders that are whole or NAME.part, and go on where they stopped."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.resumable_folder import (
    already_written,
    discard_partial,
    keep_only,
    partial_path,
    resumable_folder,
    write_once,
)


def stopped(path: Path, work: str = "a") -> Path:
    """The unfinished folder of a work that was interrupted after one file."""
    with suppress(KeyboardInterrupt), resumable_folder(path, work) as part:
        write_once(part / "frames" / "1.jpg", b"1")
        raise KeyboardInterrupt
    return partial_path(path)


def test_what_was_filled_becomes_the_folder(tmp_path: Path) -> None:
    with resumable_folder(tmp_path / "set", "a") as part:
        write_once(part / "frames" / "1.jpg", b"1")

    assert [path.name for path in tmp_path.rglob("*")] == ["set", "frames", "1.jpg"]


def test_the_same_work_finds_what_it_had_written(tmp_path: Path) -> None:
    stopped(tmp_path / "set")

    with resumable_folder(tmp_path / "set", "a") as part:
        assert already_written(part / "frames" / "1.jpg")
        assert not already_written(part / "frames" / "2.jpg")


def test_another_work_begins_anew(tmp_path: Path) -> None:
    stopped(tmp_path / "set")

    with resumable_folder(tmp_path / "set", "b") as part:
        assert not (part / "frames").exists()


def test_what_is_not_wanted_any_more_goes_and_the_work_stays_known(tmp_path: Path) -> None:
    part = stopped(tmp_path / "set")
    write_once(part / "2.jpg", b"2")

    keep_only(part, {"2.jpg"})

    with resumable_folder(tmp_path / "set", "a") as again:
        assert [path.name for path in again.rglob("*.jpg")] == ["2.jpg"]


def test_an_empty_file_of_a_power_cut_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").touch()

    assert not already_written(tmp_path / "1.jpg")


def test_a_folder_with_something_in_it_is_never_mixed(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a").touch()

    with (
        pytest.raises(UserError, match="already exists"),
        resumable_folder(tmp_path / "set", "a"),
    ):
        pass


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    with resumable_folder(tmp_path / "set", "a") as part:
        write_once(part / "a", b"1")

    assert (tmp_path / "set" / "a").is_file()


def test_a_part_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    part = partial_path(tmp_path / "set")
    part.mkdir()
    (part / "theirs").touch()

    with pytest.raises(UserError, match="is in the way"), resumable_folder(tmp_path / "set", "a"):
        pass
    discard_partial(tmp_path / "set")
    assert (part / "theirs").is_file()


def test_what_is_left_of_ours_can_be_discarded(tmp_path: Path) -> None:
    part = stopped(tmp_path / "set")
    discard_partial(tmp_path / "set")

    assert not part.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match="could not be written"),
        resumable_folder(tmp_path / "none" / "set", "a"),
    ):
        pass


# ends the process at one of the moments in which the folder gets its name or its mark
KILLED = """
import os, sys
from pathlib import Path
moment, folder = int(sys.argv[1]), Path(sys.argv[2])
from storage.resumable_folder import resumable_folder, write_once
seen = 0
def die(*args):
    global seen
    if args[0] in ("os.mkdir", "os.rename", "os.remove") and "set" in str(args[1]):
        seen += 1
        if seen == moment:
            os._exit(9)
sys.addaudithook(lambda event, args: die(event, args))
with resumable_folder(folder / "set", "a") as part:
    write_once(part / "1.jpg", b"1")
"""


@pytest.mark.parametrize("moment", range(1, 12))
def test_a_kill_at_any_moment_leaves_a_place_to_go_on_in(tmp_path: Path, moment: int) -> None:
    command = [sys.executable, "-c", KILLED, str(moment), str(tmp_path)]
    killed = subprocess.run(command, check=False)

    if not (tmp_path / "set" / "1.jpg").exists():
        with resumable_folder(tmp_path / "set", "a") as part:
            write_once(part / "1.jpg", b"1")

    assert killed.returncode in (0, 9)
    assert (tmp_path / "set" / "1.jpg").read_bytes() == b"1"
    assert not partial_path(tmp_path / "set").exists()


def test_a_mark_left_in_a_whole_folder_is_removed(tmp_path: Path) -> None:
    with resumable_folder(tmp_path / "set", "a") as part:
        write_once(part / "a", b"1")
    (tmp_path / "set" / ".touchline-unfinished").touch()

    with pytest.raises(UserError, match="already exists"), resumable_folder(tmp_path / "set", "a"):
        pass
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["a"]
