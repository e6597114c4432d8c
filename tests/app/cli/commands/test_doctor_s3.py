"""What `touchline doctor` says of S3."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.commands.doctor_s3 import facts_of, text_of_test
from app.gui.shell.settings import Settings
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from tests.app.cli.commands.conftest import Touchline
from tests.storage.cloud.faults import Unreliable, unreliable


@pytest.fixture
def proxy(s3_server: str) -> Iterator[Unreliable]:
    with unreliable(s3_server) as proxy:
        yield proxy


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_the_place_on_the_command_line_is_tested(touchline: Touchline, place: S3Location) -> None:
    ended = touchline("doctor", "--json", "--s3", place.url, "--endpoint", str(place.endpoint))

    test = json.loads(ended.out)["s3"]
    assert ended.status == 0
    assert test["place"] == place.url
    assert {step["state"] for step in test["steps"]} == {"passed"}


def test_the_place_of_the_settings_is_tested(touchline: Touchline, place: S3Location) -> None:
    Settings().set_place(place)

    ended = touchline("doctor")

    assert f"s3        {place.url}" in ended.out
    assert "✓ Conditional write: two writers cannot overwrite each other" in ended.out


def test_without_a_place_nobody_is_asked(touchline: Touchline) -> None:
    assert json.loads(touchline("doctor", "--json").out)["s3"] is None


def test_a_missing_permission_is_a_problem_with_the_policy(
    place: S3Location, proxy: Unreliable
) -> None:
    proxy.choose = lambda request: "403" if request.method == "PUT" else None
    problems: list[str] = []

    text = text_of_test(facts_of(replace(place, endpoint=proxy.address), problems))

    assert "✗ Write: The AWS login of this computer may not do s3:PutObject" in text
    assert '"arn:aws:s3:::' in text
    assert "may not do s3:PutObject" in problems[0]


def test_a_server_that_never_answers_does_not_hang_doctor(place: S3Location, silence: str) -> None:
    with pytest.raises(UserError, match="did not answer within"):
        facts_of(replace(place, endpoint=silence), [], seconds=0.2)


def test_a_place_that_is_none_is_a_problem(touchline: Touchline, tmp_path: Path) -> None:
    ended = touchline("doctor", "--s3", "videos/club")

    assert ended.status == 1
    assert "Write it as s3://BUCKET" in ended.out
