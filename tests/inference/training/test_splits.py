import pytest

from inference.ball.data.labelled_footage import BallFootage
from inference.training.splits import Split, split_footage
from storage.errors import UserError
from tests.inference.ball.data.footage import clip

OSLO = [clip("oslo_1", venue="oslo"), clip("oslo_2", venue="oslo")]
ROME = [clip("rome_1", venue="rome"), clip("rome_2", venue="rome")]
BONN = [clip("bonn_1", venue="bonn"), clip("bonn_2", venue="bonn")]
ALL = OSLO + ROME + BONN


def held_out(split: Split[BallFootage]) -> list[str]:
    return [each.name.removesuffix(".mp4") for each in split.validation]


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
    split = split_footage(ALL, [name])

    assert held_out(split) == held
    assert len(split.training) == 6 - len(held)


def test_a_name_that_names_nothing_is_told() -> None:
    with pytest.raises(UserError, match="No labelled video to hold out is called paris"):
        split_footage(ALL, ["rome", "paris"])


def test_nothing_may_be_held_out() -> None:
    split = split_footage(ALL, ["nothing"], frozen={BONN[0].video})

    assert held_out(split) == []
    assert len(split.training) == 6


def test_a_validation_set_stays_the_same() -> None:
    identities = {BONN[0].video, "of a video that is gone"}

    assert held_out(split_footage(ALL, frozen=identities)) == ["bonn_1"]


def test_by_itself_a_whole_venue_is_held_out_always_the_same() -> None:
    held = held_out(split_footage(ALL))

    assert len(held) == 2
    assert len({name.split("_")[0] for name in held}) == 1
    assert held_out(split_footage(ALL[::-1])) == held[::-1]


def test_where_there_is_one_venue_whole_videos_are_held_out() -> None:
    here = [clip(f"oslo_{number}", balls=60, venue="oslo") for number in range(12)]

    assert 3 <= len(held_out(split_footage(here))) <= 4


def test_most_labels_are_trained_on_even_if_nothing_is_left_to_validate_on() -> None:
    assert held_out(split_footage(OSLO)) == []


def test_copies_of_one_video_stay_together() -> None:
    copy = clip("oslo_1", venue="copies")

    split = split_footage([*OSLO, copy], ["/clips/copies"])

    assert len(split.validation) == 2
    assert [each.name for each in split.training] == ["oslo_2.mp4"]
