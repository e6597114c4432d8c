"""YOLO: shares of the picture, empty texts, and a data.yaml that others write in many ways."""

from pathlib import Path

import pytest
import yaml

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.yolo.read import check_yolo, read_yolo
from storage.formats.yolo.write import YOLO
from storage.records import Source, Visibility
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

FIRST = ReadOptions(first_number=0)
MIDDLE = ((WIDTH - 1) / 2, (HEIGHT - 1) / 2)


def texts(folder: Path, settings: str = "", **lines: str) -> Path:
    (folder / "labels").mkdir(exist_ok=True)
    for name, line in lines.items():
        (folder / "labels" / f"{name}.txt").write_text(line)
    if settings:
        (folder / "data.yaml").write_text(settings)
    return folder


def test_a_line_is_shares_of_the_picture_at_edges(tmp_path: Path) -> None:
    row = ball(3, *MIDDLE)
    out = written(YOLO, [labelled([row])], tmp_path / "set", size=36, validation=0)

    [text] = (out / "labels/train").iterdir()
    assert (text.name, text.read_text()) == (
        "final-frame_000003.txt",
        "0 0.50000000 0.50000000 0.05625000 0.10000000\n",
    )


def test_the_end_of_each_video_is_kept_apart(tmp_path: Path) -> None:
    rows = [ball(frame) for frame in range(10)]
    out = written(YOLO, [labelled(rows)], tmp_path / "set", validation=0.2)

    apart = sorted(path.stem[-2:] for path in (out / "labels/val").iterdir())
    assert apart == ["08", "09"]
    assert yaml.safe_load((out / "data.yaml").read_text()) == {
        "train": "images/train", "val": "images/val", "nc": 1, "names": {0: "ball"},
    }  # fmt: skip


def test_an_empty_text_says_that_there_is_no_ball_where_all_were_looked_at(tmp_path: Path) -> None:
    folder = texts(tmp_path, f_7="0 0.5 0.5 0.1 0.1\n", f_8="")
    complete = ReadOptions(first_number=0, complete=True)

    assert balls(read_yolo(folder, target(), FIRST)) == [ball(7, *MIDDLE)]
    assert balls(read_yolo(folder, target(), complete)) == [ball(7, *MIDDLE), absent(8)]


def test_what_a_network_answered_is_a_models(tmp_path: Path) -> None:
    folder = texts(tmp_path, f_7="0 0.1 0.5 0.1 0.1 0.3\n0 0.5 0.5 0.1 0.1 0.75\n")

    assert balls(read_yolo(folder, target(), FIRST)) == [
        ball(7, *MIDDLE, confidence=0.75, source=Source.MODEL)
    ]


def test_a_key_point_is_the_centre(tmp_path: Path) -> None:
    folder = texts(tmp_path, f_7="0 0.1 0.5 0.1 0.1 0.5 0.5 1\n")

    assert balls(read_yolo(folder, target(), FIRST)) == [
        ball(7, *MIDDLE, visibility=Visibility.OCCLUDED)
    ]


@pytest.mark.parametrize(
    "settings",
    [
        "names: [person, ball]",
        "names:\n- person\n- tennis-ball\n",
        "names:\n  0: person\n  1: 'ball'",
    ],
)
def test_names_are_listed_in_many_ways(tmp_path: Path, settings: str) -> None:
    lines = "0 0.1 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1\n"

    assert balls(read_yolo(texts(tmp_path, settings, f_7=lines), target(), FIRST)) == [
        ball(7, *MIDDLE)
    ]


BOMB = "a: &a [x]\nb: &b [*a,*a]\nnames: [*b,*b]\n"
MERGED = "a: &a {x: 1}\nnames:\n  <<: *a\n"


@pytest.mark.parametrize(
    "settings",
    ["names: 7", "a: [", BOMB, MERGED, "[" * 5000, "!!python/object:os.system {}", "names: [[]]"],
)
def test_a_data_yaml_that_is_none_is_told(tmp_path: Path, settings: str) -> None:
    folder = texts(tmp_path, settings, f_7="0 0.5 0.5 0.1 0.1\n")

    with pytest.raises(UserError, match=r"data\.yaml"):
        balls(read_yolo(folder, target(), FIRST))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0.5 0.5", "has 3 values"),
        ("x 0.5 0.5 0.1 0.1", "class is 'x'"),
        ("0 1.5 0.5 0.1 0.1", "x is '1.5'; it must be from 0 to 1"),
        ("0 0.5 0.5 0 0.1", "no width"),
        ("0 0.1 0.1 0.1 0.1 0.1 0.1", "no width and no height"),
        ("0 0.5 0.5 0.1 inf", "height is 'inf'"),
    ],
)
def test_what_makes_no_sense_is_told_with_file_and_line(
    tmp_path: Path, line: str, words: str
) -> None:
    with pytest.raises(UserError, match=rf"f_7\.txt, line 1: .*{words}"):
        balls(read_yolo(texts(tmp_path, f_7=line), target(), FIRST))


def test_pictures_of_other_videos_are_not_of_this(tmp_path: Path) -> None:
    out = written(YOLO, [labelled([ball(3)], name="semi.mp4")], tmp_path / "set")

    with pytest.raises(UserError, match="other videos"):
        balls(read_yolo(out, target()))


def test_who_moves_a_ball_elsewhere_has_moved_it(tmp_path: Path) -> None:
    row = ball(3, visibility=Visibility.HARD)
    out = written(YOLO, [labelled([row])], tmp_path / "set")
    [text] = (out / "labels").rglob("*.txt")
    text.write_text("0 0.5 0.5 0.1 0.1\n")

    assert balls(read_yolo(out, target())) == [ball(3, *MIDDLE, visibility=Visibility.HARD)]


def test_a_check_counts_classes_and_tells_the_file(tmp_path: Path) -> None:
    folder = texts(tmp_path, "names: [ball]", a="0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1\nx\n")
    report = check_yolo(folder)

    assert report.labels == {"ball": 1, "class 1": 1}
    assert [(each.line, each.what[:13]) for each in report.problems] == [
        (2, "labels/a.txt:"),
        (3, "labels/a.txt:"),
    ]


def test_a_folder_without_labels_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no label texts"):
        check_yolo(tmp_path)
