from pathlib import Path

import pytest

from app.workflows.export.destination import (
    check_target,
    keep_source,
    location_of,
    one_path_each,
    path_of,
    target_notes,
)
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.options import ExportRequest
from tests.storage.formats.labelled_videos import labelled

HERE = 100


def to(folder: Path | str, name: str = "result") -> ExportRequest:
    return ExportRequest("coco", ("a",), str(folder), name)


def test_a_new_name_in_a_folder_is_free(tmp_path: Path) -> None:
    check_target(to(tmp_path), None, is_file=False)

    assert path_of(to(tmp_path)) == tmp_path / "result"
    assert list(target_notes(to(tmp_path), False, HERE)) == []


def test_a_folder_that_is_not_there_will_be_made(tmp_path: Path) -> None:
    check_target(to(tmp_path / "a" / "b"), None, is_file=False)

    assert list(target_notes(to(tmp_path / "a" / "b"), False, HERE)) == [
        "The folder will be created."
    ]


def test_a_data_set_is_never_written_over_another(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "a").touch()

    with pytest.raises(UserError, match="already exists"):
        check_target(to(tmp_path), None, is_file=False)


def test_a_file_is_replaced_after_a_word(tmp_path: Path) -> None:
    (tmp_path / "result").touch()
    check_target(to(tmp_path), None, is_file=True)

    assert list(target_notes(to(tmp_path), True, HERE)) == [
        "This file exists and will be replaced."
    ]


def test_a_file_never_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()

    with pytest.raises(UserError, match="is a folder"):
        check_target(to(tmp_path), None, is_file=True)


def test_clips_may_join_others(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "a").touch()

    check_target(to(tmp_path), None, is_file=False, adds=True)
    [note] = target_notes(to(tmp_path), False, HERE)

    assert note == "This folder exists; files with the same names will be replaced."


def test_the_video_itself_is_no_target(tmp_path: Path) -> None:
    film = labelled([], name=str(tmp_path / "film.mp4")).video
    film.path.touch()
    keep_source(film, tmp_path / "other.mp4")

    with pytest.raises(UserError, match="is the video itself"):
        keep_source(film, film.path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()

    with pytest.raises(UserError, match="is not a folder"):
        check_target(to(tmp_path / "notes"), None, is_file=False)


def test_too_little_room_is_told(tmp_path: Path) -> None:
    [note] = target_notes(to(tmp_path), False, 1 << 60)

    assert note.startswith("Only ")


def test_a_place_in_s3_is_reached_as_the_settings_say_of_its_bucket() -> None:
    login = S3Location("club", "x", "analyst", "eu-central-1", "http://127.0.0.1:9000")

    assert location_of(to("s3://club/videos"), login) == S3Location(
        "club", "videos/result", "analyst", "eu-central-1", "http://127.0.0.1:9000"
    )
    assert location_of(to("s3://other"), login) == S3Location("other", "result")


def test_the_home_folder_can_be_short(tmp_path: Path) -> None:
    assert path_of(to("~")) == Path.home() / "result"


def test_one_video_gets_the_file_itself(tmp_path: Path) -> None:
    [(_, path)] = one_path_each([labelled([])], tmp_path / "new" / "a.csv", ".ball.csv")

    assert path == tmp_path / "new" / "a.csv"
    assert path.parent.is_dir()


def test_several_get_a_file_each_whatever_they_are_called(tmp_path: Path) -> None:
    videos = [labelled([], name=name) for name in ("final.mp4", "FINAL.mkv", "final-2.mp4")]
    paths = [path for _, path in one_path_each(videos, tmp_path / "out", ".ball.csv")]

    assert len({path.name.casefold() for path in paths}) == 3
    assert paths[0] == tmp_path / "out" / "final.ball.csv"


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        check_target(to(tmp_path, "x" * 300), None, is_file=False)


def test_several_videos_with_long_names_get_names_that_a_disk_takes(tmp_path: Path) -> None:
    videos = [labelled([], name="x" * 250 + ".mp4"), labelled([], name="x" * 251 + ".mp4")]
    paths = [path for _, path in one_path_each(videos, tmp_path / "out", ".tracknet.csv")]

    for path in paths:
        path.touch()
    assert len(set(paths)) == 2
