import pytest

from storage.formats.groundtruth.schema.ball_shape import (
    BallShape,
    box_around,
    by_person,
    centre_of,
)
from storage.formats.groundtruth.schema.seqlabel import Point, Tool
from storage.records import BallRow, Source, Visibility
from tests.storage.formats.groundtruth.mutations import VIDEO

POINT = BallShape(VIDEO)
SEEN = BallRow(7, Visibility.HARD, 564.25, 233.5)


def test_a_ball_is_a_point_with_a_name_and_an_id() -> None:
    frame = POINT.frame(SEEN, 3, "frame_000007.jpeg")

    assert (frame.name, frame.number, frame.attributes) == (
        "frame_000007.jpeg",
        3,
        {"visibility": "blurred"},
    )
    [ball] = frame.annotations or ()
    assert (ball.shape, ball.class_id, ball.object_name) == (Point(564.25, 233.5), "0", "ball:1")


def test_an_absent_ball_is_an_empty_list() -> None:
    frame = POINT.frame(BallRow(8, Visibility.ABSENT), 0, "f", with_source=True)

    assert frame.annotations == ()
    assert frame.attributes == {"visibility": "absent", "source": "human"}


@pytest.mark.parametrize("place", [(564.0, 234.0), (563.6, 234.4), (100.0, 100.0)])
def test_the_centre_of_a_box_is_the_pixel_of_the_ball(place: tuple[float, float]) -> None:
    box = box_around(VIDEO, *place, radius=6)

    assert (box.width, box.height) == (13, 13)
    assert centre_of(box) == (round(place[0]), round(place[1]))


@pytest.mark.parametrize(
    ("place", "box", "centre"),
    [
        ((0, 0), (0, 0, 1, 1), (0, 0)),
        ((1279, 719), (1279, 719, 1, 1), (1279, 719)),
        ((-0.5, 1e5), (0, 719, 1, 1), (0, 719)),
        ((2.5, 10.4), (0, 4, 7, 13), (3, 10)),
    ],
)
def test_at_the_edge_a_box_is_smaller_and_keeps_its_centre(
    place: tuple[float, float], box: tuple[int, ...], centre: tuple[int, int]
) -> None:
    found = box_around(VIDEO, *place, radius=6)

    assert (found.left, found.top, found.width, found.height) == box
    assert centre_of(found) == centre


def test_one_ball_is_one_object_in_all_exports_of_a_video() -> None:
    here = POINT.annotation(1, 1).object_id
    there = BallShape(VIDEO, Tool.BOX).annotation(5, 5).object_id

    assert here == there != ""
    assert BallShape(VIDEO, Tool.BOX, tracked=False).annotation(5, 5).object_id == ""


def test_people_are_told_from_models() -> None:
    assert by_person(SEEN)
    assert not by_person(BallRow(1, Visibility.CLEAR, 1, 1, 1.0, Source.MODEL))
