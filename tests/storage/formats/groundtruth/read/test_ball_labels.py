import pytest

from storage.errors import UserError
from storage.formats.groundtruth.read.ball_labels import (
    SequenceBalls,
    ball_name,
    box_names,
    box_row,
)
from storage.formats.groundtruth.schema.labels import ImageBox, ImageBoxes
from storage.formats.groundtruth.schema.seqlabel import (
    Annotation,
    AnnotationBox,
    LabelledFrame,
    Outline,
    Point,
    SeqLabel,
    Tool,
)
from storage.records import Source, Visibility
from tests.storage.formats.groundtruth.mutations import VIDEO


def ball(x: float, id: str = "a", name: str = "ball:1") -> Annotation:
    return Annotation(Point(x, 5), "0", {}, id, name)


def sequence(
    *frames: tuple[Annotation, ...], classes: dict[str, str] | None = None
) -> SequenceBalls:
    entries = [
        LabelledFrame(f"{number}.jpg", number, Tool.KEYPOINT, found)
        for number, found in enumerate(frames)
    ]
    return SequenceBalls(SeqLabel(True, tuple(entries)), classes or {}, Source.HUMAN)


def positions(balls: SequenceBalls) -> list[tuple[int, float | None]]:
    frames = {f"{number}.jpg": 10 + number for number in range(9)}
    return [(row.frame, row.x) for row in balls.rows("ball", frames)[0]]


@pytest.mark.parametrize(
    ("names", "wanted", "name"),
    [
        ({"player", "Tennis Ball"}, "", "Tennis Ball"),
        ({"puck-like"}, "", "puck-like"),
        ({"a", "b"}, "B", "b"),
        (set(), "", ""),
    ],
)
def test_the_class_of_the_ball_is_found(names: set[str], wanted: str, name: str) -> None:
    assert ball_name(names, wanted) == name


def test_classes_that_could_all_be_the_ball_are_told() -> None:
    with pytest.raises(UserError, match="one of: a, b"):
        ball_name(["a", "b"], "")
    with pytest.raises(UserError, match="one of: a"):
        ball_name(["a"], "c")


def test_the_frame_of_a_picture_is_that_of_its_name() -> None:
    assert positions(sequence((ball(1),), (), (ball(2),))) == [(10, 1), (11, None), (12, 2)]


def test_of_two_balls_the_one_that_stays_counts() -> None:
    game, spare = ball(1, "game"), ball(9, "spare", "ball:2")

    found = positions(sequence((game,), (spare, game), (game,)))

    assert found == [(10, 1), (11, 1), (12, 1)]


def test_classes_go_by_the_map_before_the_objects_name() -> None:
    balls = sequence((ball(1, name="dot:1"),), classes={"0": "ball"})

    assert positions(balls) == [(10, 1)]
    assert balls.names == {"ball"}


def test_boxes_and_outlines_have_a_middle() -> None:
    outline = Annotation(Outline((Point(0, 0), Point(4, 2))), "0", {}, "a", "ball:1")
    box = Annotation(AnnotationBox(10, 20, 13, 16), "0", {}, "a", "ball:1")

    rows, unclear = sequence((outline,), (box,)).rows("ball", {"0.jpg": 0, "1.jpg": 1})

    assert [(row.x, row.y) for row in rows] == [(2, 1), (16, 27.5)]
    assert unclear == 0


def test_a_ball_beyond_any_picture_is_refused() -> None:
    with pytest.raises(UserError, match="is at 1e\\+06 pixels"):
        positions(sequence((ball(1e6),)))


def test_of_boxes_the_surest_counts() -> None:
    boxes = ImageBoxes(
        (ImageBox(0, 0, 0, 5, 5, 0.2), ImageBox(0, 10, 10, 5, 5, 0.9), ImageBox(3, 1, 1, 9, 9)),
        {"0": "ball", "3": "man"},
    )

    row = box_row(boxes, "ball", 4, VIDEO, Source.MODEL, "occluded")

    assert row is not None
    assert (row.frame, row.x, row.confidence) == (4, 12, 0.9)
    assert row.visibility == Visibility.OCCLUDED
    assert box_names(boxes) == {"ball", "man"}


def test_two_boxes_alike_say_nothing_and_none_says_absent() -> None:
    two = ImageBoxes((ImageBox(0, 0, 0, 5, 5), ImageBox(0, 9, 9, 5, 5)), {"0": "ball"})

    assert box_row(two, "ball", 4, VIDEO, Source.HUMAN, None) is None
    absent = box_row(ImageBoxes((), {}), "ball", 4, VIDEO, Source.HUMAN, "clear")
    assert absent is not None
    assert absent.visibility == Visibility.ABSENT
