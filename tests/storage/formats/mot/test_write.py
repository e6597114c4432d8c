"""MOT: frames and pixels count from 1, and its programs agree.

motmetrics takes the first pixel off again, and TrackEval finds in our truth what it was told to
find. Both are too large to be installed for this alone, and TrackEval's package brings a second
OpenCV; their tests run where they are. datumaro cannot be installed beside our OpenCV at all.
"""

from pathlib import Path
from shutil import copy

import pytest

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.mot.read import check_mot, read_mot
from storage.formats.mot.write import MOT
from storage.records import Source, Visibility
from tests.storage.formats.labelled_videos import (
    absent,
    ball,
    balls,
    labelled,
    target,
    written,
)


def gt(folder: Path, *lines: str) -> Path:
    (folder / "gt.txt").write_text("".join(f"{line}\n" for line in lines))
    return folder / "gt.txt"


def info(folder: Path, **fields: object) -> None:
    lines = [f"{name}={value}\n" for name, value in fields.items()]
    (folder / "seqinfo.ini").write_text("[Sequence]\n" + "".join(lines))


def test_frames_and_pixels_count_from_one(tmp_path: Path) -> None:
    out = written(MOT, [labelled([ball(3, 100, 50)])], tmp_path / "set", size=21)

    text = (out / "final/gt/gt.txt").read_text()
    assert text == "4,1,91.000,41.000,21.000,21.000,1,1,1\n"
    assert balls(read_mot(gt(tmp_path, "4,1,91,41,21,21,1,1,1"), target())) == [ball(3, 100, 50)]


@pytest.mark.filterwarnings("ignore")  # its own, of pandas
def test_motmetrics_reads_the_box_where_it_is(tmp_path: Path) -> None:
    metrics = pytest.importorskip("motmetrics")
    out = written(MOT, [labelled([ball(3, 100, 50), ball(4, 103, 51)])], tmp_path / "set", size=21)
    table = metrics.io.loadtxt(str(out / "final/gt/gt.txt"), fmt="mot16", min_confidence=1)

    assert table.loc[(4, 1), ["X", "Y", "Width", "Height"]].tolist() == [90, 40, 21, 21]


@pytest.mark.filterwarnings("ignore")
def test_trackeval_judges_our_truth_as_found(tmp_path: Path) -> None:
    trackeval = pytest.importorskip("trackeval")
    rows = [ball(frame, 100 + frame, 50) for frame in range(10)]
    out = written(MOT, [labelled(rows)], tmp_path / "set")
    (tmp_path / "trackers/ours/data").mkdir(parents=True)
    copy(out / "final/gt/gt.txt", tmp_path / "trackers/ours/data/final.txt")
    quiet = {"PRINT_CONFIG": False}
    data = trackeval.datasets.MotChallenge2DBox(
        quiet
        | {"GT_FOLDER": str(out), "TRACKERS_FOLDER": str(tmp_path / "trackers")}
        | {"SKIP_SPLIT_FOL": True, "SEQ_INFO": {"final": None}, "DO_PREPROC": False}
    )
    silent = ("PRINT_RESULTS", "OUTPUT_SUMMARY", "OUTPUT_DETAILED", "PLOT_CURVES", "TIME_PROGRESS")
    judge = trackeval.Evaluator(quiet | dict.fromkeys(silent, False) | {"BREAK_ON_ERROR": True})
    judged, _ = judge.evaluate([data], [trackeval.metrics.CLEAR(quiet)])

    found = judged["MotChallenge2DBox"]["ours"]["COMBINED_SEQ"]["pedestrian"]
    assert found["CLEAR"]["MOTA"] == 1


def test_the_sequence_has_what_its_readers_want_and_no_more(tmp_path: Path) -> None:
    out = written(MOT, [labelled([ball(3)])], tmp_path / "set")

    assert (out / "final/seqinfo.ini").read_text().splitlines() == [
        "[Sequence]", "name=final", "imDir=img1", "frameRate=25", "seqLength=60",
        "imWidth=640", "imHeight=360", "imExt=.jpg",
    ]  # fmt: skip


