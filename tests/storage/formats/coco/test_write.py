"""COCO: what its own programs see in our files, and what we see in others'."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.errors import UserError
from storage.formats.coco.read import check_coco, read_coco
from storage.formats.coco.write import COCO
from storage.formats.common.choices import ReadOptions
from storage.records import BallRow, Source, Visibility
from tests.storage.formats.labelled_videos import (
    HEIGHT,
    WIDTH,
    absent,
    ball,
    balls,
    labelled,
    target,
    written,
)

IMAGE = {"id": 1, "file_name": "a_0007.jpg", "width": WIDTH, "height": HEIGHT}
BALL = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [90, 40, 21, 21]}
FIRST = ReadOptions(first_number=0)


def file(folder: Path, *annotations: object, **fields: Any) -> Path:
    plain = {
        "images": [IMAGE],
        "annotations": annotations or [BALL],
        "categories": [{"id": 1, "name": "ball"}],
    }
    (folder / "a.json").write_text(json.dumps(plain | fields))
    return folder / "a.json"


def test_a_box_lies_around_the_centre_and_ends_at_edges(tmp_path: Path) -> None:
    out = written(COCO, [labelled([ball(3, 100, 50)])], tmp_path / "a.json", size=21)

    [annotation] = json.loads(out.read_text())["annotations"]
    assert annotation["bbox"] == [90, 40, 21, 21]
    assert annotation["keypoints"] == [100, 50, 2]


def test_pycocotools_reads_pictures_boxes_and_points(tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    rows = [ball(3), absent(5), ball(9, visibility=Visibility.OCCLUDED)]
    read = coco.COCO(str(written(COCO, [labelled(rows)], tmp_path / "a.json")))

    assert len(read.getImgIds()) == 3
    found = read.loadAnns(read.getAnnIds(catIds=read.getCatIds(catNms=["ball"])))
    assert [each["keypoints"][2] for each in found] == [2, 1]
    assert read.annToMask(found[0]).shape == (HEIGHT, WIDTH) if "segmentation" in found[0] else True


def test_pycocotools_judges_our_boxes_as_found(tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    cocoeval = pytest.importorskip("pycocotools.cocoeval")
    truth = coco.COCO(str(written(COCO, [labelled([ball(3), ball(9)])], tmp_path / "a.json")))
    answers = [each | {"score": 0.9} for each in truth.loadAnns(truth.getAnnIds())]
    judge = cocoeval.COCOeval(truth, truth.loadRes(answers), "bbox")
    judge.evaluate()
    judge.accumulate()
    judge.summarize()

    assert judge.stats[0] == pytest.approx(1)


def test_boxes_of_others_are_middles_of_edges(tmp_path: Path) -> None:
    assert balls(read_coco(file(tmp_path), target(), FIRST)) == [ball(7, 100, 50)]


def test_a_key_point_is_more_exact_than_its_box(tmp_path: Path) -> None:
    path = file(tmp_path, BALL | {"keypoints": [98.5, 51, 1]})

    assert balls(read_coco(path, target(), FIRST)) == [
        ball(7, 98.5, 51, visibility=Visibility.OCCLUDED)
    ]


def test_pictures_of_half_the_size_are_scaled(tmp_path: Path) -> None:
    small = IMAGE | {"width": WIDTH // 2, "height": HEIGHT // 2}

    [row] = balls(read_coco(file(tmp_path, images=[small]), target(), FIRST))
    assert (row.x, row.y) == (200.5, 100.5)


def test_pictures_of_another_shape_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a smaller copy"):
        balls(read_coco(file(tmp_path, images=[IMAGE | {"width": 500}]), target(), FIRST))


def test_a_picture_of_others_without_a_ball_says_nothing_of_it(tmp_path: Path) -> None:
    classes = [{"id": 1, "name": "ball"}, {"id": 2, "name": "player"}]
    images = [IMAGE, IMAGE | {"id": 2, "file_name": "frame_000008.jpg"}]
    player = BALL | {"image_id": 2, "category_id": 2}
    path = file(tmp_path, BALL, player, categories=classes, images=images)

    labels = read_coco(path, target(), FIRST)
    assert balls(labels) == [ball(7, 100, 50)]
    assert [box.name for box in labels.boxes] == ["player"]
    complete = read_coco(path, target(), ReadOptions(first_number=0, complete=True))
    assert balls(complete) == [ball(7, 100, 50), absent(8)]
    assert complete.notes == ()


def test_who_draws_no_ball_at_all_may_not_have_looked_for_one(tmp_path: Path) -> None:
    classes = [{"id": 1, "name": "ball"}, {"id": 2, "name": "player"}]
    path = file(tmp_path, BALL | {"category_id": 2}, categories=classes)

    labels = read_coco(path, target(), FIRST)
    assert (balls(labels), len(labels.boxes)) == ([], 1)
    assert labels.notes[0].startswith("Left out: 1 picture without a ball")


def test_a_picture_that_nobody_may_have_looked_at_says_nothing(tmp_path: Path) -> None:
    labels = read_coco(file(tmp_path, annotations=[]), target(), FIRST)

    assert balls(labels) == []
    assert labels.notes[0].startswith("Left out: 1 picture without a ball")


def test_what_a_network_answered_is_a_models(tmp_path: Path) -> None:
    path = file(
        tmp_path, BALL | {"score": 0.4}, BALL | {"id": 2, "score": 0.7, "bbox": [0, 0, 9, 9]}
    )

    [row] = balls(read_coco(path, target(), FIRST))
    assert (row.x, row.confidence, row.source) == (4, 0.7, Source.MODEL)


def test_the_class_called_ball_is_the_ball(tmp_path: Path) -> None:
    classes = [{"id": 1, "name": "sports ball"}, {"id": 2, "name": "person"}]
    path = file(tmp_path, BALL, BALL | {"id": 2, "category_id": 2}, categories=classes)

    assert len(balls(read_coco(path, target(), FIRST))) == 1


def test_which_class_is_the_ball_can_be_said(tmp_path: Path) -> None:
    classes = [{"id": 1, "name": "thing"}, {"id": 2, "name": "person"}]
    path = file(tmp_path, categories=classes)

    with pytest.raises(UserError, match="which class is the ball"):
        balls(read_coco(path, target(), FIRST))
    assert balls(read_coco(path, target(), ReadOptions("thing", 0))) == [ball(7, 100, 50)]


def test_some_pictures_of_a_video_may_be_any(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="1 pictures, the video has 60 frames"):
        balls(read_coco(file(tmp_path), target()))


def test_as_many_pictures_as_frames_are_the_frames(tmp_path: Path) -> None:
    images = [IMAGE | {"id": n, "file_name": f"img_{n + 1}.png"} for n in range(60)]
    path = file(tmp_path, BALL | {"image_id": 9}, images=images)

    rows = balls(read_coco(path, target()))
    assert [row.frame for row in rows if row.x is not None] == [9]


def test_labels_of_another_video_are_refused(tmp_path: Path) -> None:
    out = written(COCO, [labelled([ball(3)], name="semi.mp4")], tmp_path / "a.json")

    with pytest.raises(UserError, match="other videos"):
        balls(read_coco(out, target()))


def test_of_two_videos_each_gets_its_own(tmp_path: Path) -> None:
    both = [labelled([ball(3)]), labelled([ball(5)], name="semi.mp4")]
    out = written(COCO, both, tmp_path / "set")

    assert [row.frame for row in balls(read_coco(out, target()))] == [3]
    assert [row.frame for row in balls(read_coco(out, target(name="semi.mp4")))] == [5]


def test_who_deletes_a_ball_elsewhere_says_there_is_none(tmp_path: Path) -> None:
    out = written(COCO, [labelled([ball(3)])], tmp_path / "a.json")
    document = json.loads(out.read_text())
    out.write_text(json.dumps(document | {"annotations": []}))

    assert balls(read_coco(out, target())) == [absent(3)]


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (BALL | {"bbox": [1, 2, 3]}, "bbox is not"),
        (BALL | {"bbox": [1, 2, "x", 3]}, "bbox is 'x'"),
        (BALL | {"bbox": [1, 2, -3, 3]}, "bbox is not"),
        (BALL | {"score": 7}, "score is 7; it must be from 0 to 1"),
        (BALL | {"score": True}, "score is True"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_element(
    tmp_path: Path, annotation: object, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        balls(read_coco(file(tmp_path, annotation), target(), FIRST))


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (BALL | {"image_id": 2}, "annotations[1]: there is no image 2"),
        (BALL | {"category_id": 2}, "no category 2"),
        (BALL | {"category_id": None}, "category_id is None"),
        ([BALL], "not an object"),
        (BALL | {"category_id": 9, "bbox": "x"}, "bbox"),
    ],
)
def test_an_odd_element_does_not_refuse_the_rest(tmp_path: Path, odd: object, words: str) -> None:
    labels = read_coco(file(tmp_path, BALL, odd), target(), FIRST)

    assert balls(labels) == [ball(7, 100, 50)]
    assert words in labels.notes[0]


def test_a_ball_told_twice_is_one(tmp_path: Path) -> None:
    labels = read_coco(file(tmp_path, BALL, BALL | {"id": 2}), target(), FIRST)

    assert (balls(labels), labels.boxes) == ([ball(7, 100, 50)], ())


def test_a_check_goes_on_behind_a_problem(tmp_path: Path) -> None:
    report = check_coco(file(tmp_path, BALL | {"image_id": 2}, 7, BALL))

    assert (report.frames, report.labels, report.classes) == (1, {"ball": 1}, {"1": "ball"})
    assert len(report.problems) == 2


@pytest.mark.parametrize("text", ["[]", "{}", "[" * 100_000, '{"images": NaN}', "{", "1" * 5000])
def test_what_is_no_coco_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)

    with pytest.raises(UserError, match=r"a\.json, line 1"):
        balls(read_coco(tmp_path / "a.json", target()))


def test_a_folder_with_two_files_is_told(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).touch()

    with pytest.raises(UserError, match="2 JSON files"):
        balls(read_coco(tmp_path, target()))


def test_rows_are_equal_to_those_of_tables(tmp_path: Path) -> None:
    rows = [ball(3, confidence=0.5, source=Source.MODEL)]
    out = written(COCO, [labelled(rows)], tmp_path / "a.json", effective=True)

    assert balls(read_coco(out, target())) == [
        BallRow(3, Visibility.CLEAR, 100, 50, 0.5, Source.MODEL)
    ]
