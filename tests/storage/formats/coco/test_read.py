"""COCO as Roboflow, Label Studio, CVAT, trackers and VIA write it."""

import json
import random
from hashlib import md5
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.coco.document import read_document
from storage.formats.coco.read import check_coco, read_coco
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.common.label_set import check_labels
from storage.records import Visibility
from tests.storage.formats.labelled_videos import (
    FRAMES,
    HEIGHT,
    WIDTH,
    ball,
    balls,
    target,
    video,
)

SIZE = {"width": WIDTH, "height": HEIGHT}
CLASSES = [{"id": 1, "name": "ball"}, {"id": 2, "name": "player"}]
BOX = [90, 40, 21, 21]


def file(folder: Path, images: object, annotations: object, **more: Any) -> Path:
    plain = {"images": images, "annotations": annotations, "categories": CLASSES}
    (folder / "a.json").write_text(json.dumps(plain | more))
    return folder / "a.json"


def image(id: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "file_name": name, **SIZE, **more}


def box(image: int, id: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": id, "image_id": image, "category_id": 1, "bbox": BOX, **more}


def frames_of(path: Path, **options: Any) -> list[int]:
    return [row.frame for row in read_coco(path, target(), ReadOptions(**options)).balls]


def test_a_download_of_roboflow_needs_no_choice(tmp_path: Path) -> None:
    def name(n: int) -> str:
        mark = md5(str(n).encode(), usedforsecurity=False).hexdigest()
        return f"rally_mp4-{n}_jpg.rf.{mark}.jpg"

    order = random.Random(4).sample(range(FRAMES), FRAMES)
    images = [image(id, name(n)) for id, n in enumerate(order)]
    annotations = [box(id, bbox=[90 + order[id], 40, 21, 21]) for id in range(FRAMES)]
    classes = [{"id": 0, "name": "balls", "supercategory": "none"}, *CLASSES]
    (tmp_path / "train").mkdir()
    path = tmp_path / "train/_annotations.coco.json"
    path.write_text(file(tmp_path, images, annotations, categories=classes).read_text())

    rows = balls(read_coco(path, target()))
    assert [(row.frame, row.x) for row in rows] == [(n, 100 + n) for n in range(FRAMES)]


@pytest.mark.parametrize("key", ["frame_id", "frame_index", "frame_number", "frame_no"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_field_says_the_frame(tmp_path: Path, key: str, first: int) -> None:
    images = [image(n, f"{n}_{99 - n}.jpg", **{key: n + first}) for n in range(FRAMES)]

    assert frames_of(file(tmp_path, images, [box(7), box(9)]))[:1] == [7]
    some = file(tmp_path, images[10:20], [box(12)])
    assert frames_of(some, first_number=first) == [12]


def two_videos(folder: Path, **more: Any) -> Path:
    images = [
        image(30 * game + n, f"vid{game}/{n:04d}.jpg", video_id=game, **more)
        for game in (1, 2) for n in range(30)
    ]  # fmt: skip
    named = [{"id": 1, "name": "semi"}, {"id": 2, "name": "final.mp4"}]
    return file(folder, images, [box(33), box(65)], videos=named)


def test_of_several_videos_the_one_that_is_called_so_is_read(tmp_path: Path) -> None:
    assert frames_of(two_videos(tmp_path), first_number=0) == [5]
    assert frames_of(two_videos(tmp_path), first_number=0, source="semi") == [3]
    assert frames_of(two_videos(tmp_path), first_number=0, source="vid1") == [3]
    with pytest.raises(ChoiceNeeded, match="of 2 videos") as asked:
        read_coco(two_videos(tmp_path), target(name="other.mp4"))
    assert asked.value.values == ("semi", "final.mp4")


def test_folders_of_the_same_names_are_several_videos(tmp_path: Path) -> None:
    images = [image(30 * g + n, f"{game}/{n:04d}.jpg") for g, game in enumerate(("semi", "final"))
              for n in range(30)]  # fmt: skip

    assert frames_of(file(tmp_path, images, [box(3), box(35)]), first_number=0) == [5]


SQUARE = [90, 40, 111, 40, 111, 61, 90, 61]
RUNS = [90 * HEIGHT + 40, 21, *[HEIGHT - 21, 21] * 20, 1]
SHAPES: dict[str, dict[str, Any]] = {
    "polygon": {"segmentation": [SQUARE]},
    "two polygons": {"segmentation": [SQUARE[:6], SQUARE[2:]]},
    "mask": {"segmentation": {"size": [HEIGHT, WIDTH], "counts": RUNS}},
    "turned box": {"bbox": [*BOX, 0.5]},
    "key points": {"keypoints": [90, 40, 2, 110, 60, 1, 0, 0, 0], "bbox": []},
    "box of texts": {"bbox": ["90", "40", "21", "21"]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_its_middle(tmp_path: Path, shape: str) -> None:
    annotation = {name: value for name, value in box(1).items() if name != "bbox"}
    path = file(tmp_path, [image(1, "f_7.jpg")], [annotation | SHAPES[shape]])

    [row] = balls(read_coco(path, target(), ReadOptions(first_number=0)))
    assert (row.x, row.y) == pytest.approx((100, 50))
    assert check_coco(path).problems == ()


@pytest.mark.parametrize("id", [7706992903151817196, 10**12, 2**62, "a-b-c", "0017", "17"])
def test_ids_may_be_anything(tmp_path: Path, id: Any) -> None:
    path = file(tmp_path, [image(id, "f_7.jpg")], [box(id)])

    assert frames_of(path, first_number=0) == [7]


def test_a_size_that_only_the_picture_tells_counts(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    picture = np.zeros((HEIGHT // 2, WIDTH // 2, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "images/f_7.png"), picture)
    path = file(tmp_path, [{"id": 1, "file_name": "f_7.png"}], [box(1)])

    [row] = balls(read_coco(path, target(), ReadOptions(first_number=0)))
    assert (row.x, row.y) == (200.5, 100.5)


def test_pictures_that_nobody_may_have_looked_at_say_nothing(tmp_path: Path) -> None:
    images = [image(n, f"frame_{n:06d}.PNG") for n in range(FRAMES)]
    labels = read_coco(file(tmp_path, images, [box(n, n) for n in range(20)]), target())

    assert [row.frame for row in labels.balls] == list(range(20))
    assert labels.notes[0].startswith("Left out: 40 pictures without a ball")


def test_the_ball_in_play_is_told_by_its_track(tmp_path: Path) -> None:
    images = [image(n, f"f_{n}.jpg") for n in range(FRAMES)]
    spare = [box(n, bbox=[300, 40, 21, 21], attributes={"track_id": 8}) for n in range(FRAMES)]
    moving = [box(n, bbox=[90 + n, 40, 21, 21], track_id=3) for n in range(FRAMES)]
    labels = read_coco(file(tmp_path, images, [*spare, *moving]), target())

    assert balls(labels) == [ball(n, 100 + n, 50) for n in range(FRAMES)]
    assert {each.track for each in labels.boxes} == {8}


def test_what_cvat_calls_occluded_is(tmp_path: Path) -> None:
    path = file(tmp_path, [image(1, "f_7.jpg")], [box(1, attributes={"occluded": True})])

    [row] = balls(read_coco(path, target(), ReadOptions(first_number=0)))
    assert row.visibility == Visibility.OCCLUDED


def test_other_objects_come_in_as_boxes(tmp_path: Path) -> None:
    player = box(1, 2, category_id=2, bbox=[10, 20, 30, 40], instance_id=5)
    path = file(tmp_path, [image(1, "f_7.jpg")], [box(1), player])

    [found] = read_coco(path, target(), ReadOptions(first_number=0)).boxes
    assert (found.name, found.frame, found.track) == ("player", 7, 5)
    assert (found.left, found.top, found.width, found.height) == (9.5, 19.5, 30, 40)


def test_a_category_that_is_none_is_odd() -> None:
    document = {"images": [], "annotations": [], "categories": [{"id": None, "name": "x"}, 7]}

    assert [each.where for each in read_document(document).odd] == [
        "categories[0]",
        "categories[1]",
    ]


def test_the_parts_of_a_data_set_are_one_video(tmp_path: Path) -> None:
    parts = {"train": range(40), "valid": range(40, 55), "test": range(55, FRAMES)}
    for part, numbers in parts.items():
        images = [image(id, f"rally_{n}_jpg.rf.{n}a.jpg") for id, n in enumerate(numbers)]
        text = file(tmp_path, images, [box(id) for id in range(len(numbers))]).read_text()
        (tmp_path / part).mkdir()
        (tmp_path / part / "_annotations.coco.json").write_text(text)
    (tmp_path / "a.json").unlink()

    assert frames_of(tmp_path) == list(range(FRAMES))
    assert check_coco(tmp_path).labels == {"ball": FRAMES}


def test_classes_without_names_go_by_their_numbers(tmp_path: Path) -> None:
    images = [image(1, "f_7.jpg")]
    bare = file(tmp_path, images, [box(1)], categories=[])
    assert frames_of(bare, first_number=0) == [7]

    both = file(tmp_path, images, [box(1), box(1, category_id=2)], categories=[])
    with pytest.raises(ChoiceNeeded) as asked:
        frames_of(both, first_number=0)
    assert asked.value.values == ("class 1", "class 2")


def test_it_is_told_where_numbers_may_count_from_one(tmp_path: Path) -> None:
    images = [image(n, f"{n}.jpg", frame_id=n) for n in (5, 6)]

    labels = read_coco(file(tmp_path, images, [box(5)]), target())
    assert labels.balls[0].frame == 5
    assert "counting from 0" in labels.notes[-1]


@pytest.mark.parametrize("key", ["frame_idx", "frameNumber", "frame_id", "frame-no", "frame"])
@pytest.mark.parametrize("kind", [str, float, int])
def test_a_field_of_the_frame_comes_before_the_name(tmp_path: Path, key: str, kind: Any) -> None:
    images = [image(n, f"{md5(bytes([n])).hexdigest()}.jpg", **{key: kind(n)}) for n in range(60)]

    assert frames_of(file(tmp_path, images, [box(7), box(41)])) == [7, 41]


def test_a_frame_before_the_first_is_refused(tmp_path: Path) -> None:
    images = [image(n, f"{n}.jpg", frame_id=n) for n in range(30)]
    labels = read_coco(file(tmp_path, images, [box(2)]), target(), ReadOptions(first_number=5))

    with pytest.raises(UserError, match="mention frame -3"):
        check_labels(labels, video(), "a.json")


@pytest.mark.parametrize(
    "odd",
    [
        {"area": float("nan")},
        {"score": None, "segmentation": None, "keypoints": None, "attributes": None},
        {"iscrowd": float("inf")},
        {"bbox": [f"{v:.3e}" for v in BOX]},
        {"track_id": None, "extra": {"deep": [1, None, float("nan")]}},
    ],
)
def test_odd_values_that_say_nothing_of_the_place_do_no_harm(
    tmp_path: Path, odd: dict[str, Any]
) -> None:
    path = file(tmp_path, [image(1, "f_7.jpg")], [box(1, **odd)])

    [row] = balls(read_coco(path, target(), ReadOptions(first_number=0)))
    assert (row.x, row.y) == (100, 50)


@pytest.mark.parametrize("nothing", [float("nan"), float("inf"), "nan", None])
def test_a_place_that_is_no_number_is_refused_for_a_ball_and_left_out_for_others(
    tmp_path: Path, nothing: Any
) -> None:
    broken = [nothing, 40, 21, 21]
    player = file(tmp_path, [image(1, "f_7.jpg")], [box(1), box(1, 2, category_id=2, bbox=broken)])
    labels = read_coco(player, target(), ReadOptions(first_number=0))
    assert (len(labels.balls), "Left out: 1 element" in labels.notes[0]) == (1, True)
    with pytest.raises(UserError, match="annotations"):
        frames_of(file(tmp_path, [image(1, "f_7.jpg")], [box(1, bbox=broken)]), first_number=0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_file_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    named = [{"id": 1, "name": "ball"}, {"id": 2, "name": "Torh\xfcter"}]
    player = box(1, 2, category_id=2)
    plain = {"images": [image(1, "f_7.jpg")], "annotations": [box(1), player], "categories": named}
    (tmp_path / "a.json").write_bytes(json.dumps(plain, ensure_ascii=False).encode(encoding))

    labels = read_coco(tmp_path / "a.json", target(), ReadOptions(first_number=0))
    assert [each.name for each in labels.boxes] == ["Torh\xfcter"]


def test_copies_of_a_picture_that_was_changed_are_refused(tmp_path: Path) -> None:
    images = [
        image(3 * n + k, f"rally-{n}_jpg.rf.{n}{k}abcdef.jpg") for n in range(60) for k in range(3)
    ]

    with pytest.raises(UserError, match="Several pictures are of one frame"):
        frames_of(file(tmp_path, images, [box(id) for id in range(180)]))


def test_a_picture_that_is_listed_twice_is_one(tmp_path: Path) -> None:
    images = [image(n, f"{n}.jpg") for n in range(60)]

    twice = [*images, image(99, "7.jpg")]
    assert frames_of(file(tmp_path, twice, [box(n, n) for n in range(60)])) == list(range(60))


def test_pictures_of_another_shape_are_read_as_roboflow_says(tmp_path: Path) -> None:
    square = {"id": 1, "file_name": "f_7.jpg", "width": 640, "height": 640}
    path = file(tmp_path, [square], [box(1, bbox=[90, 180, 21, 21])])

    with pytest.raises(ChoiceNeeded) as asked:
        frames_of(path, first_number=0)
    assert asked.value.option == "fit"
    (tmp_path / "README.roboflow.txt").write_text("* Resize to 640x640 (Fit (black edges))")
    [row] = balls(read_coco(path, target(), ReadOptions(first_number=0)))
    assert (row.x, row.y) == (100, 50)