def test_what_models_say_is_a_detection(tmp_path: Path) -> None:
    rows = [ball(3), ball(5, confidence=0.25, source=Source.MODEL)]
    out = written(MOT, [labelled(rows)], tmp_path / "set", effective=True, size=21)

    text = (out / "final/det/det.txt").read_text()
    assert text == "6,-1,91.000,41.000,21.000,21.000,0.2500,-1,-1,-1\n"
    (out / "final/frames.csv").unlink()
    assert [row.source for row in balls(read_mot(out / "final", target()))] == [
        Source.HUMAN,
        Source.MODEL,
    ]


def test_how_much_can_be_seen_is_a_share(tmp_path: Path) -> None:
    path = gt(
        tmp_path, *(f"{n},1,9,9,5,5,1,1,{share}" for n, share in enumerate((1, 0.5, 0, -1), 1))
    )

    assert [row.visibility for row in balls(read_mot(path, target()))] == [
        1,
        2,
        3,
        Visibility.CLEAR,
    ]


def test_what_does_not_count_is_left_out(tmp_path: Path) -> None:
    assert balls(read_mot(gt(tmp_path, "4,1,91,41,21,21,0,1,1"), target())) == []


def test_pedestrians_are_no_balls(tmp_path: Path) -> None:
    (tmp_path / "gt").mkdir()
    (tmp_path / "gt/labels.txt").write_text("person\nball\n")
    gt(tmp_path / "gt", "4,1,91,41,21,21,1,2,1", "4,2,1,1,9,9,1,1,1")

    assert balls(read_mot(tmp_path, target())) == [ball(3, 100, 50)]
    [player] = balls(read_mot(tmp_path, target(), ReadOptions("person")))
    assert player.x == 4


def test_lines_without_a_frame_say_nothing_of_it(tmp_path: Path) -> None:
    rows = [ball(3), absent(4)]
    out = written(MOT, [labelled(rows)], tmp_path / "set") / "final"
    assert balls(read_mot(out, target())) == rows

    (out / "frames.csv").unlink()
    assert balls(read_mot(out, target())) == rows[:1]


def test_a_sequence_of_another_length_is_refused(tmp_path: Path) -> None:
    info(tmp_path, seqLength=700)

    with pytest.raises(UserError, match="700 frames, the video 60"):
        balls(read_mot(gt(tmp_path, "4,1,91,41,21,21"), target()))


def test_a_smaller_copy_is_scaled(tmp_path: Path) -> None:
    info(tmp_path, seqLength=60, imWidth=320, imHeight=180)

    [row] = balls(read_mot(gt(tmp_path, "4,1,46,21,10.5,10.5"), target()))
    assert (row.x, row.y) == pytest.approx((100, 50))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("4,1,2", "line 1: '4,1,2' has 3 values"),
        ("-1,1,2,3,4,5", "frame is '-1'"),
        ("4,1,2,3,0,5", "no width"),
        ("4,1,x,3,4,5", "left is 'x'"),
        ("4,1,nan,3,4,5", "left is 'nan'"),
        ("4,1,1e9,3,4,5", "left is '1e9'"),
        ("4,1,1,3,4,5,1,1,7", "visibility is '7'"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        balls(read_mot(gt(tmp_path, line), target()))


def test_two_balls_in_a_frame_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="which track is the ball"):
        balls(read_mot(gt(tmp_path, "4,1,1,3,4,5", "4,2,1,3,4,5"), target()))


def test_a_check_tells_every_line(tmp_path: Path) -> None:
    info(tmp_path, seqLength=5)
    report = check_mot(gt(tmp_path, "4,1,1,3,4,5", "4,1,1,3,4,5", "x", "9,2,1,3,4,5"))

    assert [problem.line for problem in report.problems] == [3, 2, 4]
    assert (report.frames, report.labels, report.human) == (5, {"object": 3}, True)


@pytest.mark.parametrize("text", ["", "[Other]", "a=b", "[Sequence]\nseqLength=x\n"])
def test_a_broken_seqinfo_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "seqinfo.ini").write_text(text)

    with pytest.raises(UserError, match=r"seqinfo\.ini"):
        balls(read_mot(gt(tmp_path, "4,1,1,3,4,5"), target()))


def test_a_folder_without_a_sequence_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"neither gt/gt\.txt"):
        balls(read_mot(tmp_path, target()))
