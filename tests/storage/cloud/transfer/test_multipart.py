"""Large files in parts: gone on with after a cut, a cancel or a crash."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from storage.cloud.s3.bucket import Bucket, Entry, connect, md5_in
from storage.cloud.s3.errors import CloudError, Damaged, Offline
from storage.cloud.s3.location import S3Location
from storage.cloud.transfer.common import PART_SIZE, RateLimiter, md5_at_once, sha256_at_once
from storage.cloud.transfer.multipart_download import multipart_download
from storage.cloud.transfer.multipart_upload import multipart_upload
from storage.cloud.transfer.parallel import run_parallel
from tests.draining import drained
from tests.storage.cloud.faults import Request, Unreliable, unreliable

SIZE = 2 * PART_SIZE + 12_345  # three parts


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def far(proxy: Unreliable, place: S3Location) -> Bucket:
    return connect(replace(place, endpoint=proxy.address))


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "match.mp4"
    path.write_bytes(os.urandom(PART_SIZE // 8) * 16 + bytes(12_345))
    return path


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "memory"


@pytest.fixture
def sent(far: Bucket, video: Path, proxy: Unreliable) -> Entry:
    """The video as an object."""
    drained(multipart_upload(far, video, "match.mp4", None, None))
    entry = next(far.list())
    proxy.requests.clear()
    return entry


def is_part(request: Request) -> bool:
    return request.method == "PUT" and "partNumber" in request.query


def parts_sent(proxy: Unreliable) -> int:
    return sum(map(is_part, proxy.requests))


def third_part_drops(request: Request) -> str | None:
    return "drop" if is_part(request) and "partNumber=3" in request.query else None


def put_by_others(bucket: Bucket, key: str, data: bytes, **how: str) -> Entry:
    """An object without a checksum of ours."""
    whole = bucket.place.key(key)
    bucket.client.put_object(Bucket=bucket.place.bucket, Key=whole, Body=data, **how)
    entry = bucket.entry(key)
    assert entry is not None
    return entry


@pytest.mark.parametrize(
    ("how", "known"), [({}, True), ({"ServerSideEncryption": "aws:kms"}, False)]
)
def test_only_an_etag_that_is_an_md5_is_taken_for_one(
    far: Bucket, how: dict[str, str], known: bool
) -> None:
    put_by_others(far, "a", b"abc", **how)

    assert far.head("a").md5 == ("900150983cd24fb0d6963f7d28e17f72" if known else "")


def test_an_upload_is_whole_and_carries_its_sum(far: Bucket, video: Path, memory: Path) -> None:
    steps = list(multipart_upload(far, video, "match.mp4", memory, None))

    head = far.head("match.mp4")
    assert (head.size, head.sha256) == (SIZE, sha256_at_once(video))
    assert steps[-1] == SIZE
    assert list(memory.iterdir()) == []


def test_a_broken_upload_goes_on_where_it_stopped(
    far: Bucket, proxy: Unreliable, video: Path, memory: Path
) -> None:
    proxy.choose = third_part_drops
    with pytest.raises(Offline):
        drained(multipart_upload(far, video, "match.mp4", memory, None))
    proxy.choose = lambda _: None
    proxy.requests.clear()

    drained(multipart_upload(far, video, "match.mp4", memory, None))

    assert parts_sent(proxy) == 1
    assert far.head("match.mp4").size == SIZE


def test_a_cancelled_upload_goes_on_too(
    far: Bucket, proxy: Unreliable, video: Path, memory: Path
) -> None:
    work = multipart_upload(far, video, "match.mp4", memory, None)
    while next(work) < PART_SIZE:
        pass
    work.close()
    proxy.requests.clear()

    drained(multipart_upload(far, video, "match.mp4", memory, None))

    assert parts_sent(proxy) <= 2
    assert far.head("match.mp4").sha256 == sha256_at_once(video)


def test_a_server_that_forgot_the_parts_gets_them_again(
    far: Bucket, proxy: Unreliable, video: Path, memory: Path
) -> None:
    proxy.choose = third_part_drops
    with pytest.raises(Offline):
        drained(multipart_upload(far, video, "match.mp4", memory, None))
    [waiting] = far.client.list_multipart_uploads(Bucket=far.place.bucket)["Uploads"]
    # as AWS answers; moto breaks down in place of it
    proxy.choose = lambda request: "NoSuchUpload" if waiting["UploadId"] in request.query else None

    drained(multipart_upload(far, video, "match.mp4", memory, None))

    assert far.head("match.mp4").size == SIZE


def test_the_same_object_is_not_sent_again(
    far: Bucket, proxy: Unreliable, video: Path, sent: Entry
) -> None:
    assert drained(multipart_upload(far, video, "match.mp4", None, None)) is False
    assert parts_sent(proxy) == 0


def test_who_may_not_list_may_send_what_is_not_there(
    far: Bucket, proxy: Unreliable, video: Path
) -> None:
    """Without that right S3 calls forbidden what is missing."""
    proxy.next("HEAD", "403")

    assert drained(multipart_upload(far, video, "match.mp4", None, None))
    assert far.head("match.mp4").size == SIZE


def test_an_upload_that_nobody_remembers_leaves_no_parts(
    far: Bucket, proxy: Unreliable, video: Path
) -> None:
    proxy.choose = third_part_drops
    with pytest.raises(Offline):
        drained(multipart_upload(far, video, "match.mp4", None, None))

    assert "Uploads" not in far.client.list_multipart_uploads(Bucket=far.place.bucket)


def test_a_lost_answer_to_the_last_word_is_no_failure(
    far: Bucket, proxy: Unreliable, video: Path, memory: Path
) -> None:
    proxy.next("POST", "", "lose")

    drained(multipart_upload(far, video, "match.mp4", memory, None))

    assert far.head("match.mp4").size == SIZE


def test_nonsense_in_the_memory_is_no_memory(far: Bucket, video: Path, memory: Path) -> None:
    memory.mkdir()
    drained(multipart_upload(far, video, "other.mp4", memory, None))
    for text in ("", "[]", '{"id": 3}', '{"id": "x", "sent": {"a": 1}}', "\x00"):
        for file in memory.iterdir():
            file.write_text(text)

    assert drained(multipart_upload(far, video, "match.mp4", memory, None))


def test_a_download_is_whole(far: Bucket, video: Path, sent: Entry, tmp_path: Path) -> None:
    steps = list(multipart_download(far, sent, tmp_path / "a.mp4", None))

    assert (tmp_path / "a.mp4").read_bytes() == video.read_bytes()
    assert steps[-1] == SIZE
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_broken_download_goes_on_where_it_stopped(
    far: Bucket, proxy: Unreliable, video: Path, sent: Entry, tmp_path: Path
) -> None:
    last = f"bytes={2 * PART_SIZE}-"

    def cut(request: Request) -> str | None:
        spans = [value for name, value in request.headers if name.lower() == "range"]
        return "drop" if spans and spans[0].startswith(last) else None

    proxy.choose = cut
    with pytest.raises(Offline):
        drained(multipart_download(far, sent, tmp_path / "a.mp4", None))
    proxy.choose = lambda _: None
    proxy.requests.clear()

    drained(multipart_download(far, sent, tmp_path / "a.mp4", None))

    assert (tmp_path / "a.mp4").read_bytes() == video.read_bytes()
    assert sum(request.method == "GET" for request in proxy.requests) == 1


def test_a_file_that_is_here_is_not_fetched(
    far: Bucket, proxy: Unreliable, video: Path, sent: Entry
) -> None:
    assert drained(multipart_download(far, sent, video, None)) is False
    assert not any(request.method == "GET" for request in proxy.requests)


def test_a_cut_body_is_asked_for_again(
    far: Bucket, proxy: Unreliable, video: Path, sent: Entry, tmp_path: Path
) -> None:
    proxy.next("GET", "cut", "cut")

    drained(multipart_download(far, sent, tmp_path / "a.mp4", None))

    assert (tmp_path / "a.mp4").read_bytes() == video.read_bytes()


def test_damage_is_found_and_nothing_kept(
    far: Bucket, proxy: Unreliable, sent: Entry, tmp_path: Path
) -> None:
    proxy.next("GET", "damage")

    with pytest.raises(Damaged):
        drained(multipart_download(far, sent, tmp_path / "a.mp4", None))
    assert list(tmp_path.iterdir()) == []


def test_damage_is_found_in_what_other_programs_have_sent(
    far: Bucket, proxy: Unreliable, video: Path, tmp_path: Path
) -> None:
    entry = put_by_others(far, "match.mp4", video.read_bytes())
    proxy.next("GET", "damage")

    with pytest.raises(Damaged):
        drained(multipart_download(far, entry, tmp_path / "a.mp4", None))
    assert list(tmp_path.iterdir()) == []


def test_an_object_replaced_in_between_is_told(far: Bucket, sent: Entry, tmp_path: Path) -> None:
    work = multipart_download(far, sent, tmp_path / "a.mp4", None)
    next(work)
    far.client.put_object(Bucket=far.place.bucket, Key=far.place.key("match.mp4"), Body=bytes(SIZE))

    with pytest.raises(CloudError, match="changed"):
        drained(work)
    assert not (tmp_path / "a.mp4").exists()


def test_the_brake_spreads_bytes_over_time() -> None:
    brake, stopped = RateLimiter(1000), Event()
    began = monotonic()

    for _ in range(3):
        brake.wait(50, stopped)

    assert monotonic() - began >= 0.1


def test_a_stop_releases_the_brake() -> None:
    brake, stopped = RateLimiter(1), Event()
    brake.wait(10**9, stopped)
    stopped.set()

    brake.wait(1, stopped)  # would take years


def test_the_first_error_ends_parallel_work() -> None:
    def work(number: int) -> None:
        if number == 5:
            raise KeyError(number)

    with pytest.raises(KeyError):
        list(run_parallel(range(1000), work, Event()))


@pytest.mark.parametrize(
    ("etag", "may_be"),
    [('"' + "0a" * 16 + '"', True), ('"' + "0a" * 16 + '-3"', False), ("", False)],
)
def test_an_etag_of_many_parts_is_no_md5(etag: str, may_be: bool) -> None:
    assert bool(md5_in(etag)) is may_be


def test_sums_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")

    assert md5_at_once(tmp_path / "a") == "900150983cd24fb0d6963f7d28e17f72"
    assert sha256_at_once(tmp_path / "a").startswith("ba7816bf")
