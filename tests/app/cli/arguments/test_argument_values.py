from argparse import ArgumentTypeError

import pytest

from app.cli.arguments.argument_values import frame_list, frames, number


def test_frames_are_read_with_both_ends() -> None:
    assert frames("5-9") == range(5, 10)
    assert frame_list("0,5-9") == [range(1), range(5, 10)]


def test_frames_that_are_none_are_told() -> None:
    with pytest.raises(ArgumentTypeError, match="ends before it begins"):
        frames("9-5")


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("20", 20)])
def test_a_number_may_be_one_of_the_ends(text: str, value: int) -> None:
    assert number(1, 20)(text) == value


@pytest.mark.parametrize("text", ["0", "21", "soon", "", "nan", "1e3", "9" * 5000])
def test_what_is_no_number_in_between_is_told(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is not a number from 1 to 20"):
        number(1, 20)(text)


def test_a_number_may_have_a_part_behind_the_point() -> None:
    assert number(0, 0.9, float)("0.25") == 0.25
