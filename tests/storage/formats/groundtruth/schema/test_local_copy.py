from pathlib import Path

import pytest

from storage.formats.groundtruth.schema.local_copy import LocalCopy, copy_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "set" / "out" / "0"
    place.mkdir(parents=True)
    (place / "SeqLabel.json").write_text("{}")
    (tmp_path / "secret.json").write_text("{}")
    return tmp_path / "set"


@pytest.mark.parametrize(
    "address",
    [
        "s3://club/m7/out/0/SeqLabel.json",
        "s3://club/out/0/SeqLabel.json",
        "file:///elsewhere/set/out/0/SeqLabel.json",
        "out/0/SeqLabel.json",
    ],
)
def test_an_address_belongs_to_the_file_that_ends_like_it(folder: Path, address: str) -> None:
    assert LocalCopy(folder).find(address) == folder / "out" / "0" / "SeqLabel.json"


def test_spaces_stand_as_they_are_in_s3_and_coded_in_file_addresses(folder: Path) -> None:
    (folder / "a b%20c.json").write_text("{}")

    assert LocalCopy(folder).find("s3://club/a b%20c.json")
    assert LocalCopy(folder).find("file:///x/a%20b%2520c.json")


@pytest.mark.parametrize(
    "address",
    [
        "s3://club/../secret.json",
        "file:///../secret.json",
        "s3://club/out/../../secret.json",
        "s3://club/..\\secret.json",
        "s3://club/a\0b",
        "s3://club/C:/x.json",
        "s3://club/" + "x" * 5000,
        "s3://club/" + "x/" * 5000 + "SeqLabel.json",
        "s3://club",
        "",
    ],
)
def test_nothing_outside_the_folder_is_found(folder: Path, address: str) -> None:
    assert LocalCopy(folder).find(address) is None


def test_folders_are_found_too(folder: Path) -> None:
    assert LocalCopy(folder).find_folder("s3://club/m7/out/0/") == folder / "out" / "0"
    assert LocalCopy(folder).find_folder("s3://club/none/") is None


def test_a_manifest_where_the_service_puts_it_belongs_to_the_folder_of_the_job(
    tmp_path: Path,
) -> None:
    assert copy_of(tmp_path / "m7/manifests/output/output.manifest").folder == tmp_path / "m7"
    assert copy_of(tmp_path / "m7/mine.manifest").folder == tmp_path / "m7"
