from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.import_arguments import add_checks, add_imports
from app.cli.arguments.parser import Parser
from storage.formats.catalog import label_formats
from storage.formats.common.choices import ReadOptions

FORMATS = label_formats()
each_format = pytest.mark.parametrize("name", FORMATS)


def parsed(add_all: Callable[..., None], *words: str) -> Namespace:
    parser = Parser()
    commands = parser.add_subparsers(dest="format")

    def add(name: str, summary: str) -> ArgumentParser:
        return commands.add_parser(name, help=summary)

    add_all(add)
    return parser.parse_args(words)


@each_format
def test_every_format_is_imported_into_a_video(name: str) -> None:
    args = parsed(add_imports, name, "labels", "--video", "v.mp4", "--author", "ana")

    assert (args.format, args.path, args.video) == (name, Path("labels"), Path("v.mp4"))
    assert args.author == "ana"
    with pytest.raises(UsageError, match="--video"):
        parsed(add_imports, name, "labels")


@each_format
def test_every_format_is_checked_with_a_video_and_without_one(name: str) -> None:
    assert parsed(add_checks, name, "labels").video is None
    args = parsed(add_checks, name, "labels", "--video", "v.mp4", "--json")
    assert (args.video, args.json) == (Path("v.mp4"), True)


@each_format
@pytest.mark.parametrize("add_all", [add_imports, add_checks])
def test_a_format_has_just_the_options_that_it_reads(
    add_all: Callable[..., None], name: str
) -> None:
    args = parsed(add_all, name, "labels", "--video", "v.mp4")

    options = {each.name for each in fields(ReadOptions)}
    assert options & vars(args).keys() == set(FORMATS[name].options)


@each_format
def test_an_option_that_is_not_given_means_what_it_means_elsewhere(name: str) -> None:
    args = parsed(add_imports, name, "labels", "--video", "v.mp4")

    for option in FORMATS[name].options:
        assert getattr(args, option) == getattr(ReadOptions(), option)


def test_a_model_has_a_file_and_perhaps_a_name() -> None:
    args = parsed(add_imports, "model", "best.pth")

    assert (args.path, args.name) == (Path("best.pth"), None)
    assert parsed(add_imports, "model", "best.pth", "--name", "mine").name == "mine"


def test_a_match_has_two_halves() -> None:
    [name] = [name for name in FORMATS if "half" in FORMATS[name].options][:1]

    assert parsed(add_checks, name, "labels", "--half", "2").half == 2
    with pytest.raises(UsageError, match="invalid choice"):
        parsed(add_checks, name, "labels", "--half", "3")
