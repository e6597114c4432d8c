"""YOLO's folders as other programs lay them out."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.common.problems import Problems
from storage.formats.yolo.read import check_yolo, read_yolo
from storage.formats.yolo.texts import texts_in
from storage.records import Source
from tests.storage.formats.labelled_videos import FRAMES, HEIGHT, WIDTH, ball, balls, target

BALL = "0 0.5 0.5 0.1 0.1\n"
MIDDLE = ((WIDTH - 1) / 2, (HEIGHT - 1) / 2)
FIRST = ReadOptions(first_number=0)


def folder(root: Path, **files: str) -> Path:
    """A folder with these files; `__` parts folders, `_dot_` the ending."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


LAYOUTS = {
    "ultralytics": {"labels__train__f_7_dot_txt": BALL, "data_dot_yaml": "names: {0: ball}"},
    "roboflow": {
        "train__labels__f_7_dot_txt": BALL,
        "README_dot_dataset_dot_txt": "# tennis ball > 2023\nhttps://universe.roboflow.com/x",
        "README_dot_roboflow_dot_txt": "This dataset was exported via roboflow.com",
        "data_dot_yaml": "train: ../train/images\nnc: 1\nnames: ['ball']\n",
    },
    "cvat 1.1": {
        "obj_train_data__f_7_dot_txt": BALL,
        "train_dot_txt": "data/obj_train_data/f_7.PNG\n",
        "obj_dot_names": "ball\n",
        "obj_dot_data": "classes = 1\n",
    },
    "cvat, ultralytics": {
        "labels__train__f_7_dot_txt": BALL,
        "train_dot_txt": "images/train/f_7.png",
        "data_dot_yaml": "names:\n  0: ball\npath: .\ntrain: train.txt\n",
    },
    "labelImg": {"f_7_dot_txt": BALL, "classes_dot_txt": "ball\n"},
    "label studio": {
        "labels__f_7_dot_txt": BALL,
        "classes_dot_txt": "ball\n",
        "notes_dot_json": '{"categories": [{"id": 0, "name": "ball"}], "info": {}}',
    },
    "x-anylabeling": {"labels__f_7_dot_txt": BALL, "labels__classes_dot_txt": "ball\n"},
    "darknet": {"train__labels__f_7_dot_txt": BALL, "_darknet_dot_labels": "ball"},
}


@pytest.mark.parametrize("program", LAYOUTS)
def test_every_program_lays_out_its_folder_in_its_own_way(tmp_path: Path, program: str) -> None:
    root = folder(tmp_path, **LAYOUTS[program])

    assert balls(read_yolo(root, target(), FIRST)) == [ball(7, *MIDDLE)]
    assert texts_in(root, Problems(root)).classes == {0: "ball"}
    assert check_yolo(root).labels == {"ball": 1}


@pytest.mark.parametrize(
    "settings",
    [
        {"classes_dot_txt": "player\nball\n"},
        {"obj_dot_names": "player\nball\n"},
        {"labels_dot_txt": "player\nball\n"},
        {"notes_dot_json": '{"categories":[{"id":1,"name":"ball"},{"id":0,"name":"player"}]}'},
        {"data_dot_yaml": "names: [player, ball]"},
    ],
)
def test_players_are_never_the_ball(tmp_path: Path, settings: dict[str, str]) -> None:
    both = "0 0.2 0.5 0.2 0.4\n1 0.5 0.5 0.1 0.1\n"
    root = folder(tmp_path, labels__f_7_dot_txt=both, labels__f_8_dot_txt="0 0.5 0.5 0.2 0.4\n")
    labels = read_yolo(folder(root, **settings), target(), FIRST)

    assert [(row.frame, row.x) for row in labels.balls] == [(7, MIDDLE[0])]
    assert [each.name for each in labels.boxes] == ["player", "player"]
    with pytest.raises(ChoiceNeeded, match="no class 'puck'"):
        read_yolo(root, target(), ReadOptions("puck", 0))


