"""A bucket on a real server: reads, writes, listings, and their errors in plain words."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as with_field
from pathlib import Path
from uuid import uuid4

import pytest

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import CloudError, Missing, Offline, Refused
from storage.cloud.s3.location import S3Location, parse_location
from storage.cloud.s3.probe import find_conditions
from storage.errors import UserError


def keys(bucket: Bucket, prefix: str = "", after: str = "") -> list[str]:
    return [entry.key for entry in bucket.list(prefix, after)]


def test_what_was_written_is_read_back(bucket: Bucket) -> None:
    bucket.write_new("a/one.bin", b"\x00\xff" * 999)

    assert bucket.read("a/one.bin", 1 << 20) == b"\x00\xff" * 999
    assert [(e.key, e.size) for e in bucket.list()] == [("a/one.bin", 1998)]


def test_keys_count_from_the_prefix_on(bucket: Bucket, place: S3Location) -> None:
    bucket.write_new("one", b"1")

    whole = connect(with_field(place, prefix=""))
    assert keys(whole) == ["club/matches/one"]


def test_a_listing_goes_on_behind_a_key(bucket: Bucket) -> None:
    for name in ("a", "b", "c", "d/e"):
        bucket.write_new(name, b"x")

    assert keys(bucket, after="b") == ["c", "d/e"]
    assert keys(bucket, prefix="d/") == ["d/e"]


def test_writing_the_same_again_changes_nothing(bucket: Bucket) -> None:
    assert [bucket.write_new("one", b"1"), bucket.write_new("one", b"1")] == [True, False]


def test_a_name_that_holds_something_else_is_told(bucket: Bucket) -> None:
    bucket.write_new("one", b"1")

    with pytest.raises(CloudError, match="holds something else: 1 bytes, not 2"):
        bucket.write_new("one", b"12")


def test_replacing_wants_the_version_that_was_read(bucket: Bucket) -> None:
    first = bucket.replace("pointer", b"1", None)
    second = bucket.replace("pointer", b"2", first)

    assert second
    assert bucket.fetch("pointer", 10).etag == second
    assert bucket.replace("pointer", b"3", first) is None
    assert bucket.replace("pointer", b"3", None) is None
    assert bucket.replace("gone", b"3", second) is None
    assert bucket.read("pointer", 10) == b"2"


def test_of_many_who_replace_at_once_one_wins(place: S3Location) -> None:
    first = connect(place).replace("pointer", b"", None)
    writers = [connect(place) for _ in range(8)]
    found = find_conditions(writers[0])
    for writer in writers:
        writer.use_conditions(found)

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(lambda b: b.replace("pointer", uuid4().bytes, first), writers))

    assert sum(etag is not None for etag in won) == 1


def test_probing_leaves_nothing_behind(bucket: Bucket) -> None:
    assert bucket.conditional is None

    bucket.replace("pointer", b"1", None)

    assert bucket.conditional is True
    assert keys(bucket) == ["pointer"]


def test_removing_twice_is_as_good_as_once(bucket: Bucket) -> None:
    bucket.write_new("one", b"1")

    bucket.delete("one")
    bucket.delete("one")

    assert keys(bucket) == []


def test_an_object_that_is_too_large_is_not_read(bucket: Bucket) -> None:
    bucket.write_new("one", b"12345")

    with pytest.raises(CloudError, match="larger than 4 bytes"):
        bucket.read("one", 4)


def test_no_object_is_missing(bucket: Bucket, place: S3Location) -> None:
    with pytest.raises(Missing, match=f"s3://{place.bucket}/club/matches/nothing does not exist"):
        bucket.read("nothing", 1)


def test_no_bucket_is_refused(place: S3Location) -> None:
    nowhere = connect(with_field(place, bucket="no-such-bucket"))

    for call in (lambda: keys(nowhere), lambda: nowhere.write_new("a", b"")):
        with pytest.raises(Refused, match="The bucket no-such-bucket does not exist"):
            call()


def test_nobody_there_is_offline(place: S3Location, free_port: int) -> None:
    away = connect(with_field(place, endpoint=f"http://127.0.0.1:{free_port}"))

    with pytest.raises(Offline, match=f"127.0.0.1:{free_port} cannot be reached"):
        away.read("a", 1)


def test_no_login_is_refused_with_what_to_do(
    place: S3Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(Refused, match=r"No AWS login was found\. Choose a profile"):
        connect(place).read("a", 1)


def test_a_profile_that_nobody_has_is_refused(place: S3Location) -> None:
    with pytest.raises(Refused, match="No AWS login was found for the profile coach"):
        connect(with_field(place, profile="coach")).read("a", 1)


def test_a_broken_configuration_is_refused(
    place: S3Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(os.environ["AWS_CONFIG_FILE"]).write_text("[default\nregion")

    with pytest.raises(Refused, match="AWS configuration of this computer could not be read"):
        connect(place).read("a", 1)


def test_making_a_bucket_asks_nobody(place: S3Location) -> None:
    connect(with_field(place, profile="nobody", endpoint="http://127.0.0.1:1"))


@pytest.mark.parametrize("key", ["", "/a", "a/../b", "a//b", "a\n", "..", "é" * 600])
def test_a_key_that_we_would_never_make_is_a_bug(bucket: Bucket, key: str) -> None:
    with pytest.raises(ValueError, match="not a key of ours"):
        bucket.read(key, 1)


def test_keys_that_no_honest_writer_makes_are_not_listed(bucket: Bucket, place: S3Location) -> None:
    for key in ("a/../../b", "/a", "a//b", "good"):
        bucket.client.put_object(Bucket=place.bucket, Key=place.key(key), Body=b"")

    assert keys(bucket) == ["good"]


@pytest.mark.parametrize(
    "url", ["videos", "s3://", "s3://a", "s3://a b/c", "http://videos/x", "s3://videos/a/../b"]
)
def test_what_is_no_place_is_told(url: str) -> None:
    with pytest.raises(UserError):
        parse_location(url)
