"""Which class is the ball, and which of several balls in a frame is the one in play."""

from dataclasses import replace

import pytest

from storage.formats.common.ball_selection import Sighting, ball_class, select_balls
from storage.formats.common.choices import ChoiceNeeded
from storage.records import BallRow, Source, Visibility


def seen(frame: int, x: float, track: str = "", **fields: object) -> Sighting:
    row = BallRow(frame, Visibility.CLEAR, x, 50.0)
    return replace(Sighting(row, 8, 8, track), **fields)  # type: ignore[arg-type]


def frames(*sightings: Sighting, wanted: str = "") -> dict[int, float | None]:
    return {row.frame: row.x for row in select_balls(sightings, wanted, 320).balls}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["thing"], 0),
        (["person", "ball"], 1),
        (["sports ball", "football player"], 0),
        (["Tennis-Ball", "racket"], 0),
        (["balls", "ball"], 1),
        (["volleyball", "net"], 0),
        (["player", "Shuttlecock", "racket"], 1),
        (["pelota", "jugador"], 0),
        (["puck", "goalkeeper"], 0),
        (["ball_1", "referee"], 0),
    ],
)
def test_the_class_called_ball_is_the_ball(names: list[str], found: int) -> None:
    assert ball_class(dict(enumerate(names))) == found


@pytest.mark.parametrize("names", [["a", "b"], ["red ball", "blue ball"], ["player"], ["court"]])
def test_where_no_name_decides_the_user_is_asked(names: list[str]) -> None:
    with pytest.raises(ChoiceNeeded, match="which class is the ball") as asked:
        ball_class(dict(enumerate(names)))

    assert (asked.value.option, asked.value.values) == ("class_name", tuple(sorted(names)))
    assert "--class" in asked.value.advice


def test_a_class_can_be_named_and_must_be_there() -> None:
    assert ball_class({0: "red ball", 1: "Blue Ball"}, "blue ball") == 1
    assert ball_class({0: "a", 7: "b"}, "7") == 7
    with pytest.raises(ChoiceNeeded, match="no class 'green ball'"):
        ball_class({0: "red ball"}, "green ball")


def test_made_up_names_say_nothing() -> None:
    with pytest.raises(ChoiceNeeded):
        ball_class({0: "class 0", 1: "class 1"}, known=False)
    assert ball_class({3: "class 3"}, known=False) == 3


def test_of_several_the_surest_counts_and_the_others_are_boxes() -> None:
    sure = Sighting(BallRow(3, Visibility.CLEAR, 9.0, 9.0, 0.9, Source.MODEL), 4, 4)
    less = Sighting(BallRow(3, Visibility.CLEAR, 50.0, 9.0, 0.4, Source.MODEL), 4, 6)
    selection = select_balls([less, sure])

    assert selection.balls == (sure.row,)
    [box] = selection.boxes
    assert (box.frame, box.left, box.top, box.width, box.confidence) == (3, 48, 6, 4, 0.4)


def test_who_says_the_same_twice_has_said_it_once() -> None:
    assert frames(seen(30, 40, "1"), seen(30, 40.01, "2")) == {30: 40}


def test_an_attribute_marks_the_ball_in_play() -> None:
    moving, lying = {"moving": "true"}, {"moving": "false"}
    some = [seen(n, 40 + n, "1", attributes=moving) for n in range(3)]
    some += [seen(n, 200 + 3 * n, "0", attributes=lying) for n in range(4)]

    assert frames(*some) == {0: 40, 1: 41, 2: 42}


def test_a_ball_that_lies_about_is_not_in_play() -> None:
    tracked = [seen(n, 40 + 9 * n, "1") for n in range(9)] + [seen(n, 99, "0") for n in range(12)]
    bare = [replace(each, track="") for each in tracked]

    assert frames(*tracked) == {n: 40 + 9 * n for n in range(9)}
    assert {n: x for n, x in frames(*bare).items() if n < 9} == {n: 40 + 9 * n for n in range(9)}


def test_the_longer_of_two_tracks_counts() -> None:
    some = [seen(n, 40 + 9 * n, "5") for n in range(9)]

    assert frames(*some, seen(4, 200, "6"), seen(5, 230, "6"))[4] == 76


@pytest.mark.parametrize("wanted", ["6", "colour=RED"])
def test_the_user_may_choose(wanted: str) -> None:
    one = seen(4, 40, "5", attributes={"colour": "white"})
    other = seen(4, 200, "6", attributes={"colour": "red"})

    assert frames(one, other, wanted=wanted) == {4: 200}
    with pytest.raises(ChoiceNeeded, match="No ball is '7'") as asked:
        frames(one, other, wanted="7")
    assert asked.value.values == ("colour=red", "colour=white", "5", "6")


def test_a_frame_that_nothing_decides_keeps_its_balls_as_boxes() -> None:
    selection = select_balls([seen(3, 40), seen(3, 90), seen(4, 50)])

    assert [row.frame for row in selection.balls] == [4]
    assert [box.frame for box in selection.boxes] == [3, 3]
    assert "In 1 frame several" in selection.notes[-1]


def test_where_nothing_decides_at_all_the_user_is_asked() -> None:
    with pytest.raises(ChoiceNeeded, match="In 2 frames several balls"):
        select_balls([seen(n, x, track) for n in range(2) for x, track in ((9, "1"), (99, "2"))])


def test_that_there_is_no_ball_counts_where_none_is_seen() -> None:
    absent = BallRow(5, Visibility.ABSENT)

    assert frames(Sighting(absent), seen(5, 40), Sighting(replace(absent, frame=6))) == {
        5: 40,
        6: None,
    }
