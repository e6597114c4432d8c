from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.export.video_files import keep_source, no_positions, one_path_each
from tests.storage.formats.labelled_videos import labelled


def test_the_video_itself_is_no_target(tmp_path: Path) -> None:
    film = labelled([], name=str(tmp_path / "film.mp4")).video
    film.path.touch()
    keep_source(film, tmp_path / "other.mp4")

    with pytest.raises(UserError, match="is the video itself"):
        keep_source(film, film.path)


def test_one_video_gets_the_file_itself(tmp_path: Path) -> None:
    [(_, path)] = one_path_each([labelled([])], tmp_path / "new" / "a.csv", ".ball.csv")

    assert path == tmp_path / "new" / "a.csv"
    assert path.parent.is_dir()


def test_several_get_a_file_each_whatever_they_are_called(tmp_path: Path) -> None:
    videos = [labelled([], name=name) for name in ("final.mp4", "FINAL.mkv", "final-2.mp4")]
    paths = [path for _, path in one_path_each(videos, tmp_path / "out", ".ball.csv")]

    assert len({path.name.casefold() for path in paths}) == 3
    assert paths[0] == tmp_path / "out" / "final.ball.csv"


def test_several_videos_with_long_names_get_names_that_a_disk_takes(tmp_path: Path) -> None:
    videos = [labelled([], name="x" * 250 + ".mp4"), labelled([], name="x" * 251 + ".mp4")]
    paths = [path for _, path in one_path_each(videos, tmp_path / "out", ".tracknet.csv")]

    for path in paths:
        path.touch()
    assert len(set(paths)) == 2


def test_the_video_without_positions_is_named() -> None:
    video = labelled([], name="final.mp4")

    assert "final.mp4" in no_positions([video]).title
    assert "these videos" in no_positions([video, video]).title
