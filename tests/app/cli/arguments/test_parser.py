from pathlib import Path

import pytest

from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.parser import parse


@pytest.mark.parametrize("words", [[], ["--library", "probe"], ["--verbose"]])
def test_without_a_command_the_window_is_meant(words: list[str]) -> None:
    assert parse(words).command == "window"


def test_a_video_alone_opens_in_the_window() -> None:
    args = parse(["--library", "here", "match.mp4"])

    assert (args.command, args.video, args.library) == ("window", Path("match.mp4"), "here")


def test_a_video_named_like_a_command_is_reached_by_its_folder() -> None:
    assert parse(["./export"]).command == "window"


@pytest.mark.parametrize(
    "words",
    [["--library", "here", "probe", "v.mp4"], ["probe", "v.mp4", "--library", "here"]],
)
def test_the_library_may_be_named_before_and_behind_the_command(words: list[str]) -> None:
    assert parse(words).library == "here"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["prob"], "Did you mean 'probe'"),
        (["sync", "--every", "soon"], "'soon' is not a number"),
        (["s3", "get", "s3://b/a", "--rate", "fast"], "'fast' is not a number"),
        (["sync", "--every", "0"], "not a number from 1 to 86,400"),
        (["frames", "v.mp4", "--index", "3-x", "--out", "o"], "'x' is not a frame number"),
        (["frames", "v.mp4", "--out", "o"], "--index"),
        (["probe"], "VIDEO"),
        (["probe", "v.mp4", "--lib", "x"], "unrecognized"),
        (["export", "edl", "v.mp4", "--out", "o"], "tracknet-csv"),
        (["export", "groundtruth", "v.mp4", "--out", "o", "--image", "gif"], "png"),
        (["import", "otio", "p", "--video", "v.mp4"], "events-csv"),
        (["analyze", "v.mp4", "--device", "tpu"], "cuda"),
    ],
)
def test_wrong_usage_says_what_there_is(words: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse(words)


def test_clips_take_several_ranges() -> None:
    words = ["export", "clips", "v.mp4", "--out", "o", "--range", "0-9", "--range", "20-29"]

    assert parse(words).range == [range(10), range(20, 30)]


def test_the_help_of_the_very_command_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        parse(["export", "clips", "v.mp4"])

    assert caught.value.help == "touchline export clips --help"
