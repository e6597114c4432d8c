import pytest

from app.cli.arguments.frame_ranges import check_inside, parse_range, parse_ranges
from storage.errors import UserError


@pytest.mark.parametrize(
    ("text", "frames"), [("17", range(17, 18)), ("10-20", range(10, 21)), (" 5-5 ", range(5, 6))]
)
def test_both_ends_of_a_range_are_meant(text: str, frames: range) -> None:
    assert parse_range(text) == frames


@pytest.mark.parametrize("text", ["", "-", "-3", "a", "3-", "20-10", "1.5", "²", "1-2-3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a frame number|ends before"):
        parse_range(text)


def test_a_list_has_commas() -> None:
    assert parse_ranges("0,17,10-12") == [range(1), range(17, 18), range(10, 13)]


def test_a_frame_beyond_the_end_is_told_with_the_length() -> None:
    with pytest.raises(UserError, match="no frame 276: the video has 276, counted from 0 to 275"):
        check_inside([range(5), range(270, 277)], 276)
