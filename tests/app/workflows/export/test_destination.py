from pathlib import Path

import pytest

from app.workflows.export.destination import (
    NameTaken,
    check_target,
    location_of,
    path_of,
    target_notes,
)
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.options import ExportRequest

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


def test_a_name_that_is_taken_comes_with_one_that_is_free(tmp_path: Path) -> None:
    for name in ("result", "RESULT-2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").touch()

    with pytest.raises(NameTaken, match="such as result-3") as refused:
        check_target(to(tmp_path), None, is_file=False)
    assert refused.value.free == "result-3"


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


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be written"):
        check_target(to(tmp_path, "x" * 300), None, is_file=False)
