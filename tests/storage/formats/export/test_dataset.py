"""What goes into a data set, and the pictures of it, from a real video."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.coco.write import COCO
from storage.formats.common.label_set import LabelTarget
from storage.formats.export.dataset import (
    DataSetRequest,
    chosen_frames,
    export_data_set,
    parts_of,
    plan_data_set,
    suffix_of,
)
from storage.formats.export.request import LabelledVideo
from storage.formats.mot.read import read_mot
from storage.formats.mot.write import MOT
from storage.formats.yolo.read import read_yolo
from storage.formats.yolo.write import YOLO
from storage.media.frame_table import scan_frames
from storage.records import BallTrackBuilder, Event, Review, Source, Video
from tests.clips.bar_code import read_number
from tests.clips.shelf import Shelf
from tests.draining import drained
from tests.storage.formats.labelled_videos import ball, balls, labelled


@pytest.fixture(params=["long_gop.mp4", "variable.mp4"])
def filmed(shelf: Shelf, request: pytest.FixtureRequest) -> LabelledVideo:
    """A real video of an even or an uneven rate, with a ball on frames 10, 11 and 40."""
    path = shelf.path(request.param)
    table = drained(scan_frames(path))
    track = BallTrackBuilder.empty(len(table))
    for frame in (10, 11, 40):
        track.visibility[frame] = track.review[frame] = 1
        track.source[frame] = Source.HUMAN
        track.x[frame], track.y[frame], track.confidence[frame] = 100 + frame, 50, 1
    video = Video("ab" * 32, path, len(table), 640, 360, float(table.duration), table.rate)
    return LabelledVideo(video, table, track.build())


def number_on(picture: Path) -> int:
    """The number that the pictures of the test kit show."""
    pixels = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    number = read_number(pixels.astype(np.uint8))
    assert number is not None
    return number


def test_ranges_may_overlap_and_reach_beyond_the_end() -> None:
    each = labelled([], ranges=(range(0, 7), range(5, 9), range(58, 99)))

    assert chosen_frames(each, 1) == (0, 1, 2, 3, 4, 5, 6, 7, 8, 58, 59)
    assert chosen_frames(each, 3) == (0, 3, 5, 6, 8, 58)


def test_rejected_points_and_unreviewed_ones_stay_out() -> None:
    each = labelled([ball(3), ball(5, source=Source.MODEL), ball(7)])
    ball_labels = BallTrackBuilder.of(each.ball)
    ball_labels.review[7] = Review.REJECTED
    each = replace(each, ball=ball_labels.build())

    for effective, frames in ((False, [3]), (True, [3, 5])):
        request = DataSetRequest([each], Path("set"), effective=effective)
        assert list(parts_of(COCO, request)[0].rows) == frames


def test_events_are_those_in_range_that_people_have_decided() -> None:
    model = Event(6, "hit", source=Source.MODEL, review=Review.UNREVIEWED)
    each = labelled([ball(5)], [Event(3, "hit"), Event(5, "hit"), model], ranges=(range(4, 9),))

    for effective, count in ((False, 1), (True, 2)):
        request = DataSetRequest([each], Path("set"), effective=effective)
        assert len(parts_of(COCO, request)[0].events) == count


def test_videos_of_one_name_get_folders_of_their_own() -> None:
    names = ("final.mp4", "Final.mkv", "fi/../nal.mp4", "***.mp4")
    request = DataSetRequest([labelled([ball(3)], name=name) for name in names], Path("set"))

    assert [part.name for part in parts_of(COCO, request)] == ["final", "Final-2", "nal", "video"]


def test_nothing_to_write_is_told() -> None:
    with pytest.raises(UserError, match="no reviewed frame"):
        parts_of(COCO, DataSetRequest([labelled([])], Path("set")))


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"size": 0}, {"validation": 1}, {"half": 3}, {"size": 1e9}]
)
def test_numbers_out_of_range_are_a_bug(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        DataSetRequest([], Path("set"), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("images", ["jpeg", "png"])
def test_pictures_are_of_the_very_frames_of_their_labels(
    filmed: LabelledVideo, tmp_path: Path, images: str
) -> None:
    request = DataSetRequest([filmed], tmp_path / "set", images=images)  # type: ignore[arg-type]
    done = drained(export_data_set(YOLO, request))

    assert done.frames == 3
    found = sorted((tmp_path / "set/images").rglob(f"*{suffix_of(request.images)}"))
    assert sorted(map(number_on, found)) == [10, 11, 40]
    labels = read_yolo(tmp_path / "set", LabelTarget(filmed.video, filmed.table))
    assert [row.frame for row in labels.balls] == [10, 11, 40]


def test_a_sequence_of_every_third_frame_finds_its_way_back(
    filmed: LabelledVideo, tmp_path: Path
) -> None:
    request = DataSetRequest([filmed], tmp_path / "set", every=10)
    drained(export_data_set(MOT, request))

    [folder] = (tmp_path / "set").iterdir()
    pictures = sorted((folder / "img1").iterdir())
    assert [path.name for path in pictures[:2]] == ["000001.jpg", "000002.jpg"]
    assert number_on(pictures[4]) == 40
    assert [
        row.frame for row in balls(read_mot(folder, LabelTarget(filmed.video, filmed.table)))
    ] == [10, 40]


def test_a_plan_is_what_the_export_writes(filmed: LabelledVideo, tmp_path: Path) -> None:
    request = DataSetRequest([filmed], tmp_path / "set")
    plan = drained(plan_data_set(MOT, request))
    assert not (tmp_path / "set").exists()

    drained(export_data_set(MOT, request))
    files = [path for path in (tmp_path / "set").rglob("*") if path.is_file()]
    assert (plan.frames, plan.labels) == (len(filmed.table), 3)
    assert plan.requests == len(files)
    assert plan.bytes == pytest.approx(sum(path.stat().st_size for path in files), rel=0.3)


def test_a_label_taken_back_during_an_interruption_leaves_no_picture(
    filmed: LabelledVideo, tmp_path: Path
) -> None:
    request = DataSetRequest([filmed], tmp_path / "set")
    work = export_data_set(COCO, request)
    while not list(tmp_path.rglob("*_000010.jpg")):
        next(work)
    work.close()
    ball_labels = BallTrackBuilder.of(filmed.ball)
    ball_labels.source[10] = Source.NONE
    request = replace(request, videos=[replace(filmed, ball=ball_labels.build())])

    drained(export_data_set(COCO, request))
    assert sorted(path.stem for path in (tmp_path / "set").rglob("*.jpg")) == [
        "frame_000011",
        "frame_000040",
    ]


def test_the_same_labels_give_the_same_bytes(filmed: LabelledVideo, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        drained(export_data_set(COCO, DataSetRequest([filmed], tmp_path / name)))
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append([path.read_bytes() for path in files])

    assert contents[0] == contents[1]


def test_a_file_with_pictures_is_no_file(tmp_path: Path) -> None:
    request = DataSetRequest([labelled([ball(3)])], tmp_path / "a.json")

    with pytest.raises(UserError, match="this export has several"):
        drained(export_data_set(COCO, request))
