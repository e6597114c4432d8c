"""Files to and from a bucket: whole, checked, and never moved twice."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import CloudError, Damaged, Offline, Refused
from storage.cloud.s3.location import S3Location
from storage.cloud.transfer.common import TransferProgress
from storage.cloud.transfer.transfers import Download, Upload, download, upload
from storage.errors import UserError
from tests.draining import drained
from tests.storage.cloud.faults import Unreliable, unreliable


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def far(proxy: Unreliable, place: S3Location) -> Bucket:
    return connect(replace(place, endpoint=proxy.address))


@pytest.fixture
def frames(tmp_path: Path) -> list[Upload]:
    """Thirty small files and the keys that they are to have."""
    folder = tmp_path / "frames"
    folder.mkdir()
    wanted = []
    for number in range(30):
        path = folder / f"{number:06}.jpg"
        path.write_bytes(os.urandom(500 + number))
        wanted.append(Upload(path, f"frames/{path.name}"))
    return wanted


def to_fetch(bucket: Bucket, folder: Path, prefix: str = "") -> list[Download]:
    folder.mkdir(exist_ok=True)
    return [Download(e, folder / e.key.split("/")[-1]) for e in bucket.list(prefix)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_come_back_as_they_were_sent(
    bucket: Bucket, frames: list[Upload], tmp_path: Path
) -> None:
    assert drained(upload(bucket, frames)) == 30

    assert drained(download(bucket, to_fetch(bucket, tmp_path / "back"))) == 30
    assert contents(tmp_path / "back") == contents(tmp_path / "frames")


def test_progress_ends_at_the_whole(bucket: Bucket, frames: list[Upload]) -> None:
    steps = list(upload(bucket, frames))

    total = sum(each.path.stat().st_size for each in frames)
    assert steps[0] == TransferProgress(0, total, files_done=0, files_total=30)
    assert steps[-1] == TransferProgress(total, total, files_done=30, files_total=30)


def test_what_is_there_is_not_sent_again(bucket: Bucket, frames: list[Upload]) -> None:
    drained(upload(bucket, frames[:20]))
    frames[3].path.write_bytes(b"another picture")

    assert drained(upload(bucket, frames)) == 11
    assert bucket.read(frames[3].key, 100) == b"another picture"


def test_what_is_here_is_not_fetched_again(
    bucket: Bucket, frames: list[Upload], tmp_path: Path
) -> None:
    drained(upload(bucket, frames))
    wanted = to_fetch(bucket, tmp_path / "back")
    drained(download(bucket, wanted[:20]))
    wanted[0].path.write_bytes(b"damaged")

    assert drained(download(bucket, wanted)) == 11
    assert contents(tmp_path / "back") == contents(tmp_path / "frames")


def test_an_object_says_its_kind_and_its_sum(bucket: Bucket, frames: list[Upload]) -> None:
    drained(upload(bucket, frames[:1]))

    assert len(bucket.head(frames[0].key).sha256) == 64
    answer = bucket.client.head_object(
        Bucket=bucket.place.bucket, Key=bucket.place.key(frames[0].key)
    )
    assert answer["ContentType"] == "image/jpeg"


def test_a_cancelled_transfer_leaves_whole_files_alone(
    bucket: Bucket, frames: list[Upload], tmp_path: Path
) -> None:
    drained(upload(bucket, frames))
    work = download(bucket, to_fetch(bucket, tmp_path / "back"))
    while next(work).files_done < 3:
        pass
    work.close()

    back, sent = contents(tmp_path / "back"), contents(tmp_path / "frames")
    assert len(back) >= 3
    assert all(sent[name] == data for name, data in back.items())


def test_what_arrived_unnoticed_before_a_cancel_leaves_no_parts(
    bucket: Bucket, frames: list[Upload], tmp_path: Path
) -> None:
    drained(upload(bucket, frames))
    back = tmp_path / "back"
    work = download(bucket, to_fetch(bucket, back))
    next(work)
    while len(list(back.glob("*.part"))) < len(frames):
        sleep(0.01)
    work.close()

    assert contents(back) == {}


@pytest.mark.parametrize("fault", ["503", "drop", "lose", "500"])
def test_a_fault_now_and_then_stops_no_upload(
    far: Bucket, proxy: Unreliable, frames: list[Upload], fault: str
) -> None:
    proxy.next("PUT", *["", fault] * 5)

    drained(upload(far, frames))

    assert sum(1 for _ in far.list()) == 30


@pytest.mark.parametrize("fault", ["503", "drop", "cut", "slow"])
def test_a_fault_now_and_then_stops_no_download(
    far: Bucket, proxy: Unreliable, frames: list[Upload], tmp_path: Path, fault: str
) -> None:
    drained(upload(far, frames))
    wanted = to_fetch(far, tmp_path / "back")
    proxy.next("GET", *["", fault] * 5)

    drained(download(far, wanted))

    assert contents(tmp_path / "back") == contents(tmp_path / "frames")


def test_a_damaged_object_never_gets_its_name(
    far: Bucket, proxy: Unreliable, frames: list[Upload], tmp_path: Path
) -> None:
    drained(upload(far, frames[:1]))
    wanted = to_fetch(far, tmp_path / "back")
    proxy.next("GET", "damage")

    with pytest.raises(Damaged, match="damaged in transit"):
        drained(download(far, wanted))
    assert contents(tmp_path / "back") == {}


def test_damage_is_found_in_what_other_programs_have_sent(
    far: Bucket, proxy: Unreliable, tmp_path: Path
) -> None:
    whole = far.place.key("theirs.mp4")
    far.client.put_object(Bucket=far.place.bucket, Key=whole, Body=b"a video")
    wanted = to_fetch(far, tmp_path / "back")
    proxy.next("GET", "damage")

    with pytest.raises(Damaged, match="damaged in transit"):
        drained(download(far, wanted))
    assert contents(tmp_path / "back") == {}


def test_an_object_that_changes_meanwhile_is_told(bucket: Bucket, tmp_path: Path) -> None:
    bucket.write_new("one", b"1")
    wanted = to_fetch(bucket, tmp_path / "back")
    bucket.client.put_object(Bucket=bucket.place.bucket, Key=bucket.place.key("one"), Body=b"2")

    with pytest.raises(CloudError, match="changed"):
        drained(download(bucket, wanted))
    assert contents(tmp_path / "back") == {}


def test_nobody_there_is_offline(far: Bucket, proxy: Unreliable, frames: list[Upload]) -> None:
    proxy.choose = lambda request: "drop" if request.method == "PUT" else None

    with pytest.raises(Offline):
        drained(upload(far, frames))


def test_a_denied_write_is_refused(far: Bucket, proxy: Unreliable, frames: list[Upload]) -> None:
    proxy.choose = lambda request: "403" if request.method == "PUT" else None

    with pytest.raises(Refused, match="may not do s3:PutObject"):
        drained(upload(far, frames))


def test_who_may_not_list_sends_everything(
    far: Bucket, proxy: Unreliable, frames: list[Upload]
) -> None:
    proxy.choose = lambda request: "403" if request.lists else None

    assert drained(upload(far, frames)) == 30


def test_a_file_that_has_gone_is_told(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read"):
        drained(upload(bucket, [Upload(tmp_path / "gone.jpg", "gone.jpg")]))


def test_a_full_disk_is_told(
    bucket: Bucket, frames: list[Upload], tmp_path: Path, tiny_disk: Callable[[int], None]
) -> None:
    drained(upload(bucket, frames))
    wanted = to_fetch(bucket, tmp_path / "back")
    tiny_disk(510)

    with pytest.raises(UserError, match="could not be written"):
        drained(download(bucket, wanted))


def test_the_brake_holds_the_rate(bucket: Bucket, frames: list[Upload], tmp_path: Path) -> None:
    drained(upload(bucket, frames, bytes_per_second=1 << 30))

    assert drained(download(bucket, to_fetch(bucket, tmp_path / "b"), 1 << 30)) == 30
