"""Conditional writes on the wire, also to servers that want ETags their own way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.cloud.s3 import conditional
from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.probe import find_conditions
from tests.storage.cloud.faults import Request, Unreliable, unreliable


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def far(proxy: Unreliable, place: S3Location) -> Bucket:
    return connect(replace(place, endpoint=proxy.address))


def condition_of(request: Request) -> str | None:
    found = [value for name, value in request.headers if name.lower() == "if-match"]
    return found[0] if found else None


def test_a_server_that_keeps_conditions_is_known(far: Bucket) -> None:
    assert find_conditions(far).kept


def test_a_server_that_wants_no_quotes_gets_none(far: Bucket, proxy: Unreliable) -> None:
    """As Ceph does: what comes in quotes never matches."""
    proxy.choose = lambda request: "412" if (condition_of(request) or "").startswith('"') else None

    first = far.replace("pointer", b"1", None)
    proxy.requests.clear()

    assert far.replace("pointer", b"2", first)
    assert condition_of(proxy.requests[0]) == str(first).strip('"')


def test_a_lost_answer_is_known_without_quotes_too(far: Bucket, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "412" if (condition_of(request) or "").startswith('"') else None
    first = far.replace("pointer", b"1", None)
    proxy.next("PUT", "lose")

    second = far.replace("pointer", b"2", first)

    assert second is not None
    assert far.fetch("pointer", 10).etag == second


def test_a_server_that_keeps_versions_its_own_way_is_written_to(
    far: Bucket, proxy: Unreliable
) -> None:
    """As Ceph does: whatever is there, a new object is taken, and no replacement ever."""
    proxy.ignores_conditions = True
    proxy.choose = lambda request: "412" if condition_of(request) else None

    first = far.replace("pointer", b"1", None)

    assert far.replace("pointer", b"2", None) is None
    assert far.replace("pointer", b"2", first)
    assert far.conditional is False


def test_a_server_that_always_refuses_keeps_no_conditions(far: Bucket, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "412" if condition_of(request) else None

    assert not find_conditions(far).kept


def test_a_race_is_run_again_but_not_for_ever(far: Bucket, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "409" if request.method == "PUT" else None

    with pytest.raises(Exception, match="ConditionalRequestConflict"):
        conditional.create(far.client, far.place.bucket, "a", b"")

    assert sum(request.method == "PUT" for request in proxy.requests) == 5
