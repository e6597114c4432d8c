from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli.arguments.cloud_arguments import add_login, add_s3, add_sync
from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.parser import Parser


def s3(words: str) -> Namespace:
    parser = Parser()
    commands = parser.add_subparsers(dest="action")

    def add(name: str, summary: str) -> ArgumentParser:
        return commands.add_parser(name, help=summary)

    add_s3(add)
    return parser.parse_args(words.split())


def sync(words: str) -> Namespace:
    parser = Parser()
    add_sync(parser)
    return parser.parse_args(words.split())


def test_a_login_has_three_parts_and_needs_none() -> None:
    parser = Parser()
    add_login(parser)

    assert vars(parser.parse_args([])) == {"profile": None, "region": None, "endpoint": None}
    given = parser.parse_args(["--profile", "club", "--region", "eu-west-1", "--endpoint", "http:"])
    assert vars(given) == {"profile": "club", "region": "eu-west-1", "endpoint": "http:"}


@pytest.mark.parametrize(
    "words",
    [
        "ls",
        "get s3://b/a",
        "put a --to s3://b",
        "share a.mp4",
        "ingest",
        "watch",
    ],
)
def test_every_command_takes_a_login(words: str) -> None:
    assert s3(f"{words} --profile club").profile == "club"


@pytest.mark.parametrize("words", ["ls", "ingest", "watch"])
def test_the_address_may_be_left_to_the_settings(words: str) -> None:
    assert s3(words).url is None


@pytest.mark.parametrize(
    ("text", "lasting"),
    [
        ("1m", timedelta(minutes=1)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("10080m", timedelta(days=7)),
    ],
)
def test_a_link_lasts_from_a_minute_to_a_week(text: str, lasting: timedelta) -> None:
    assert s3(f"share a.mp4 --lasting {text}").lasting == lasting


@pytest.mark.parametrize("text", ["", "0m", "8d", "10081m", "7", "7w", "-1d", "1.5h", "999999m"])
def test_other_times_of_a_link_are_refused(text: str) -> None:
    with pytest.raises((UsageError, ArgumentTypeError), match="choose 1m to 7d"):
        s3(f"share a.mp4 --lasting={text}")


def test_a_link_lasts_a_week_by_itself() -> None:
    assert s3("share a.mp4").lasting == timedelta(days=7)


def test_a_rate_is_given_in_megabytes_and_meant_in_bytes() -> None:
    assert s3("get s3://b/a").rate is None
    assert s3("get s3://b/a --rate 1.5").rate == 1_500_000
    assert s3("put a --to s3://b --rate 0.001").rate == 1000
    with pytest.raises(UsageError, match="'0' is not a number from"):
        s3("get s3://b/a --rate 0")


def test_several_files_are_sent_at_once() -> None:
    args = s3("put a b --to s3://b/x")

    assert (args.paths, args.to) == ([Path("a"), Path("b")], "s3://b/x")


def test_only_a_range_is_shared_if_one_is_given() -> None:
    assert s3("share a.mp4").range is None
    assert s3("share a.mp4 --range 5-14").range == range(5, 15)


def test_sync_keeps_on_with_all_videos_unless_told_otherwise() -> None:
    args = sync("")

    assert (args.url, args.once, args.every, args.video) == (None, False, 30, [])
    assert (args.no_predictions, args.publish_again, args.publish) == (False, False, None)


def test_sync_takes_several_videos() -> None:
    assert sync("--video a.mp4 --video b.mp4").video == [Path("a.mp4"), Path("b.mp4")]


@pytest.mark.parametrize("seconds", ["0", "86401", "soon", "nan"])
def test_pauses_between_passes_are_a_second_to_a_day(seconds: str) -> None:
    with pytest.raises(UsageError):
        sync(f"--every {seconds}")


def test_a_task_of_a_data_set_is_one_of_those_there_are() -> None:
    with pytest.raises(UsageError, match="invalid choice"):
        sync("--publish set --task poetry")
