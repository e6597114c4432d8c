from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.problems import (
    MAX_PROBLEMS,
    FormatError,
    Problem,
    Problems,
    number,
    shown,
    text,
    whole,
)

FILE = Path("/labels/a.json")


def test_a_strict_reader_stops_at_the_first_problem() -> None:
    problems = Problems(FILE, strict=True)

    with (
        pytest.raises(UserError, match=r"^a\.json, line 3: images\[0\]: no\. "),
        problems.at("images[0]", 3),
    ):
        raise FormatError("no.")


def test_a_check_keeps_problems_and_goes_on() -> None:
    problems = Problems(FILE)
    with problems.at(line=3):
        raise FormatError("no.")
    problems.warn("hm.", 4)

    assert problems.all == (Problem(3, "no."), Problem(4, "hm.", warning=True))


def test_a_warning_stops_nobody() -> None:
    Problems(FILE, strict=True).warn("hm.")


def test_a_list_of_problems_has_an_end() -> None:
    problems = Problems(FILE)
    for line in range(2 * MAX_PROBLEMS):
        problems.add("no.", line)

    assert len(problems.all) == MAX_PROBLEMS + 1


@pytest.mark.parametrize("value", [7, 7.0, "7", " 7 ", "7.0"])
def test_numbers_come_as_numbers_and_as_text(value: object) -> None:
    assert (number(value, "x"), whole(value, "x")) == (7, 7)


@pytest.mark.parametrize(
    "value", [None, True, "x", "", "nan", "inf", "1_0", [], {}, 10**400, "1e400"]
)
def test_what_is_no_number_is_told(value: object) -> None:
    with pytest.raises(FormatError, match=r"x is .*not a number"):
        number(value, "x")


def test_numbers_have_bounds() -> None:
    with pytest.raises(FormatError, match="x is 7; it must be from 0 to 1"):
        number(7, "x", 0, 1)
    with pytest.raises(FormatError, match="not a whole number"):
        whole(0.5, "x")


@pytest.mark.parametrize("value", [None, 7, "", "  ", "a" * 300, "a\0b", "a\nb"])
def test_what_is_no_name_is_told(value: object) -> None:
    with pytest.raises(FormatError, match="name"):
        text(value, "name")


def test_names_are_trimmed() -> None:
    assert text(" ball ", "name") == "ball"


@pytest.mark.parametrize(
    ("value", "words"),
    [([1] * 9999, "a list"), ({}, "an object"), ("a" * 99, "'" + "a" * 39 + "…")],
)
def test_long_values_are_not_repeated(value: object, words: str) -> None:
    assert shown(value) == words
