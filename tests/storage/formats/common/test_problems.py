from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.problems import (
    MAX_PROBLEMS,
    Complaints,
    Malformed,
    number,
    shown,
    text,
    whole,
)
from storage.formats.common.report import Problem

FILE = Path("/labels/a.json")


def test_a_strict_reader_stops_at_the_first_problem() -> None:
    complaints = Complaints(FILE)

    with (
        pytest.raises(UserError, match=r"^a\.json, line 3: images\[0\]: no\. "),
        complaints.at("images[0]", 3),
    ):
        raise Malformed("no.")


def test_a_check_keeps_problems_and_goes_on() -> None:
    complaints = Complaints(FILE, strict=False)
    with complaints.at(line=3):
        raise Malformed("no.")
    complaints.warn("hm.", 4)

    assert complaints.problems == [Problem(3, "no."), Problem(4, "hm.", warning=True)]


def test_a_warning_stops_nobody() -> None:
    Complaints(FILE).warn("hm.")


def test_a_list_of_problems_has_an_end() -> None:
    complaints = Complaints(FILE, strict=False)
    for line in range(2 * MAX_PROBLEMS):
        complaints.add("no.", line)

    assert len(complaints.problems) == MAX_PROBLEMS


@pytest.mark.parametrize("value", [7, 7.0, "7", " 7 ", "7.0"])
def test_numbers_come_as_numbers_and_as_text(value: object) -> None:
    assert (number(value, "x"), whole(value, "x")) == (7, 7)


@pytest.mark.parametrize(
    "value", [None, True, "x", "", "nan", "inf", "1_0", [], {}, 10**400, "1e400"]
)
def test_what_is_no_number_is_told(value: object) -> None:
    with pytest.raises(Malformed, match=r"x is .*no number"):
        number(value, "x")


def test_numbers_have_bounds() -> None:
    with pytest.raises(Malformed, match="x is 7; it runs from 0 to 1"):
        number(7, "x", 0, 1)
    with pytest.raises(Malformed, match="not a whole number"):
        whole(0.5, "x")


@pytest.mark.parametrize("value", [None, 7, "", "  ", "a" * 300, "a\0b", "a\nb"])
def test_what_is_no_name_is_told(value: object) -> None:
    with pytest.raises(Malformed, match="name"):
        text(value, "name")


def test_names_are_trimmed() -> None:
    assert text(" ball ", "name") == "ball"


@pytest.mark.parametrize(
    ("value", "words"),
    [([1] * 9999, "a list"), ({}, "an object"), ("a" * 99, "'" + "a" * 39 + "…")],
)
def test_long_values_are_not_repeated(value: object, words: str) -> None:
    assert shown(value) == words
