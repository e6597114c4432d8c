import pytest

from storage.formats.groundtruth.schema.json_values import (
    mapping,
    number,
    sequence,
    text,
    texts,
    whole,
    written_over,
)

NO_NUMBERS: list[object] = [True, "x", 10**400, "1_0", "9" * 40, 1e13, None, [], "nan"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (7, 7.0),
        ("7.5", 7.5),
        (" 7 ", 7.0),
        *((value, None) for value in NO_NUMBERS),
    ],
)
def test_numbers_are_read_from_numbers_and_texts(value: object, read: float | None) -> None:
    assert number(value) == read


@pytest.mark.parametrize(("value", "read"), [("7", 7), (7.0, 7), (7.5, None), ("", None)])
def test_whole_numbers_may_stand_as_texts(value: object, read: int | None) -> None:
    assert whole(value) == read


def test_ids_are_texts_whatever_they_stand_as() -> None:
    values: list[object] = ["a", 7, 7.0, 7.5, None, {}]

    assert [text(value) for value in values] == ["a", "7", "7", "7.5", None, None]


def test_attributes_are_texts() -> None:
    assert texts({"a": "x", "b": 3, "c": True, "d": [1]}) == {"a": "x", "b": "3", "c": "true"}
    assert texts([1]) == {}


def test_other_kinds_of_values_are_as_good_as_none() -> None:
    assert mapping("x") == {}
    assert sequence({"a": 1}) == []


def test_only_what_changed_is_written_over_what_was() -> None:
    kept = {"class-id": 2, "x": 1, "theirs": [1]}

    now = written_over(kept, {"class-id": "2", "x": 1.0}, {"class-id": "2", "x": 5.0})

    assert now == {"class-id": 2, "x": 5.0, "theirs": [1]}
    assert list(now) == ["class-id", "x", "theirs"]


def test_a_value_made_here_is_written_as_a_whole() -> None:
    assert written_over({}, {}, {"a": 1}) == {"a": 1}


def test_what_is_not_said_any_more_goes() -> None:
    assert written_over({"a": 1, "b": 2}, {"a": 1}, {}) == {"b": 2}
