import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

from app.workflows.videos import OpenedVideo, find_moved, open_video
from storage.errors import UserError
from storage.library.library import Library
from storage.library.videos import put_frame_table, recent_videos, video
from tests.app.cli.commands.conftest import clip as clip

T = TypeVar("T")


@pytest.fixture
def file(clip: Path, tmp_path: Path) -> Path:
    """A video file of the test's own."""
    return Path(shutil.copy(clip, tmp_path / "rally.mp4"))


def drained(work: Generator[object, None, T]) -> tuple[int, T]:
    """The number of steps and the result."""
    steps = 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            return steps, end.value
        steps += 1


def opened(library: Library, path: Path) -> OpenedVideo:
    return drained(open_video(library, path))[1]


def known_paths(library: Library) -> list[Path]:
    with library.connect() as db:
        return [summary.video.path for summary in recent_videos(db)]


def test_a_new_file_is_known_from_then_on(library: Library, file: Path) -> None:
    video = opened(library, file).video

    assert (video.frames, video.width, video.height, video.seconds) == (40, 160, 96, 1.6)
    assert known_paths(library) == [file]


def test_the_second_time_nothing_is_scanned(library: Library, file: Path) -> None:
    first = opened(library, file)

    steps, second = drained(open_video(library, file))

    assert steps == 0
    assert (second.table.pts == first.table.pts).all()


def test_a_moved_file_is_the_same_video_at_another_place(library: Library, file: Path) -> None:
    opened(library, file)

    opened(library, file.rename(file.with_name("final.mp4")))

    assert known_paths(library) == [file.with_name("final.mp4")]


def test_two_copies_are_one_video(library: Library, file: Path) -> None:
    one = opened(library, file)
    two = opened(library, Path(shutil.copy(file, file.with_name("copy.mp4"))))

    assert one.video.fingerprint == two.video.fingerprint
    assert len(known_paths(library)) == 1


def test_another_file_at_the_same_place_is_another_video(library: Library, file: Path) -> None:
    one = opened(library, file)
    with file.open("ab") as end:
        end.write(b"\0" * 16)

    assert opened(library, file).video.fingerprint != one.video.fingerprint


def test_a_table_of_another_version_is_read_anew(library: Library, file: Path) -> None:
    first = opened(library, file)
    with library.connect() as db:
        put_frame_table(db, first.video.fingerprint, b"from the future")

    assert len(opened(library, file).table) == 40


def test_a_file_that_is_no_video_leaves_the_library_empty(library: Library, tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("no video")

    with pytest.raises(UserError, match=r"notes\.mp4"):
        opened(library, tmp_path / "notes.mp4")
    assert known_paths(library) == []


def test_a_lost_file_is_found_under_another_name(library: Library, file: Path) -> None:
    lost = opened(library, file).video
    (file.parent / "archive").mkdir()
    (file.parent / "other.mp4").write_text("another one")
    moved = file.rename(file.parent / "archive" / "final.MP4")

    looked_at, found = drained(find_moved(library, lost, file.parent))

    assert (looked_at, found) == (2, moved)
    with library.connect() as db:
        now = video(db, lost.fingerprint)
    assert now is not None
    assert now.path == moved


def test_a_file_that_is_nowhere_is_not_found(library: Library, file: Path) -> None:
    lost = opened(library, file).video
    file.unlink()

    assert drained(find_moved(library, lost, file.parent)) == (0, None)
