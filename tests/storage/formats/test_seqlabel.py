import pytest

from storage.formats.ball_csv import BallRow
from storage.formats.seqlabel import (
    BallShape,
    Tool,
    classes_in,
    frame_entry,
    job_name,
    seqlabel,
)
from storage.records import Visibility

POINT = BallShape("v", 1280, 720)
BOX = BallShape("v", 1280, 720, Tool.BOX, radius=6)
SEEN = BallRow(7, Visibility.CLEAR, 564.25, 233.5)
ABSENT = BallRow(8, Visibility.ABSENT)


def box(x: float, y: float) -> tuple[object, ...]:
    place = BOX.annotation(x, y)
    return place["left"], place["top"], place["width"], place["height"]


def test_a_ball_is_a_point_with_the_keys_of_real_files() -> None:
    entry = frame_entry(POINT, SEEN, 3, "frame_000007.jpeg")

    point = POINT.annotation(564.25, 233.5)
    assert entry == {
        "keypoints": [point],
        "frame-no": "3",
        "frame": "frame_000007.jpeg",
        "frame-attributes": {"visibility": "clear"},
    }
    assert {name: point[name] for name in ("x", "y", "class-id", "object-name")} == {
        "x": 564.25,
        "y": 233.5,
        "class-id": "0",
        "object-name": "ball:1",
    }


def test_an_absent_ball_is_an_empty_list() -> None:
    entry = frame_entry(POINT, ABSENT, 0, "f")

    assert entry["keypoints"] == []
    assert entry["frame-attributes"] == {"visibility": "absent"}


def test_a_box_has_the_keys_of_real_files() -> None:
    entry = frame_entry(BOX, SEEN, 0, "f")

    assert list(entry) == ["annotations", "frame-no", "frame", "frame-attributes"]
    assert set(BOX.annotation(1, 1)) == {
        *("height", "width", "top", "left"),
        *("class-id", "label-category-attributes", "object-id", "object-name"),
    }


@pytest.mark.parametrize("place", [(564.0, 234.0), (563.6, 234.4), (100.0, 100.0)])
def test_the_centre_of_a_box_is_the_pixel_of_the_ball(place: tuple[float, float]) -> None:
    left, top, width, height = box(*place)

    assert (width, height) == (13, 13)
    assert (left, top) == (round(place[0]) - 6, round(place[1]) - 6)


@pytest.mark.parametrize(
    ("place", "cut"),
    [
        ((0, 0), (0, 0, 7, 7)),
        ((1279, 719), (1273, 713, 7, 7)),
        ((-0.5, 1e5), (0, 713, 7, 7)),
        ((2.5, 10.5), (0, 5, 10, 13)),
    ],
)
def test_a_box_stays_inside_the_picture(
    place: tuple[float, float], cut: tuple[int, int, int, int]
) -> None:
    assert box(*place) == cut


def test_one_ball_is_one_object_in_all_exports_of_a_video() -> None:
    here, there = POINT.annotation(1, 1), BOX.annotation(5, 5)
    other = BallShape("w", 1280, 720).annotation(1, 1)

    assert here["object-id"] == there["object-id"] != other["object-id"]


def test_only_classes_that_occur_are_named() -> None:
    assert classes_in([ABSENT]) == {}
    assert classes_in([ABSENT, SEEN]) == {"0": "ball"}


def test_the_document_is_that_of_object_tracking() -> None:
    assert seqlabel(iter([{}])) == {"tracking-annotations": [{}]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ball", "ball"),
        ("Spiel 7 + Bälle_ü", "Spiel-7-B-lle"),
        ("-a-", "a"),
        ("ö", "ball"),
        ("x" * 80, "x" * 63),
    ],
)
def test_any_text_becomes_a_name_that_a_job_may_have(text: str, name: str) -> None:
    assert job_name(text) == name
