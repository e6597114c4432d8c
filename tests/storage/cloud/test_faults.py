"""What networks and servers do to us, and what becomes of reads and writes then."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import Busy, CloudError, LoginEnded, Offline, Refused
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.probe import find_conditions
from tests.storage.cloud.faults import Unreliable, unreliable


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def far(proxy: Unreliable, place: S3Location) -> Bucket:
    """The bucket behind the proxy, of which it is known how its server keeps conditions."""
    far = connect(replace(place, endpoint=proxy.address))
    far.use_conditions(find_conditions(far))
    proxy.requests.clear()
    return far


@pytest.mark.parametrize("fault", ["503", "500", "lose", "drop", "twice"])
def test_a_new_object_is_there_once_whatever_befalls_its_write(
    far: Bucket, proxy: Unreliable, fault: str
) -> None:
    proxy.next("PUT", fault)

    far.write_new("one", b"1")

    assert far.write_new("one", b"1") is False
    assert far.read("one", 10) == b"1"


@pytest.mark.parametrize("fault", ["503", "409", "lose", "drop"])
def test_a_replacement_knows_its_own_success(far: Bucket, proxy: Unreliable, fault: str) -> None:
    first = far.replace("pointer", b"1", None)
    proxy.next("PUT", fault)

    second = far.replace("pointer", b"2", first)

    assert second is not None
    assert far.fetch("pointer", 10).etag == second
    assert far.read("pointer", 10) == b"2"


def test_a_first_write_knows_its_own_success(far: Bucket, proxy: Unreliable) -> None:
    proxy.next("PUT", "lose")

    assert far.replace("pointer", b"1", None) is not None


def test_a_write_that_arrives_late_overwrites_nothing(far: Bucket, proxy: Unreliable) -> None:
    first = far.replace("pointer", b"1", None)
    proxy.next("PUT", "late")

    second = far.replace("pointer", b"2", first)

    assert far.replace("pointer", b"3", second)
    assert far.read("pointer", 10) == b"3"


def test_a_412_of_another_writer_is_no_success(far: Bucket, proxy: Unreliable) -> None:
    first = far.replace("pointer", b"1", None)
    proxy.next("PUT", "412")

    assert far.replace("pointer", b"2", first) is None


@pytest.mark.parametrize("fault", ["cut", "lose", "drop", "503", "slow"])
def test_a_read_goes_on_after_a_fault(far: Bucket, proxy: Unreliable, fault: str) -> None:
    far.write_new("one", b"much" * 999)
    proxy.next("GET", fault)

    assert far.read("one", 1 << 20) == b"much" * 999


def test_a_server_that_is_always_busy_is_told(far: Bucket, proxy: Unreliable) -> None:
    proxy.choose = lambda _: "503"

    with pytest.raises(Busy, match="S3 is slow"):
        far.read("one", 1)


def test_a_connection_that_always_breaks_is_offline(far: Bucket, proxy: Unreliable) -> None:
    far.write_new("one", b"much" * 999)
    proxy.choose = lambda _: "cut"

    with pytest.raises(Offline, match="broke off"):
        far.read("one", 1 << 20)


def test_nobody_behind_the_line_is_offline(far: Bucket, proxy: Unreliable) -> None:
    proxy.offline = True

    with pytest.raises(Offline):
        far.write_new("one", b"1")


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException", "InvalidToken"])
def test_a_login_that_ends_is_told_with_the_command(
    far: Bucket, proxy: Unreliable, code: str
) -> None:
    proxy.next("GET", code)

    with pytest.raises(LoginEnded, match=r"Your AWS login has expired\. Run: aws sso login"):
        far.read("one", 1)


@pytest.mark.parametrize(
    ("fault", "say"),
    [
        ("403", "may not do s3:GetObject on s3://.*/club/matches/one"),
        ("InvalidAccessKeyId", "are not accepted.*endpoint"),
        ("RequestTimeTooSkewed", "clock of this computer is wrong"),
        ("InvalidObjectState", "archived"),
        ("KMS.DisabledException", "key that encrypts the bucket"),
    ],
)
def test_a_refusal_says_what_a_person_must_do(
    far: Bucket, proxy: Unreliable, fault: str, say: str
) -> None:
    far.write_new("one", b"1")
    proxy.next("GET", fault)

    with pytest.raises(Refused, match=say):
        far.read("one", 1)


def test_a_bucket_that_is_full_is_told(far: Bucket, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "507" if request.method == "PUT" else None

    with pytest.raises(CloudError, match="full"):
        far.write_new("one", b"1")


def test_an_answer_that_nobody_knows_is_told_by_its_code(far: Bucket, proxy: Unreliable) -> None:
    proxy.next("GET", "TeapotRefusal")

    with pytest.raises(CloudError, match="TeapotRefusal"):
        far.read("one", 1)


def test_a_server_that_ignores_conditions_is_found_out(
    proxy: Unreliable, place: S3Location
) -> None:
    proxy.ignores_conditions = True
    lied_to = connect(replace(place, endpoint=proxy.address))

    first = lied_to.replace("pointer", b"1", None)

    assert lied_to.conditional is False
    assert lied_to.replace("pointer", b"2", None) is None
    assert lied_to.replace("pointer", b"2", first)
    assert lied_to.replace("pointer", b"3", first) is None


def test_a_server_without_conditions_still_takes_new_objects(
    far: Bucket, proxy: Unreliable
) -> None:
    proxy.next("PUT", "501")

    assert far.write_new("one", b"1")
    assert far.read("one", 1) == b"1"


def test_listings_may_come_shuffled_and_told_twice(far: Bucket, proxy: Unreliable) -> None:
    for n in range(9):
        far.write_new(str(n), b"")
    proxy.disorder = Random(1)

    keys = [entry.key for entry in far.list()]

    assert len(keys) == 12
    assert set(keys) == set("012345678")
    assert keys != sorted(keys)


@pytest.mark.parametrize("page", ["page", "neat page"])
def test_a_login_page_of_the_network_is_no_bucket(
    far: Bucket, proxy: Unreliable, page: str
) -> None:
    proxy.choose = lambda _: page

    for call in (
        lambda: list(far.list()),
        lambda: far.write_new("one", b"1"),
        lambda: far.read("one", 99),
    ):
        with pytest.raises(CloudError, match=r"is not an S3 server|S3 is slow"):
            call()


def test_a_listing_has_as_many_pages_as_the_server_likes(far: Bucket, proxy: Unreliable) -> None:
    for n in range(7):
        far.write_new(str(n), b"")
    proxy.page_size = 3

    assert [entry.key for entry in far.list()] == list("0123456")
    assert sum(request.lists for request in proxy.requests) == 3
