import json
from collections.abc import Callable

import pytest

from storage.library.kinds import json_fields
from storage.library.kinds.json_fields import Fields
from storage.records import Review, Source

Read = Callable[[Fields, str], object]


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (json_fields.text, "Ана", "Ана"),
        (json_fields.whole, -3, -3),
        (json_fields.number, 3, 3.0),
        (json_fields.number, 3.25, 3.25),
        (json_fields.optional_whole, None, None),
        (json_fields.optional_whole, 0, 0),
        (json_fields.entries, [{}, {"a": 1}], [{}, {"a": 1}]),
        (json_fields.texts, ["b", "a"], ("b", "a")),
        (json_fields.attributes, {"b": "2", "a": "1"}, (("a", "1"), ("b", "2"))),
    ],
)
def test_a_value_of_the_right_type_is_read(read: Read, value: object, expected: object) -> None:
    assert read({"it": value}, "it") == expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (json_fields.text, None),
        (json_fields.text, 3),
        (json_fields.text, "\ud800"),
        (json_fields.whole, True),
        (json_fields.whole, 3.0),
        (json_fields.whole, "3"),
        (json_fields.number, False),
        (json_fields.number, "3.5"),
        (json_fields.number, None),
        (json_fields.optional_whole, 1.5),
        (json_fields.entries, {}),
        (json_fields.entries, [{}, 3]),
        (json_fields.texts, "ab"),
        (json_fields.texts, ["a", 1]),
        (json_fields.texts, ["\udfff"]),
        (json_fields.attributes, None),
        (json_fields.attributes, ["a"]),
        (json_fields.attributes, {"a": 1}),
        (json_fields.attributes, {"\ud800": "a"}),
    ],
)
def test_a_value_of_a_wrong_type_is_refused(read: Read, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        read({"it": value}, "it")


@pytest.mark.parametrize(
    "read", [json_fields.text, json_fields.whole, json_fields.number, json_fields.texts]
)
def test_a_value_that_is_not_there_is_refused(read: Read) -> None:
    with pytest.raises(KeyError):
        read({}, "it")


def test_what_may_be_missing_is_then_empty() -> None:
    assert json_fields.optional_whole({}, "it") is None
    assert json_fields.attributes({}, "it") == ()


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("review", Review)
def test_an_origin_comes_back(source: Source, review: Review) -> None:
    fields = json_fields.origin(source, review)

    assert (json_fields.source(fields), json_fields.review(fields)) == (source, review)


def test_an_origin_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        json_fields.source({"source": "oracle"})
    with pytest.raises(KeyError):
        json_fields.review({"review": "perhaps"})


def test_json_is_compact_and_has_no_infinite_numbers() -> None:
    assert json_fields.encode({"a": [1, 2.5], "b": None}) == '{"a":[1,2.5],"b":null}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_fields.encode(float("nan"))


def test_a_number_comes_back_as_it_was() -> None:
    for value in (0.1, 1e-300, 1 / 3, -12345.678901):
        assert json_fields.decode(json_fields.encode(value)) == value == json.loads(repr(value))
