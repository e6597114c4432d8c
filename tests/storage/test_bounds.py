"""One set of bounds for every way in and out; the cases are what strangers and old clocks say."""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.bounds import (
    EARLIEST,
    LATEST,
    MAX_ATTRIBUTES,
    MAX_NAME,
    MAX_PIXELS,
    MAX_TEXT,
    MIN_SIZE,
    bounded_attributes,
    is_model_name,
    is_name,
    moment,
    name,
    pixels,
    required_name,
    side,
)


@given(st.text(), st.integers(1, 200))
def test_a_name_is_one_line_of_bounded_length_and_stays_so(text: str, most: int) -> None:
    bounded = name(text, most)

    assert is_name(bounded, most)
    assert name(bounded, most) == bounded
    assert is_name(text, most) == (bounded == text)


@pytest.mark.parametrize(
    ("text", "bounded"),
    [
        ("ace", "ace"),
        ("Aufschlag außen", "Aufschlag außen"),
        ("", ""),
        ("\x1b]0;PWN\x07", "]0;PWN"),
        ("a\0b\r\nc", "a b c"),
        ("\u202egnp", "gnp"),
        ("\ud800", "?"),
        ("\x00\x01", "?"),
        ("x" * 60_000, "x" * MAX_NAME),
        (" " * 60_000 + "x", "?"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_what_had_something_keeps_a_name(text: str, bounded: str) -> None:
    assert required_name(text) == bounded


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))])))
def test_a_moment_lies_in_years_that_every_calendar_shows(time: datetime) -> None:
    assert EARLIEST <= moment(time) <= LATEST
    assert moment(moment(time)) == moment(time)
    assert moment(time) == time or not EARLIEST <= time <= LATEST


@pytest.mark.parametrize("time", [datetime.min, datetime.max, datetime(1970, 1, 1)])
def test_a_moment_without_a_zone_is_one_too(time: datetime) -> None:
    assert EARLIEST <= moment(time) <= LATEST


@given(st.floats())
def test_places_and_lengths_are_bounded_or_refused_later(value: float) -> None:
    assert abs(pixels(value)) <= MAX_PIXELS or not math.isfinite(value)
    assert MIN_SIZE <= side(value) <= MAX_PIXELS or not 0 < value < math.inf


@given(st.dictionaries(st.text(), st.text(max_size=MAX_TEXT * 2)))
def test_attributes_are_bounded_sorted_and_named_once(values: dict[str, str]) -> None:
    pairs = bounded_attributes(tuple(sorted(values.items())))
    names = [key for key, _ in pairs]

    assert names == sorted(set(names))
    assert all(key and is_name(key) and is_name(text, MAX_TEXT) for key, text in pairs)
    assert bounded_attributes(pairs) == pairs


def test_there_are_not_too_many_attributes() -> None:
    pairs = tuple((f"{number:03}", "") for number in range(1000))

    assert bounded_attributes(pairs) == pairs[:MAX_ATTRIBUTES]


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("fast", True),
        ("import:Ana and Bob.csv", True),
        ("", False),
        (".", False),
        ("..", False),
        ("../x", False),
        ("/etc", False),
        ("C:\\x", False),
        ("a\0", False),
        ("x" * 201, False),
    ],
)
def test_the_name_of_a_model_leads_nowhere_else(text: str, may_be: bool) -> None:
    assert is_model_name(text) == may_be
