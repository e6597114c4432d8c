import pytest

from storage.formats.common.json_document import MAX_DEPTH, compact, parse_object
from storage.formats.common.problems import FormatError


def test_an_object_is_read_with_the_lines_of_its_lists() -> None:
    document = parse_object('{\n"a": [1,\n{"b": 2.5}\n],\n"c": {"d": null}}\n')

    assert document.value == {"a": [1, {"b": 2.5}], "c": {"d": None}}
    assert [document.line("a", 0), document.line("a", 1)] == [2, 3]
    assert document.line("c", 5) == 1


def test_keys_that_stand_twice_are_told_at_any_depth() -> None:
    document = parse_object('{"a": {"b": 1, "b": 2}, "c": 3, "c": 4}')

    assert document.repeated == ("b", "c")
    assert document.value == {"a": {"b": 2}, "c": 4}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "object"),
        ("[1]", "object"),
        ("{", "property name"),
        ('{"a" 1}', "':'"),
        ('{"a":}', "value"),
        ('{"a":1', "','"),
        ('{"a":1,}', "trailing comma"),
        ('{"a":[1,]}', "trailing comma"),
        ('{"a":1} x', "Extra data"),
        ('{"a":"\n"}', "control character"),
        ('{"a":NaN}', "not a number"),
        ('{"a":1e999}', "too large"),
        ('{"a":' + "9" * 5000 + "}", "digits"),
        ('{"a":"\\ud800"}', "an invalid character"),
        ('{"a":' + "[" * 100_000, f"more than {MAX_DEPTH} deep"),
        ('{"a":[' + "1," * 2_000_001 + "1]}", "more than 2,000,000 values"),
    ],
)
def test_what_is_no_such_object_is_told(text: str, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        parse_object(text)


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(FormatError) as caught:
        parse_object('{"a": 1,\n"b": 2,\n"c": }')

    assert caught.value.line == 3


def test_brackets_in_texts_are_no_depth() -> None:
    assert parse_object('{"a":"' + "[" * 1000 + '\\"["}').value["a"]


def test_a_text_that_never_ends_takes_no_time_to_refuse() -> None:
    with pytest.raises(FormatError):
        parse_object('{"a":"' + '\\"' * 1_000_000)


def test_characters_beyond_the_first_plane_are_kept() -> None:
    assert parse_object('{"a":"\\ud83c\\udfbe"}').value == {"a": "🎾"}
    assert compact({"a": ["🎾", 1.5]}) == '{"a":["🎾",1.5]}'
