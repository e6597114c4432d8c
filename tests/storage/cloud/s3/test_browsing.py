"""A bucket as folders, the cache of its videos, its links, and what is new in it."""

import os
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.cloud.s3.browsing import browse, is_video
from storage.cloud.s3.bucket import Bucket, Entry, connect
from storage.cloud.s3.errors import Refused
from storage.cloud.s3.presign import link
from storage.cloud.video_cache import VideoCache
from storage.cloud.watching import Watch
from storage.errors import UserError
from storage.foreign_text import one_line
from tests.draining import drained


@pytest.fixture
def cache(tmp_path: Path) -> VideoCache:
    return VideoCache(tmp_path / "cache", limit_bytes=100)


def put(bucket: Bucket, key: str, data: bytes = b"video") -> Entry:
    """An object as a stranger wrote it, and what a listing says of it."""
    whole = bucket.place.key(key)
    answer = bucket.client.put_object(Bucket=bucket.place.bucket, Key=whole, Body=data)
    return Entry(key, len(data), answer["ETag"], None)


def test_a_folder_shows_its_folders_and_files(bucket: Bucket) -> None:
    for key in ("a.mp4", "2026/", "2026/b.mp4", "2026/final/c.mp4", "2027/d.mp4"):
        put(bucket, key)

    [top], [below] = list(browse(bucket)), list(browse(bucket, "2026/"))
    assert (top.folders, [e.key for e in top.entries]) == (("2026/", "2027/"), ["a.mp4"])
    assert (below.folders, [e.key for e in below.entries]) == (("2026/final/",), ["2026/b.mp4"])


def test_an_empty_place_is_an_empty_page(bucket: Bucket) -> None:
    assert [(page.folders, page.entries) for page in browse(bucket)] == [((), ())]


def test_a_place_that_is_not_there_is_told(bucket: Bucket) -> None:
    with pytest.raises(Refused, match="does not exist"):
        list(browse(connect(replace(bucket.place, bucket="nobodys-bucket"))))


def test_strange_names_are_shown_harmlessly(bucket: Bucket) -> None:
    put(bucket, "\u202egpj.mp4")

    [page] = browse(bucket)
    assert one_line(page.entries[0].key) == "\ufffdgpj.mp4"


@pytest.mark.parametrize(
    ("key", "video"), [("a.MP4", True), ("b/c.mkv", True), ("a.jpg", False), ("mp4", False)]
)
def test_names_tell_videos(key: str, video: bool) -> None:
    assert is_video(key) is video


def test_a_video_is_fetched_once(bucket: Bucket, cache: VideoCache) -> None:
    entry = put(bucket, "2026/Final.mp4")

    path = drained(cache.fetch(bucket, entry))
    steps = list(cache.fetch(bucket, entry))

    assert (path.name, path.read_bytes()) == ("Final.mp4", b"video")
    assert steps[0].files_done == 1


def test_another_version_is_another_file(bucket: Bucket, cache: VideoCache) -> None:
    first = drained(cache.fetch(bucket, put(bucket, "a.mp4")))
    second = drained(cache.fetch(bucket, put(bucket, "a.mp4", b"other")))

    assert first != second
    assert (first.read_bytes(), second.read_bytes()) == (b"video", b"other")


def test_the_video_looked_at_longest_ago_makes_room(bucket: Bucket, cache: VideoCache) -> None:

    paths = [drained(cache.fetch(bucket, put(bucket, f"{n}.mp4", bytes(40)))) for n in range(2)]
    for age, path in zip((100, 200), paths, strict=True):
        os.utime(path.parent, (age, age))
    cache.touch(paths[0])

    third = drained(cache.fetch(bucket, put(bucket, "3.mp4", bytes(40))))

    assert [path.exists() for path in (*paths, third)] == [True, False, True]
    assert cache.size() == 80


def test_a_video_that_was_taken_away_says_where_it_came_from(
    bucket: Bucket, cache: VideoCache, tmp_path: Path
) -> None:
    path = drained(cache.fetch(bucket, put(bucket, "a.mp4")))

    assert cache.clear() == 5
    origin = cache.origin_of(path)
    assert origin is not None
    assert (origin.bucket, origin.key) == (bucket.place.bucket, "club/matches/a.mp4")
    assert cache.origin_of(tmp_path / "own.mp4") is None


def test_a_video_larger_than_the_cache_is_told(bucket: Bucket, cache: VideoCache) -> None:
    with pytest.raises(UserError, match="more than the cache"):
        drained(cache.fetch(bucket, put(bucket, "a.mp4", bytes(101))))


@pytest.mark.parametrize("key", ["../../a.mp4", "/etc/a.mp4", "..", "a\x00.mp4", "é" * 500])
def test_a_hostile_key_stays_in_the_cache(bucket: Bucket, cache: VideoCache, key: str) -> None:
    path = cache.path_of(bucket.place, Entry(key, 1, '"x"', None))

    assert path.resolve().parent.parent == cache.folder.resolve()


def test_a_link_fetches_without_a_login(bucket: Bucket) -> None:
    put(bucket, "clips/a.mp4")

    made = link(bucket, "clips/a.mp4", timedelta(hours=1))

    with urllib.request.urlopen(made.url) as answer:
        assert answer.read() == b"video"
    assert timedelta(minutes=59) < made.ends - datetime.now(UTC) <= timedelta(hours=1)
    assert not made.temporary


def test_a_link_of_a_lent_login_says_so(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "lent")

    made = link(connect(bucket.place), "a.mp4", timedelta(days=7))

    assert made.temporary
    assert "lent" not in repr(made)


@pytest.mark.parametrize("lasting", [timedelta(0), timedelta(days=8)])
def test_no_link_lasts_longer_than_s3_allows(bucket: Bucket, lasting: timedelta) -> None:
    with pytest.raises(ValueError, match="a link for"):
        link(bucket, "a", lasting)


def test_new_videos_are_told_until_they_are_known(bucket: Bucket, tmp_path: Path) -> None:
    watch = Watch(tmp_path / "cloud" / "watched.json", bucket)
    for key in ("b.mp4", "a.mp4", "notes.txt"):
        put(bucket, key)

    found = watch.look()
    assert watch.is_new
    assert [entry.key for entry in found] == ["a.mp4", "b.mp4"]
    watch.tell(found[:1])

    again = Watch(tmp_path / "cloud" / "watched.json", bucket)
    assert not again.is_new
    assert [entry.key for entry in again.look()] == ["b.mp4"]


def test_a_new_version_of_a_video_is_new(bucket: Bucket, tmp_path: Path) -> None:
    watch = Watch(tmp_path / "watched.json", bucket)
    put(bucket, "a.mp4")
    watch.tell(watch.look())
    put(bucket, "a.mp4", b"other")

    assert [entry.key for entry in watch.look()] == ["a.mp4"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 3}'])
def test_nonsense_in_the_file_of_a_watch_is_nothing_known(
    bucket: Bucket, tmp_path: Path, text: str
) -> None:
    (tmp_path / "watched.json").write_text(text)

    assert Watch(tmp_path / "watched.json", bucket).is_new
