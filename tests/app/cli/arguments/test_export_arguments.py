"""Every export has the options of its entry, under one name everywhere."""

from argparse import ArgumentParser

import pytest

from app.cli.arguments.export_arguments import add_exports
from app.workflows.export.formats import export_formats


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """The help of each export by its name."""
    parsers: dict[str, ArgumentParser] = {}

    def add(name: str, summary: str) -> ArgumentParser:
        return parsers.setdefault(name, ArgumentParser(prog=name, description=summary))

    add_exports(add)
    return {name: parser.format_help() for name, parser in parsers.items()}


def test_every_export_has_its_words(helps: dict[str, str]) -> None:
    assert {name: format.exports in helps[name] for name, format in export_formats().items()} == (
        dict.fromkeys(export_formats(), True)
    )


@pytest.mark.parametrize(
    ("choice", "option"),
    [("classes", "--event"), ("size", "--ball-size"), ("images", "--image"), ("task", "--task")],
)
def test_an_option_is_there_where_the_format_has_the_choice(
    helps: dict[str, str], choice: str, option: str
) -> None:
    for name, format in export_formats().items():
        assert (f"{option} " in helps[name]) == (choice in format.choices)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("csv", "file to write; for several videos, a folder"),
        ("overlay", "MP4 file to write"),
        ("clips", "folder for the clips"),
        ("coco", "new folder"),
    ],
)
def test_what_is_written_is_told(helps: dict[str, str], name: str, words: str) -> None:
    assert words in " ".join(helps[name].split())
