from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.cloud.pointers import point
from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import CloudError
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.probe import find_conditions
from tests.storage.cloud.faults import unreliable


def test_a_pointer_is_made_and_turned(bucket: Bucket) -> None:
    turned = [point(bucket, "pointer", data) for data in (b"1", b"2", b"2")]

    assert turned == [True, True, False]
    assert bucket.read("pointer", 10) == b"2"


def test_publishers_at_the_same_moment_all_have_their_turn(place: S3Location) -> None:
    with ThreadPoolExecutor(3) as threads:
        buckets = [connect(place) for _ in range(3)]
        list(threads.map(lambda n: point(buckets[n], "pointer", str(n).encode()), range(3)))

    assert connect(place).read("pointer", 10) in (b"0", b"1", b"2")


def test_a_race_that_never_ends_is_told(place: S3Location) -> None:
    bucket = connect(place)
    point(bucket, "pointer", b"1")
    with unreliable(str(place.endpoint)) as proxy:
        raced = connect(S3Location(place.bucket, place.prefix, endpoint=proxy.address))
        raced.use_conditions(find_conditions(bucket))
        proxy.choose = lambda request: "412" if request.method == "PUT" else None

        with pytest.raises(CloudError, match="Somebody else publishes"):
            point(raced, "pointer", b"2")


def test_a_server_without_conditions_is_written_to_after_a_look(place: S3Location) -> None:
    with unreliable(str(place.endpoint)) as proxy:
        proxy.ignores_conditions = True
        bucket = connect(S3Location(place.bucket, place.prefix, endpoint=proxy.address))

        assert point(bucket, "pointer", b"1")
        assert bucket.conditional is False
