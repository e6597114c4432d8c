"""MOT's files as SoccerNet, trackers and CVAT write them."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.common.problems import Problems
from storage.formats.mot.read import check_mot, read_mot
from storage.formats.mot.sequence import sequence_info
from storage.records import Source
from tests.storage.formats.labelled_videos import ball, balls, target

GAME = """[Sequence]
name=SNMOT-116
num_tracklets=3
trackletID_1= player team left;10
trackletID_2= ball;1
trackletID_3= goalkeeper team right;y
"""


def sequence(folder: Path, *lines: str, info: str = "", game: str = "") -> Path:
    (folder / "gt").mkdir(parents=True, exist_ok=True)
    (folder / "gt/gt.txt").write_text("\n".join(lines))
    if info:
        (folder / "seqinfo.ini").write_text(f"[Sequence]\n{info}")
    if game:
        (folder / "gameinfo.ini").write_text(game)
    return folder


def line(frame: int, track: int = 2, left: float = 91, rest: str = "1,-1,-1,-1") -> str:
    return f"{frame},{track},{left},41,21,21,{rest}"


@pytest.mark.parametrize("class_name", ["", "ball"])
def test_soccernet_tells_the_ball_in_gameinfo(tmp_path: Path, class_name: str) -> None:
    lines = [line(4), line(4, 1, 300), line(5, 3, 400)]
    path = sequence(tmp_path, *lines, game=GAME)

    labels = read_mot(path, target(), ReadOptions(class_name))
    assert balls(labels) == [ball(3, 100, 50)]
    assert [(box.name, box.track) for box in labels.boxes] == [
        ("player team left", 1),
        ("goalkeeper team right", 3),
    ]


def test_a_player_in_turn_with_the_ball_is_no_ball(tmp_path: Path) -> None:
    path = sequence(tmp_path, line(4), line(5, 1, 300), line(6, 1, 303), game=GAME)

    assert [row.frame for row in read_mot(path, target()).balls] == [3]
    assert check_mot(path).labels == {"ball": 1, "player team left": 2}


def test_objects_that_nothing_names_are_asked_for(tmp_path: Path) -> None:
    path = sequence(tmp_path, line(4), line(4, 1, 300), line(5), line(6))

    with pytest.raises(ChoiceNeeded, match="which track is the ball") as asked:
        read_mot(path, target())
    assert asked.value.values == ("2", "1")
    labels = read_mot(path, target(), ReadOptions(ball="2"))
    assert [row.frame for row in labels.balls] == [3, 4, 5]
    assert [box.track for box in labels.boxes] == [1]


@pytest.mark.parametrize(
    ("name", "rest", "source"),
    [
        ("gt", "1,-1,-1,-1", Source.HUMAN),
        ("gt", "1,1,1", Source.HUMAN),
        ("det", "1,-1,-1,-1", Source.MODEL),
        ("rally", "0.83,-1,-1,-1", Source.MODEL),
        ("rally", "0.83", Source.MODEL),
        ("SNMOT-116", "1.0,-1,-1,-1", Source.HUMAN),
        ("rally", "1,-1,-1,-1", Source.HUMAN),
    ],
)
def test_what_a_tracker_found_is_a_models(
    tmp_path: Path, name: str, rest: str, source: Source
) -> None:
    (tmp_path / f"{name}.txt").write_text(line(4, rest=rest))

    [row] = read_mot(tmp_path / f"{name}.txt", target()).balls
    assert row.source == source


def test_the_sequence_may_lie_one_folder_deeper(tmp_path: Path) -> None:
    sequence(tmp_path / "final", line(4))

    assert balls(read_mot(tmp_path, target())) == [ball(3, 100, 50)]


def test_of_several_sequences_the_one_of_the_video_is_read(tmp_path: Path) -> None:
    sequence(tmp_path / "final", line(4))
    sequence(tmp_path / "semi", line(9))

    assert [row.frame for row in read_mot(tmp_path, target()).balls] == [3]
    chosen = read_mot(tmp_path, target(), ReadOptions(source="semi"))
    assert [row.frame for row in chosen.balls] == [8]
    with pytest.raises(ChoiceNeeded, match="of 2 videos"):
        read_mot(tmp_path, target(name="other.mp4"))


def test_a_size_that_only_the_pictures_tell_counts(tmp_path: Path) -> None:
    path = sequence(tmp_path, "4,1,46,21,10.5,10.5,1,-1,-1,-1", info="seqLength=60\n")
    (tmp_path / "img1").mkdir()
    cv2.imwrite(str(tmp_path / "img1/000001.jpg"), np.zeros((180, 320, 3), np.uint8))

    [row] = read_mot(path, target()).balls
    assert (row.x, row.y) == pytest.approx((100, 50))


def test_class_numbers_may_be_named(tmp_path: Path) -> None:
    path = sequence(tmp_path, line(4, rest="1,7,1"), line(4, 9, 300, "1,1,1"))

    with pytest.raises(ChoiceNeeded) as asked:
        read_mot(path, target())
    assert asked.value.values == ("class 1", "class 7")
    assert balls(read_mot(path, target(), ReadOptions("7"))) == [ball(3, 100, 50)]


def test_ids_may_be_long(tmp_path: Path) -> None:
    path = sequence(tmp_path, line(4, 7706992903151817196), line(5, 7706992903151817196))

    assert len(read_mot(path, target()).balls) == 2


@pytest.mark.parametrize("game", ["[Sequence", "[Other]\na=1", "x" * 20])
def test_a_list_of_objects_that_is_none_is_told(tmp_path: Path, game: str) -> None:
    path = sequence(tmp_path, line(4), game=game)

    with pytest.raises(UserError, match=r"gameinfo\.ini"):
        sequence_info(path / "gt/gt.txt", Problems(path / "gt/gt.txt", strict=True))


@pytest.mark.parametrize("odd", ["5,1,x,41,21,21,1,-1,-1,-1", "5,1,9,41,0,21,1,-1,-1,-1", "5,1,9"])
def test_an_odd_line_of_a_player_does_not_refuse_the_rest(tmp_path: Path, odd: str) -> None:
    labels = read_mot(sequence(tmp_path, line(4), odd, game=GAME), target())

    assert balls(labels) == [ball(3, 100, 50)]
    assert "Left out: 1 line; the first, line 2" in labels.notes[0]
    with pytest.raises(UserError, match="line 2"):
        read_mot(sequence(tmp_path, line(4), odd.replace("5,1", "5,2", 1), game=GAME), target())


@pytest.mark.parametrize(
    "rest", ["1,1,1", "1,-1,-1,-1", "1,7,0.5", "1", "0.9,-1,-1,-1"], ids=lambda rest: rest[:5]
)
def test_several_objects_of_one_class_without_a_name_are_asked_for(
    tmp_path: Path, rest: str
) -> None:
    lines = [
        line(n, t, 91 + 30 * t, rest) for n in range(1, 9) for t in (1, 2, 3) if t < 3 or n < 5
    ]

    with pytest.raises(ChoiceNeeded, match="which track is the ball") as asked:
        read_mot(sequence(tmp_path, *lines), target())
    assert (asked.value.option, asked.value.values) == ("ball", ("1", "2", "3"))
    chosen = read_mot(sequence(tmp_path, *lines), target(), ReadOptions(ball="2"))
    assert {row.x for row in chosen.balls} == {160.0}


def test_a_first_line_may_name_the_columns(tmp_path: Path) -> None:
    head = "frame,id,bb_left,bb_top,bb_width,bb_height,conf,x,y,z"

    assert balls(read_mot(sequence(tmp_path, head, line(4)), target())) == [ball(3, 100, 50)]
    assert check_mot(tmp_path).problems == ()


def test_frames_may_count_from_zero(tmp_path: Path) -> None:
    labels = read_mot(sequence(tmp_path, line(0), line(4)), target())

    assert [row.frame for row in labels.balls] == [0, 4]
    assert labels.notes == ("The frames were read as counting from 0.",)
    told = read_mot(sequence(tmp_path, line(4)), target(), ReadOptions(first_number=0))
    assert [row.frame for row in told.balls] == [4]
