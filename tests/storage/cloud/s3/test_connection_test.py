"""The connection is tested step by step, and every step says what is missing."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from storage.cloud.s3.bucket import connect
from storage.cloud.s3.connection_test import (
    STEPS,
    ConnectionReport,
    ConnectionStep,
    State,
    check_connection,
)
from storage.cloud.s3.errors import Denied, Missing
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.policy import policy_for
from tests.draining import drained
from tests.storage.cloud.faults import Request, Unreliable, unreliable


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def far(proxy: Unreliable, place: S3Location) -> S3Location:
    return replace(place, endpoint=proxy.address)


def checked(place: S3Location) -> ConnectionReport:
    return drained(check_connection(connect(place, patient=False)))


def states(report: ConnectionReport) -> list[str]:
    return [step.state.value for step in report.steps]


def step(report: ConnectionReport, name: str) -> ConnectionStep:
    return next(step for step in report.steps if step.name == name)


def test_a_good_connection_passes_every_step(place: S3Location) -> None:
    report = checked(place)

    assert [step.name for step in report.steps] == list(STEPS)
    assert states(report) == ["passed"] * len(STEPS)
    assert report.passed
    assert step(report, "Who am I").found == "keys from the environment"


def test_a_test_leaves_nothing_behind(place: S3Location) -> None:
    checked(place)

    assert list(connect(place).list()) == []


def test_each_step_is_told_while_it_runs_and_when_it_ended(place: S3Location) -> None:
    steps = list(check_connection(connect(place)))

    assert [step.name for step in steps] == [name for name in STEPS for _ in range(2)]
    assert [step.state for step in steps[::2]] == [State.RUNNING] * len(STEPS)


def test_a_test_that_is_broken_off_cleans_up(place: S3Location) -> None:
    work = check_connection(connect(place))
    while next(work).name != "Read back":
        pass
    work.close()

    assert list(connect(place).list()) == []


def test_without_a_login_there_is_nothing_to_try(
    place: S3Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    report = checked(place)

    assert states(report) == ["failed"] + ["skipped"] * 6
    assert "aws configure sso" in report.steps[0].advice


def test_a_bucket_that_is_not_there_is_told(place: S3Location) -> None:
    report = checked(replace(place, bucket="nobodys-bucket"))

    assert "nobodys-bucket does not exist" in step(report, "List").found
    assert step(report, "Write").state is State.SKIPPED


def test_who_may_read_but_not_write_hears_what_is_missing(
    far: S3Location, proxy: Unreliable
) -> None:
    proxy.choose = lambda request: "403" if request.method == "PUT" else None

    report = checked(far)

    assert step(report, "List").state is State.PASSED
    assert "may not do s3:PutObject" in step(report, "Write").found
    assert step(report, "Read back").state is State.SKIPPED


def test_who_may_not_list_may_try_the_rest(far: S3Location, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "403" if request.lists else None

    report = checked(far)

    assert "may not do s3:ListBucket" in step(report, "List").found
    assert step(report, "Remove").state is State.PASSED


def test_who_may_not_remove_is_warned_alone(far: S3Location, proxy: Unreliable) -> None:
    proxy.choose = lambda request: "403" if request.method == "DELETE" else None

    report = checked(far)

    assert step(report, "Remove").state is State.WARNED
    assert "Shared clips stay" in step(report, "Remove").advice


def test_a_server_that_ignores_conditions_is_a_warning(far: S3Location, proxy: Unreliable) -> None:
    proxy.ignores_conditions = True

    report = checked(far)

    assert step(report, "Conditional write").state is State.WARNED
    assert report.passed
    assert report.conditions is not None
    assert not report.conditions.kept


def test_a_server_that_changes_bytes_fails(far: S3Location, proxy: Unreliable) -> None:
    def damaged(request: Request) -> str | None:
        return "damage" if request.method == "GET" and ".touchline-probe" in request.path else None

    proxy.choose = damaged

    assert "different bytes came back" in step(checked(far), "Read back").found


def test_a_login_that_has_ended_says_which_command(far: S3Location, proxy: Unreliable) -> None:
    proxy.choose = lambda _: "ExpiredToken"

    report = checked(far)

    assert "Run: aws sso login" in step(report, "List").advice
    assert step(report, "Write").state is State.SKIPPED


def test_no_network_is_told_once(place: S3Location, free_port: int) -> None:
    report = checked(replace(place, endpoint=f"http://127.0.0.1:{free_port}"))

    assert states(report) == ["passed", "failed"] + ["skipped"] * 5
    assert "cannot be reached" in step(report, "List").found


def test_the_policy_grants_this_place_alone() -> None:
    policy = json.loads(policy_for(S3Location("videos", "club")))

    assert policy["Version"] == "2012-10-17"
    listing, work, removal = policy["Statement"]
    assert listing["Resource"] == "arn:aws:s3:::videos"
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["club", "club/*"]}}
    assert work["Resource"] == "arn:aws:s3:::videos/club/*"
    assert removal["Resource"] == [
        "arn:aws:s3:::videos/club/clips/*",
        "arn:aws:s3:::videos/club/.touchline-probe/*",
    ]


def test_the_policy_knows_other_partitions_and_keys() -> None:
    policy = json.loads(policy_for(S3Location("videos", region="cn-north-1"), "arn:aws-cn:kms:key"))

    assert policy["Statement"][0] == {
        "Sid": "TouchlineList",
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": "arn:aws-cn:s3:::videos",
    }
    assert policy["Statement"][-1]["Resource"] == "arn:aws-cn:kms:key"


def test_a_key_that_may_not_be_looked_at_is_missing_if_it_is_not_listed(
    far: S3Location, proxy: Unreliable
) -> None:
    bucket = connect(far)
    bucket.write_new("there", b"1")
    proxy.choose = lambda request: "403" if request.method == "GET" and not request.lists else None

    with pytest.raises(Missing):
        bucket.read("gone", 1)
    with pytest.raises(Denied):
        bucket.read("there", 1)
