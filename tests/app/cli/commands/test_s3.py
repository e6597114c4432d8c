"""`touchline s3` (app.cli.commands.s3, app.cli.arguments.cloud_arguments): a real server."""

import json
import urllib.request
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from app.cli.arguments.parser import parse
from app.cli.commands.s3 import bucket_of, run
from app.gui.shell.settings import Settings
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from tests.app.cli.commands.conftest import Touchline


@pytest.fixture(autouse=True)
def chosen(home: Path, place: S3Location) -> S3Location:
    """The place of the settings, which reaches the test's server."""
    Settings().set_place(place)
    return place


@pytest.fixture
def frames(tmp_path: Path) -> Path:
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(bytes([number]))
    return folder


def test_a_folder_is_sent_listed_and_fetched(
    touchline: Touchline, frames: Path, place: S3Location, tmp_path: Path
) -> None:
    sent = touchline("s3", "put", frames, "--to", f"{place.url}/sets")
    listed = touchline("s3", "ls", f"{place.url}/sets")
    fetched = touchline("s3", "get", f"{place.url}/sets/", "--out", tmp_path / "back")

    assert "3 of 3 files uploaded" in sent.out
    assert listed.out.split() == ["folder", "frames/"]
    assert fetched.status == 0
    assert (tmp_path / "back" / "frames" / "2.jpg").read_bytes() == b"\x02"


def test_sending_again_sends_nothing(touchline: Touchline, frames: Path, place: S3Location) -> None:
    touchline("s3", "put", frames, "--to", place.url)

    assert "0 of 3 files uploaded" in touchline("s3", "put", frames, "--to", place.url).out


def test_a_listing_is_one_json_value(touchline: Touchline, bucket: Bucket) -> None:
    bucket.write_new("a.mp4", b"12")

    told = json.loads(touchline("s3", "ls", "--json").out)
    assert [(each["key"], each["bytes"]) for each in told["objects"]] == [("a.mp4", 2)]


def test_one_object_is_fetched(
    touchline: Touchline, bucket: Bucket, place: S3Location, tmp_path: Path
) -> None:
    bucket.write_new("a.mp4", b"12")

    touchline("s3", "get", f"{place.url}/a.mp4", "--out", tmp_path / "back")

    assert (tmp_path / "back" / "a.mp4").read_bytes() == b"12"


def test_hostile_names_are_fetched_into_the_folder(
    touchline: Touchline, bucket: Bucket, place: S3Location, tmp_path: Path
) -> None:
    for key in ("../../x.txt", "/etc/y", "a\x01\x1b[2J"):
        bucket.client.put_object(Bucket=place.bucket, Key=place.key(key), Body=b"!")

    ended = touchline("s3", "get", f"{place.url}/", "--out", tmp_path / "back")

    assert "3 files" in ended.out
    assert list(tmp_path.iterdir()) == [tmp_path / "back"]
    assert sum(path.is_file() for path in (tmp_path / "back").rglob("*")) == 3
    assert "\x1b" not in touchline("s3", "ls").out


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["Équipe/Über 1.mp4", "Équipe/"])
def test_letters_may_be_composed_or_not(
    touchline: Touchline,
    bucket: Bucket,
    place: S3Location,
    tmp_path: Path,
    stored: Literal["NFC", "NFD"],
    typed: Literal["NFC", "NFD"],
    asked: str,
) -> None:
    key = place.key(normalize(stored, "Équipe/Über 1.mp4"))
    bucket.client.put_object(Bucket=place.bucket, Key=key, Body=b"12")

    address = f"{place.url}/{normalize(typed, asked)}"
    ended = touchline("s3", "get", address, "--out", tmp_path / "back")
    assert (ended.status, ended.err) == (0, "")
    [path] = (tmp_path / "back").iterdir()
    assert (normalize("NFC", path.name), path.read_bytes()) == ("Über 1.mp4", b"12")


@pytest.mark.parametrize("asked", ["a//film.mp4", "a//", "a///b/film.mp4", "a//b//"])
def test_keys_with_empty_folders_are_fetched(
    touchline: Touchline, bucket: Bucket, place: S3Location, tmp_path: Path, asked: str
) -> None:
    key = asked if asked.endswith("4") else f"{asked}film.mp4"
    bucket.client.put_object(Bucket=place.bucket, Key=place.key(key), Body=b"12")

    ended = touchline("s3", "get", f"{place.url}/{asked}", "--out", tmp_path / "back")

    assert ended.status == 0
    assert (tmp_path / "back" / "film.mp4").read_bytes() == b"12"


def test_what_is_not_there_is_told(touchline: Touchline, place: S3Location) -> None:
    ended = touchline("s3", "get", f"{place.url}/nothing.mp4")

    assert ended.status == 1
    assert "does not exist" in ended.err


