"""The README says what the code does: commands, keys and targets."""

import re
import shlex
from pathlib import Path

import pytest

from app.cli.arguments.parser import COMMANDS, parse
from app.gui.shell.actions import ACTIONS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text()
LINES = [line.split("#")[0].strip() for line in re.findall(r"^ {4}touchline (.*)$", TEXT, re.M)]


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_in_it_is_understood(line: str) -> None:
    assert parse(shlex.split(line))


def test_every_command_is_in_it() -> None:
    assert {line.split()[0] for line in LINES} >= set(COMMANDS)


def test_its_keys_are_those_of_the_window() -> None:
    told = {text.strip(): key for key, text in re.findall(r"\| `([^`]+)` \| ([^|]+)", TEXT)}

    assert told == {action.text: action.key for action in ACTIONS if action.key}


def test_the_targets_it_names_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))

    assert {"run", "test", "check", "bench", "screenshots", "clean"} <= targets
    assert set(re.findall(r"\bmake ([a-z]+)", TEXT)) - {"lists"} <= targets


def test_it_links_to_files_that_are_there() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / link).is_file(), link


def test_it_is_short() -> None:
    assert len(TEXT.splitlines()) <= 120
