"""Files of others: pipes, devices and links that lead out are never read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.main import main
from inference.models.card import read_bounded
from storage.cloud.transfer.common import sha256_at_once
from storage.errors import UserError
from storage.foreign_files import NotAFileError, files_inside, is_inside, open_regular, read_at_most
from storage.formats.catalog import format_of, label_formats, load
from storage.formats.groundtruth.schema.local_copy import LocalCopy
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import scan_frames
from storage.media.images import grey_picture
from tests.draining import drained

FORMATS = [format for format in label_formats().values() if format.check]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no such files")


@pytest.fixture(params=["pipe", "device", "folder"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What is no file: a pipe that nobody writes into, a device without an end, a folder."""
    path = tmp_path / "odd"
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


def test_only_regular_files_are_opened(odd: Path) -> None:
    with pytest.raises((NotAFileError, IsADirectoryError)):
        open_regular(odd)


@pytest.mark.parametrize(("most", "data"), [(2, b"abc"), (3, b"abc"), (4, b"abc")])
def test_no_more_is_read_than_asked_for_and_one(tmp_path: Path, most: int, data: bytes) -> None:
    (tmp_path / "a").write_bytes(b"abcdef"[: max(3, most)])

    assert read_at_most(tmp_path / "a", 2) == data


READERS: dict[str, Callable[[Path], object]] = {
    "model": lambda path: read_bounded(path, 1 << 30),
    "picture": grey_picture,
    "video": lambda path: drained(scan_frames(path)),
    "identity of a video": fingerprint,
    "format": format_of,
}


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_refuses_a_pipe_and_a_device(odd: Path, reader: str) -> None:
    if odd.is_dir():
        pytest.skip("some readers take folders")

    with pytest.raises(UserError):
        READERS[reader](odd)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_every_check_of_labels_refuses_a_pipe_and_a_device(
    odd: Path, format: object, capsys: pytest.CaptureFixture[str]
) -> None:
    if odd.is_dir():
        pytest.skip("a folder may be a data set")

    status = main(["check", format.name, str(odd)])  # type: ignore[attr-defined]

    assert status == 1
    assert "This is a bug" not in capsys.readouterr().err


def test_a_pipe_is_not_sent(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(NotAFileError):
        sha256_at_once(tmp_path / "pipe")


@pytest.fixture
def data_set(tmp_path: Path) -> Path:
    """A folder with a file of its own and links, some of which lead out of it."""
    folder = tmp_path / "set"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "own.json").touch()
    (tmp_path / "secret.json").write_text("{}")
    (folder / "to-own.json").symlink_to("inner/own.json")
    (folder / "out.json").symlink_to("../secret.json")
    (folder / "round.json").symlink_to("round.json")
    (folder / "up").symlink_to("..")
    return folder


def test_links_that_lead_out_of_a_data_set_are_not_followed(data_set: Path) -> None:
    found = [path.relative_to(data_set).as_posix() for path in files_inside(data_set, "**/*.json")]

    assert found == ["inner/own.json", "to-own.json"]


@pytest.mark.parametrize(
    ("path", "inside"),
    [("inner/own.json", True), ("out.json", False), ("up/secret.json", False), ("a\0b", False)],
)
def test_what_is_inside_is_told_after_all_links(data_set: Path, path: str, inside: bool) -> None:
    assert is_inside(data_set / path, data_set) is inside


def test_an_address_of_a_manifest_leads_to_no_file_outside(data_set: Path) -> None:
    copy = LocalCopy(data_set)

    assert copy.find("s3://videos/inner/own.json") is not None
    assert copy.find("s3://videos/out.json") is None
    assert copy.find_folder("s3://videos/up") is None


def test_a_link_to_labels_elsewhere_gives_no_labels(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<annotations/>")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "annotations.xml").symlink_to("../secret.xml")
    check = load(label_formats()["cvat"].check)

    with pytest.raises(UserError, match="There are 0 annotations"):
        check(tmp_path / "set")
