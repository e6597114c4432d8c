"""A folder is as good a bucket as a real one: both pass the same contract."""

from pathlib import Path

import pytest

from storage.cloud.s3.bucket import connect
from storage.cloud.s3.errors import CloudError, Missing
from storage.cloud.s3.location import S3Location
from storage.cloud.sync.remote import Remote, video_folder, write_and_read_back
from tests.storage.cloud.sync.folder import FolderRemote


@pytest.fixture(params=["folder", "s3"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Remote:
    """An empty remote place."""
    if request.param == "folder":
        return FolderRemote(tmp_path / "either")
    place: S3Location = request.getfixturevalue("place")
    return connect(place)


def test_what_was_written_is_listed_and_read(either: Remote) -> None:
    written = [either.write_new("a/b.json", b"12"), either.write_new("a/b.json", b"12")]
    [entry] = either.list("a/")

    assert written == [True, False]
    assert (entry.key, entry.size, either.read("a/b.json", 2)) == ("a/b.json", 2, b"12")


def test_only_what_begins_with_the_prefix_is_listed(either: Remote) -> None:
    either.write_new("a/1", b"")
    either.write_new("b/1", b"")

    assert [entry.key for entry in either.list("b/")] == ["b/1"]


def test_what_is_not_there_is_missing(either: Remote) -> None:
    with pytest.raises(Missing):
        either.read("nothing", 10)


def test_what_is_too_large_is_refused(either: Remote) -> None:
    either.write_new("large", b"123")

    with pytest.raises(CloudError, match="larger than"):
        either.read("large", 2)


def test_a_name_that_holds_something_else_is_refused(either: Remote) -> None:
    either.write_new("a", b"123")

    with pytest.raises(CloudError, match="something else"):
        either.write_new("a", b"4")


def test_what_was_written_is_read_back(either: Remote) -> None:
    write_and_read_back(either, "a/b", b"12")

    with pytest.raises(CloudError, match="does not contain what was written"):
        write_and_read_back(either, "a/b", b"34")


def test_a_video_has_a_folder_of_its_own() -> None:
    assert video_folder("abc") == "videos/abc/"
