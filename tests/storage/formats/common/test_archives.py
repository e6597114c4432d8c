"""Archives as they are downloaded, and archives that mean harm."""

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.archives import unpacked


def archive(folder: Path, **files: str) -> Path:
    path = folder / "download.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return path


def inside(path: Path) -> list[str]:
    with unpacked(path) as place:
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        return [file.name for file in files if file.is_file()]


def test_a_single_file_is_that_file(tmp_path: Path) -> None:
    assert inside(archive(tmp_path, annotations_dot_xml="<annotations/>")) == ["annotations.xml"]


def test_a_folder_in_an_archive_is_the_folder(tmp_path: Path) -> None:
    path = archive(tmp_path, set__labels__a_dot_txt="", set__data_dot_yaml="names: [ball]")

    with unpacked(path) as place:
        assert sorted(each.name for each in place.iterdir()) == ["data.yaml", "labels"]


def test_the_folder_of_a_format_is_kept(tmp_path: Path) -> None:
    with unpacked(archive(tmp_path, annotations__instances_dot_json="{}")) as place:
        assert (place / "annotations").is_dir()


def test_anything_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.xml").touch()

    with unpacked(tmp_path / "a.xml") as place, unpacked(tmp_path) as folder:
        assert (place, folder) == (tmp_path / "a.xml", tmp_path)


def test_what_is_unpacked_is_removed(tmp_path: Path) -> None:
    with unpacked(archive(tmp_path, a_dot_txt="1")) as place:
        pass

    assert not place.exists()


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "a/../../b.txt", "x.exe"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, "harm")
        packed.writestr("good.txt", "")

    assert inside(path) == ["good.txt"]


def test_links_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
        packed.writestr("good.txt", "")

    assert inside(path) == ["good.txt"]


def test_an_archive_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.formats.common.archives._MAX_BYTES", 10)

    with pytest.raises(UserError, match="too large"):
        inside(archive(tmp_path, a_dot_txt="x" * 20))


def test_a_broken_archive_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path, a_dot_txt="abc" * 500)
    data = bytearray(path.read_bytes())
    data[40:60] = bytes(20)
    path.write_bytes(data)

    with pytest.raises(UserError, match="could not be unpacked"):
        inside(path)


def packed(*names: str) -> bytes:
    """A ZIP file with these files, whose names are written as they are."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            member = zipfile.ZipInfo("x")
            member.filename = name
            archive.writestr(member, "{}")
    return data.getvalue()


def tarred(mode: str, *names: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 2
            archive.addfile(member, io.BytesIO(b"{}"))
    return data.getvalue()


DOWNLOADS = {
    "set.tar": tarred("w", "set/a.json", "set/b.json"),
    "set.tgz": tarred("w:gz", "set/a.json", "set/b.json"),
    "set.tar.bz2": tarred("w:bz2", "a.json", "b.json"),
    "set.tar.xz": tarred("w:xz", "a.json", "b.json", "../c.json", "/d.json"),
    "twice.zip": b"",
    "mac.zip": packed("a.json", "b.json", "__MACOSX/._a.json", "._b.json", ".DS_Store"),
    "windows.zip": packed("set\\a.json", "set\\b.json", "..\\c.json"),
    "SET.ZIP": packed("a.json", "b.json", "film.mp4"),
}


@pytest.mark.parametrize("name", DOWNLOADS)
def test_archives_of_every_kind_are_unpacked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(DOWNLOADS[name])
    if name == "twice.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as outer:
            outer.writestr("inner.zip", packed("a.json", "b.json"))

    assert inside(tmp_path / name) == ["a.json", "b.json"]


def test_a_file_that_was_compressed_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "result.json.gz").write_bytes(gzip.compress(b"{}"))

    assert inside(tmp_path / "result.json.gz") == ["result.json"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("labels.xlsx", "is a spreadsheet. Save it as CSV"),
        ("labels.ods", "is a spreadsheet"),
        ("set.7z", "does not unpack set.7z. Unpack it yourself"),
        ("set.rar", "does not unpack"),
        ("set.tar.gz", "could not be unpacked"),
        ("result.json.gz", "could not be unpacked"),
    ],
)
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_bytes(b"PK nothing of the kind")

    with pytest.raises(UserError, match=words):
        inside(tmp_path / name)


def test_a_compressed_file_has_a_largest_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.formats.common.archives._MAX_FILE", 100)
    (tmp_path / "result.json.gz").write_bytes(gzip.compress(bytes(1000)))

    with pytest.raises(UserError, match="too large"):
        inside(tmp_path / "result.json.gz")