def test_classes_without_names_are_asked_for(tmp_path: Path) -> None:
    root = folder(tmp_path, labels__f_7_dot_txt="0 0.2 0.5 0.2 0.4\n3 0.5 0.5 0.1 0.1\n")

    with pytest.raises(ChoiceNeeded, match="which class") as asked:
        read_yolo(root, target(), FIRST)
    assert asked.value.values == ("class 0", "class 3")
    for name in ("3", "class 3"):
        assert balls(read_yolo(root, target(), ReadOptions(name, 0))) == [ball(7, *MIDDLE)]


@pytest.mark.parametrize(
    ("line", "track", "confidence"),
    [
        ("0 0.5 0.5 0.1 0.1 0.875", None, 0.875),
        ("0 0.5 0.5 0.1 0.1 1", 1, 1.0),
        ("0 0.5 0.5 0.1 0.1 12", 12, 1.0),
        ("0 0.5 0.5 0.1 0.1 0.87 2", 2, 0.87),
        ("0 0.45 0.45 0.55 0.45 0.55 0.55 0.45 0.55", None, None),  # a turned box
        ("0 0.45 0.45 0.55 0.45 0.55 0.55 0.45 0.55 0.9", None, 0.9),  # an outline of a network
        ("0 0.45 0.45 0.55 0.45 0.5 0.55", None, None),  # three corners
        ("0 0.5 0.5 0.1 0.1000001", None, None),
    ],
)
def test_more_values_are_what_programs_mean(
    tmp_path: Path, line: str, track: int | None, confidence: float | None
) -> None:
    spare = line.replace("0 0.", "1 0.", 1)
    names = "names: [ball, spare ball]"
    root = folder(tmp_path, labels__f_7_dot_txt=f"{line}\n{spare}\n", data_dot_yaml=names)
    labels = read_yolo(root, target(), FIRST)

    [row] = labels.balls
    assert (row.x, row.y) == pytest.approx(MIDDLE)
    by_model = confidence is not None or track is not None
    assert row.source == (Source.MODEL if by_model else Source.HUMAN)
    assert row.confidence == (1.0 if confidence is None else confidence)
    assert labels.boxes[0].track == track


@pytest.mark.parametrize(
    "odd",
    ["1 1.5 0.5 0.1 0.1", "1 0.5 0.5 0.1", "1 nan 0.5 0.1 0.1", "1 0.5 0.5 0 0", "1 0.5 0.5 x 1"],
)
def test_an_odd_line_of_another_class_does_not_refuse_the_rest(tmp_path: Path, odd: str) -> None:
    files = {"labels__f_7_dot_txt": f"{BALL}{odd}\n", "data_dot_yaml": "names: [ball, court]"}
    labels = read_yolo(folder(tmp_path, **files), target(), FIRST)

    assert balls(labels) == [ball(7, *MIDDLE)]
    assert "Left out: 1 line" in labels.notes[0]


@pytest.mark.parametrize("share", ["1.0000003", "-0.0000002", "1"])
def test_a_rounded_share_is_at_the_edge(tmp_path: Path, share: str) -> None:
    root = folder(tmp_path, labels__f_7_dot_txt=f"0 0.5 {share} 0.1 0.1\n")

    [row] = balls(read_yolo(root, target(), FIRST))
    assert row.y in (-0.5, HEIGHT - 0.5)


def test_folders_of_several_videos_are_told_apart(tmp_path: Path) -> None:
    files = {f"labels__{game}__{n:04d}_dot_txt": BALL for game in ("final", "semi") for n in (3, 4)}
    root = folder(tmp_path, **files)

    assert [row.frame for row in read_yolo(root, target(), FIRST).balls] == [3, 4]
    with pytest.raises(ChoiceNeeded, match="of 2 videos"):
        read_yolo(root, target(name="other.mp4"), FIRST)


def test_texts_of_all_frames_need_no_number(tmp_path: Path) -> None:
    files = {f"labels__2024_dot_05_dot_01_{n}_dot_txt": BALL for n in range(1, FRAMES + 1)}

    labels = read_yolo(folder(tmp_path, **files), target())
    assert [row.frame for row in labels.balls] == list(range(FRAMES))


