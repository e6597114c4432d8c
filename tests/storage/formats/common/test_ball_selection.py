from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.ball_selection import (
    ball_class,
    frames_of_pictures,
    number_in,
    one_ball_a_frame,
)
from storage.formats.common.problems import FormatError, Problems
from tests.storage.formats.labelled_videos import ball


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["ball"], 0),
        (["thing"], 0),
        (["person", "Tennis Ball"], 1),
        (["person", "sports ball", "racket"], 1),
        (["player", "shuttlecock"], 1),
        (["basketball player", "the_ball"], 1),
    ],
)
def test_the_ball_is_the_only_class_or_the_one_called_so(names: list[str], found: int) -> None:
    assert ball_class(dict(enumerate(names))) == found


@pytest.mark.parametrize("names", [[], ["a", "b"], ["red ball", "blue ball"]])
def test_which_class_is_meant_must_be_clear(names: list[str]) -> None:
    with pytest.raises(FormatError, match="which class is the ball"):
        ball_class(dict(enumerate(names)))


def test_a_class_can_be_named_in_any_case() -> None:
    assert ball_class({0: "red ball", 1: "Blue Ball"}, "blue ball") == 1
    with pytest.raises(FormatError, match="there are: red ball"):
        ball_class({0: "red ball"}, "green ball")


def test_of_several_balls_the_surest_counts() -> None:
    rows = [("a", 1, ball(3, 1, confidence=0.2)), ("b", 2, ball(3, 2, confidence=0.9))]

    assert one_ball_a_frame(rows, Problems(Path("a"), strict=True)) == [rows[1][2]]
    assert one_ball_a_frame(rows[::-1], Problems(Path("a"), strict=True)) == [rows[1][2]]


def test_two_that_are_equally_sure_are_told() -> None:
    rows = [("a", 1, ball(3)), ("b", 2, ball(3, 7))]

    with pytest.raises(UserError, match="line 2: b: frame 3 has a second ball"):
        one_ball_a_frame(rows, Problems(Path("a"), strict=True))


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("frame_000017.jpg", 17),
        ("a/b-2026/img3.png", 3),
        ("final-2-frame_000005", 5),
        ("17", 17),
        ("c:\\x\\9.jpg", 9),
    ],
)
def test_the_last_number_of_a_name_counts(name: str, number: int) -> None:
    assert number_in(name) == number


@pytest.mark.parametrize("name", ["ball.jpg", "", "99999999999999.jpg", "a7/ball.png"])
def test_a_name_without_a_number_tells_no_frame(name: str) -> None:
    with pytest.raises(UserError, match="has no number"):
        number_in(name)


def test_as_many_pictures_as_frames_are_the_frames_in_order() -> None:
    names = ["img_10.jpg", "img_9.jpg", "img_8.jpg"]

    assert frames_of_pictures(names, 3) == {"img_8.jpg": 0, "img_9.jpg": 1, "img_10.jpg": 2}


def test_fewer_are_not_guessed() -> None:
    with pytest.raises(UserError, match="1 pictures, the video has 3 frames") as told:
        frames_of_pictures(["img_1.jpg"], 3)

    assert "--first-number" in told.value.advice


def test_what_numbers_count_from_can_be_said() -> None:
    assert frames_of_pictures(["img_5.jpg"], 30, 1) == {"img_5.jpg": 4}
    with pytest.raises(UserError, match="no number from 1 on"):
        frames_of_pictures(["img_0.jpg"], 30, 1)
