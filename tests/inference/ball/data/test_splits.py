import pytest

from inference.ball.data.splits import Division, divided
from storage.errors import UserError
from tests.inference.ball.data.footage import clip

OSLO = [clip("oslo_1", venue="oslo"), clip("oslo_2", venue="oslo")]
ROME = [clip("rome_1", venue="rome"), clip("rome_2", venue="rome")]
BONN = [clip("bonn_1", venue="bonn"), clip("bonn_2", venue="bonn")]
ALL = OSLO + ROME + BONN


def exam(division: Division) -> list[str]:
    return [each.name.removesuffix(".mp4") for each in division.exam]


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("rome", ["rome_1", "rome_2"]),
        ("rome_2.mp4", ["rome_2"]),
        ("/clips/rome", ["rome_1", "rome_2"]),
        ("/clips/rome/rome_1.mp4", ["rome_1"]),
        (ROME[1].video[:20], ["rome_2"]),
    ],
)
def test_what_is_named_is_held_out(name: str, held: list[str]) -> None:
    division = divided(ALL, [name])

    assert exam(division) == held
    assert len(division.training) == 6 - len(held)


def test_a_name_that_names_nothing_is_told() -> None:
    with pytest.raises(UserError, match="Nothing that could be held out is called paris"):
        divided(ALL, ["rome", "paris"])


def test_nothing_may_be_held_out() -> None:
    division = divided(ALL, ["nothing"], frozen={BONN[0].video})

    assert exam(division) == []
    assert len(division.training) == 6


def test_an_exam_stays_the_same() -> None:
    identities = {BONN[0].video, "of a video that is gone"}

    assert exam(divided(ALL, frozen=identities)) == ["bonn_1"]


def test_by_itself_a_whole_venue_is_held_out_always_the_same() -> None:
    held = exam(divided(ALL))

    assert len(held) == 2
    assert len({name.split("_")[0] for name in held}) == 1
    assert exam(divided(ALL[::-1])) == held[::-1]


def test_where_there_is_one_venue_whole_videos_are_held_out() -> None:
    here = [clip(f"oslo_{number}", balls=60, venue="oslo") for number in range(12)]

    assert 3 <= len(exam(divided(here))) <= 4


def test_most_labels_are_trained_on_even_if_nothing_is_left_to_judge_by() -> None:
    assert exam(divided(OSLO)) == []


def test_copies_of_one_video_stay_together() -> None:
    copy = clip("oslo_1", venue="copies")

    division = divided([*OSLO, copy], ["/clips/copies"])

    assert len(division.exam) == 2
    assert [each.name for each in division.training] == ["oslo_2.mp4"]