def test_some_texts_need_one(tmp_path: Path) -> None:
    root = folder(tmp_path, labels__f_7_dot_txt=BALL, labels__f_9_dot_txt="")

    with pytest.raises(ChoiceNeeded, match="2 pictures") as asked:
        read_yolo(root, target())
    assert asked.value.option == "first_number"
    labels = read_yolo(root, target(), FIRST)
    assert [row.frame for row in labels.balls] == [7]
    assert labels.notes[0].startswith("Left out: 1 picture without a ball")


def test_a_folder_of_words_has_no_labels(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no label texts"):
        read_yolo(folder(tmp_path, README_dot_txt="hello", classes_dot_txt="ball"), target())


def with_pictures(root: Path, width: int, height: int) -> Path:
    folder(root, labels__f_7_dot_txt="0 0.15625 0.296875 0.03 0.03\n", classes_dot_txt="ball")
    (root / "images").mkdir()
    cv2.imwrite(str(root / "images/f_7.png"), np.zeros((height, width, 3), np.uint8))
    return root


def test_square_pictures_of_a_wide_video_are_asked_for(tmp_path: Path) -> None:
    root = with_pictures(tmp_path, 640, 640)

    with pytest.raises(ChoiceNeeded, match="not a smaller copy") as asked:
        read_yolo(root, target(), FIRST)
    assert asked.value.values == ("stretch", "pad", "crop")


@pytest.mark.parametrize(
    ("way", "place"),
    [("stretch", (99.5, 106.375)), ("pad", (99.5, 49.5)), ("crop", (195.75, 106.375))],
)
def test_square_pictures_are_read_as_the_user_says(
    tmp_path: Path, way: str, place: tuple[float, float]
) -> None:
    root = with_pictures(tmp_path, 640, 640)

    [row] = balls(read_yolo(root, target(), ReadOptions(first_number=0, fit=way)))
    assert (row.x, row.y) == pytest.approx(place)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (320, 180), (1280, 720), (1920, 1080)])
def test_pictures_of_the_shape_of_the_video_need_no_choice(
    tmp_path: Path, width: int, height: int
) -> None:
    [row] = balls(read_yolo(with_pictures(tmp_path, width, height), target(), FIRST))

    assert (row.x, row.y) == pytest.approx((99.5, 106.375))


def test_what_macs_put_beside_texts_is_none(tmp_path: Path) -> None:
    root = folder(tmp_path, labels__f_7_dot_txt=BALL, labels__DS_Store="x")
    (root / "labels/._f_7.txt").write_bytes(b"\0\5\x16\7\0\xff")

    assert balls(read_yolo(root, target(), FIRST)) == [ball(7, *MIDDLE)]
    assert check_yolo(root).problems == ()


@pytest.mark.parametrize(
    "text", ["0.0 0.5 5.0e-1 1e-1 0.1", "0\t0.5\t0.5\t0.1\t0.1  ", "\ufeff0 .5 .5 .1 .1"]
)
def test_numbers_may_be_written_in_many_ways(tmp_path: Path, text: str) -> None:
    root = folder(tmp_path, labels__f_7_dot_txt=f"{text}\r\n", classes_dot_txt="ball")

    assert balls(read_yolo(root, target(), FIRST)) == [ball(7, *MIDDLE)]


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["player", "sports ball"], 1),
        (["person", "Tennis-Ball"], 1),
        (["pelota", "jugador"], 0),
        (["shuttlecock", "racket", "player"], 0),
        (["ball carrier", "ball"], 1),
        (["goalkeeper", "ball", "referee"], 1),
    ],
)
def test_the_ball_goes_by_many_names(tmp_path: Path, names: list[str], number: int) -> None:
    text = f"{number} 0.5 0.5 0.1 0.1\n"
    root = folder(tmp_path, labels__f_7_dot_txt=text, classes_dot_txt="\n".join(names))

    assert balls(read_yolo(root, target(), FIRST)) == [ball(7, *MIDDLE)]