def test_a_clip_is_shared_by_a_link(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    ended = touchline("s3", "share", clip, "--range", "5-14", "--lasting", "1h")

    url = ended.out.strip()
    assert "anyone with this link can download the clip" in ended.err
    with urllib.request.urlopen(url) as answer:
        (tmp_path / "shared.mp4").write_bytes(answer.read())
    assert json.loads(touchline("probe", tmp_path / "shared.mp4", "--json").out)["frames"] == 10
    assert list((tmp_path / "library" / "exports").iterdir()) == []


def test_a_whole_file_is_shared(touchline: Touchline, frames: Path) -> None:
    url = touchline("s3", "share", frames / "1.jpg").out.strip()

    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"\x01"


def test_videos_come_into_the_library_and_what_is_none_is_told(
    touchline: Touchline, bucket: Bucket, clip: Path
) -> None:
    bucket.write_new("2026/final.mp4", clip.read_bytes())
    bucket.write_new("2026/notes.mp4", b"no video")
    bucket.write_new("2026/notes.txt", b"no video")

    ended = touchline("s3", "ingest")

    assert ended.status == 1
    assert "2026/final.mp4: " in ended.out
    assert "notes.mp4" in ended.err
    assert "notes.txt" not in ended.err


def test_a_watch_brings_what_is_new_and_that_once(
    touchline: Touchline, bucket: Bucket, clip: Path
) -> None:
    bucket.write_new("a.mp4", clip.read_bytes())

    first, second = (touchline("s3", "watch", "--once") for _ in range(2))
    bucket.write_new("b.mp4", clip.read_bytes())
    third = touchline("s3", "watch", "--once")

    assert "a.mp4" in first.out
    assert second.out == ""
    assert "b.mp4" in third.out
    assert "a.mp4:" not in third.out


def test_without_a_place_a_place_is_asked_for(touchline: Touchline) -> None:
    Settings().set_place(None)

    ended = touchline("s3", "ls")

    assert ended.status == 1
    assert "No S3 location is set" in ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("share", "a.mp4", "--lasting", "8d"),
        ("share", "a.mp4", "--range", "9-1"),
        ("watch", "--every", "0"),
        ("put", "a"),
    ],
)
def test_wrong_usage_is_told(touchline: Touchline, words: tuple[str, ...]) -> None:
    assert touchline("s3", *words).status == 2


def test_a_bucket_of_somebody_else_needs_its_own_login(
    touchline: Touchline, place: S3Location
) -> None:
    ended = touchline("s3", "ls", "s3://nobodys-bucket", "--endpoint", str(place.endpoint))

    assert ended.status == 1
    assert "The bucket nobodys-bucket does not exist" in ended.err


def test_names_come_back_from_the_bucket_as_they_went(
    touchline: Touchline, place: S3Location, tmp_path: Path
) -> None:
    names = [
        "annotations/0/SeqLabel.json",
        "Labels-v2.json",
        "Game 1.ball.csv",
        "Größe (Finale) + O'Neill & Co.txt",
        "train/images/Game1-frame_0000.jpg",
        "train/labels/Game1-frame_0000.txt",
    ]
    for name in names:
        file = tmp_path / "Match Day" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    login = ("--endpoint", str(place.endpoint))

    touchline("s3", "put", tmp_path / "Match Day", "--to", place.url, *login)
    touchline("s3", "get", f"{place.url}/", "--out", tmp_path / "back", *login)

    back = tmp_path / "back"
    files = {path.relative_to(back).as_posix() for path in back.rglob("*") if path.is_file()}
    assert files == {f"Match Day/{name}" for name in names}


def test_the_bucket_of_the_settings_is_the_usual_one(place: S3Location) -> None:
    args = parse(["s3", "ls"])

    assert bucket_of(args, args.url).place == place


def test_an_address_in_the_same_bucket_keeps_the_login_of_the_settings(place: S3Location) -> None:
    args = parse(["s3", "ls", f"s3://{place.bucket}/other"])

    reached = bucket_of(args, args.url).place
    assert (reached.prefix, reached.endpoint) == ("other", place.endpoint)


def test_a_login_that_is_given_wins(place: S3Location) -> None:
    words = ["s3", "ls", place.url, "--region", "eu-west-1", "--endpoint", "http://127.0.0.1:9"]
    args = parse(words)

    reached = bucket_of(args, args.url).place
    assert (reached.region, reached.endpoint) == ("eu-west-1", "http://127.0.0.1:9")


@pytest.mark.parametrize("url", ["http://bucket/a", "s3://", "s3://My Bucket", "bucket"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UserError):
        run(parse(["s3", "ls", url]))
