"""Data sets come back onto the frames of their video."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.common.ball_rows import ball_rows
from storage.formats.common.choices import ReadOptions
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.export.request import LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.read.collect import collect
from storage.formats.groundtruth.read.read_labels import read_data_set
from storage.media.images import jpeg_bytes
from storage.media.reader import FrameReader
from storage.records import BallRow, Clip, Event, Source, Visibility
from tests.draining import drained
from tests.storage.formats.groundtruth.examples import (
    ADJUSTED,
    BOXES,
    LINES,
    TRACKING,
    write_job,
    write_lines,
)
from tests.storage.formats.groundtruth.videos import FRAMES
from tests.storage.formats.groundtruth.write.test_exporting import exported

BALLS = (
    GroundTruthTask.KEYPOINTS,
    GroundTruthTask.OBJECT_TRACKING,
    GroundTruthTask.OBJECT_DETECTION,
    GroundTruthTask.IMAGE_BOXES,
)
EVENTS = (GroundTruthTask.IMAGE_CLASSIFICATION, GroundTruthTask.IMAGE_MULTI_LABEL)


def read(path: Path, source: LabelledVideo, **choices: Any) -> LabelSet:
    wanted = ReadOptions(**choices)
    return drained(read_data_set(path, LabelTarget(source.video, source.table), wanted))


def labelled_rows(source: LabelledVideo) -> list[BallRow]:
    """What people have said of the ball."""
    return [row for row in ball_rows(source.ball) if row.source == Source.HUMAN]


def agree(a: BallRow, b: BallRow, pixels: float) -> bool:
    if (a.frame, a.visibility, a.source) != (b.frame, b.visibility, b.source):
        return False
    if a.x is None or b.x is None or a.y is None or b.y is None:
        return a.x is b.x
    return max(abs(a.x - b.x), abs(a.y - b.y)) <= pixels


@pytest.mark.parametrize("task", BALLS)
@pytest.mark.parametrize("rate", ["source", "uneven"])
def test_balls_come_back_to_the_formats_own_resolution(
    tmp_path: Path, request: pytest.FixtureRequest, task: GroundTruthTask, rate: str
) -> None:
    video: LabelledVideo = request.getfixturevalue(rate)
    labels = read(exported(tmp_path, video, task=task), video)

    assert all(map(agree, labels.balls, labelled_rows(video), [labels.exact] * 9))
    assert len(labels.balls) == len(labelled_rows(video))
    assert (labels.job, labels.exact) == (
        "ball",
        0.01 if task == GroundTruthTask.KEYPOINTS else 0.51,
    )


@pytest.mark.parametrize("task", EVENTS)
def test_events_come_back(tmp_path: Path, source: LabelledVideo, task: GroundTruthTask) -> None:
    labels = read(exported(tmp_path, source, task=task), source)

    assert labels.events == (Event(5, "hit"), Event(9, "bounce"))
    assert labels.balls == ()


def test_clips_come_back(tmp_path: Path, source: LabelledVideo) -> None:
    labels = read(exported(tmp_path, source, task=GroundTruthTask.CLIP_CLASSIFICATION), source)

    assert labels.clips == (Clip(0, 4, "serve"), Clip(10, 16, "smash"))


def test_each_nth_frame_comes_back_to_its_own(tmp_path: Path, source: LabelledVideo) -> None:
    labels = read(exported(tmp_path, source, every=5), source)

    assert [row.frame for row in labels.balls] == [0, 25]


def test_who_found_a_ball_comes_back(tmp_path: Path, source: LabelledVideo) -> None:
    labels = read(exported(tmp_path, source, effective=True, length=2000), source)

    assert [(row.frame, row.source.name) for row in labels.balls] == [
        (0, "HUMAN"),
        (2, "MODEL"),
        (3, "HUMAN"),
        (25, "HUMAN"),
    ]


def test_of_several_videos_the_labels_of_one_are_taken(
    tmp_path: Path, source: LabelledVideo, uneven: LabelledVideo
) -> None:
    short = replace(uneven, ranges=(range(0, 10),))
    out = exported(tmp_path, short, source)

    assert len(read(out, source).balls) == 3
    assert len(read(out, uneven).balls) == 2


def test_labels_of_other_videos_alone_are_refused(
    tmp_path: Path, source: LabelledVideo, uneven: LabelledVideo
) -> None:
    for task in (GroundTruthTask.KEYPOINTS, GroundTruthTask.IMAGE_BOXES):
        (tmp_path / task).mkdir()
        out = exported(tmp_path / task, source, task=task)
        with pytest.raises(UserError, match="made from other videos"):
            read(out, uneven)


def forgotten(out: Path) -> Path:
    """The data set without our notes, as other programs pass it on."""
    for notes in out.rglob("*.frames.json"):
        notes.unlink()
    for manifest in out.rglob("*.manifest"):
        lines = [json.loads(line) for line in manifest.read_text().splitlines()]
        for line in lines:
            line.pop("touchline", None)
        write_lines(manifest, *lines)
    return out


def test_as_many_pictures_as_frames_are_the_frames(tmp_path: Path, source: LabelledVideo) -> None:
    out = forgotten(exported(tmp_path, source, length=2000))
    shutil.rmtree(out / "frames")

    labels = read(out, source)

    assert [row.frame for row in labels.balls] == [0, 3, 25]
    assert "as many pictures as frames" in labels.notes[0]


@pytest.mark.parametrize("task", [GroundTruthTask.KEYPOINTS, GroundTruthTask.IMAGE_BOXES])
def test_pictures_at_hand_find_their_frames(
    tmp_path: Path, source: LabelledVideo, task: GroundTruthTask
) -> None:
    out = forgotten(exported(tmp_path, source, every=3, length=2000, task=task))

    labels = read(out, source)

    assert [row.frame for row in labels.balls] == [0, 3]
    assert "by what the pictures show" in labels.notes[0]


def test_without_pictures_other_counts_are_refused(tmp_path: Path, source: LabelledVideo) -> None:
    out = forgotten(exported(tmp_path, source, every=3, length=2000))
    (out / "frames").rename(tmp_path / "pictures")

    with pytest.raises(UserError, match="of 10 pictures, and the video has 30 frames"):
        read(out, source)
    assert len(read(out, source, images=tmp_path / "pictures" / "0001").balls) == 2


def test_a_seqlabel_alone_finds_its_data_set(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source)

    labels = read(out / "annotations/consolidated-annotation/output/1/SeqLabel.json", source)

    assert [row.frame for row in labels.balls] == [25]


def test_a_seqlabel_of_as_many_frames_needs_nothing_else(
    tmp_path: Path, source: LabelledVideo
) -> None:
    frames = [
        {"keypoints": [], "frame": f"{n:06d}.jpg", "frame-no": n, "frame-attributes": {}}
        for n in range(FRAMES)
    ]
    (tmp_path / "SeqLabel.json").write_text(json.dumps({"tracking-annotations": frames}))

    labels = read(tmp_path / "SeqLabel.json", source)

    assert len(labels.balls) == FRAMES
    assert {row.visibility for row in labels.balls} == {Visibility.ABSENT}
    assert labels.job == ""


def test_of_a_chain_the_label_that_counts_or_the_one_named_is_taken(
    tmp_path: Path, source: LabelledVideo
) -> None:
    origin = {"video": f"sha256:{source.video.fingerprint}", "frame": 7, "pts": 7000}
    small = json.loads(json.dumps(ADJUSTED).replace("1280", "160").replace("720", "120"))
    path = write_lines(tmp_path / "a.manifest", {**small, "touchline": origin})

    [counts] = read(path, source).balls
    [named] = read(path, source, attribute="ball").balls

    assert (counts.frame, counts.x, counts.source) == (7, 137, Source.HUMAN)
    assert (named.x, named.source, named.confidence) == (106, Source.MODEL, 0.41)
    with pytest.raises(UserError, match="no labels called none"):
        read(path, source, attribute="none")


def test_boxes_of_a_smaller_copy_are_scaled(tmp_path: Path, source: LabelledVideo) -> None:
    origin = {"video": f"sha256:{source.video.fingerprint}", "frame": 7}
    half = json.loads(json.dumps(BOXES).replace("1280", "80").replace("720", "60"))
    half["ball"]["annotations"][0] |= {"left": 20, "top": 10, "width": 5, "height": 5}
    path = write_lines(tmp_path / "a.manifest", {**half, "touchline": origin})

    [row] = read(path, source).balls

    assert (row.x, row.y) == (44.5, 24.5)
    with pytest.raises(UserError, match="not a smaller copy"):
        read(write_lines(path, {**BOXES, "touchline": origin, "ball": wide()}), source)


def wide() -> object:
    size = [{"width": 160, "height": 60, "depth": 3}]
    box = {"class_id": 0, "left": 1, "top": 1, "width": 5, "height": 5}
    return {"image_size": size, "annotations": [box]}


def job(folder: Path, change: Callable[[list[dict[str, object]]], object]) -> Path:
    """A job of 30 frames with a ball in the first, after `change` to its frames."""
    frames: list[dict[str, object]] = [
        {"annotations": [], "frame": f"{n:04d}.jpg", "frame-no": str(n), "frame-attributes": {}}
        for n in range(FRAMES)
    ]
    frames[0]["annotations"] = json.loads(json.dumps(TRACKING))["tracking-annotations"][0][
        "annotations"
    ]
    change(frames)
    write_job(folder, {"tracking-annotations": frames})
    names = [{"frame-no": n, "frame": f"{n:04d}.jpg"} for n in range(FRAMES)]
    sequence = {"seq-no": 1, "prefix": "s3://a/b/", "number-of-frames": 30, "frames": names}
    (folder / "seq-0001.json").write_text(json.dumps(sequence))
    return folder


def test_frames_without_a_ball_say_that_there_is_none_and_others_nothing(
    tmp_path: Path, source: LabelledVideo
) -> None:
    path = job(tmp_path, lambda frames: frames.__delitem__(slice(2, None)))

    balls = read(path, source).balls

    assert [(row.frame, row.visibility.name) for row in balls] == [(0, "CLEAR"), (1, "ABSENT")]
    assert (balls[0].x, balls[0].y) == (564, 233.5)


def test_frames_go_by_their_number_where_the_name_is_another(
    tmp_path: Path, source: LabelledVideo
) -> None:
    path = job(tmp_path, lambda frames: frames[4].update({"frame": "x.jpg"}))

    assert [row.frame for row in read(path, source).balls] == list(range(FRAMES))


def test_a_frame_that_is_not_clear_is_left_out_and_counted(
    tmp_path: Path, source: LabelledVideo
) -> None:
    def two_balls(frames: list[dict[str, object]]) -> None:
        entries = frames[0]["annotations"]
        assert isinstance(entries, list)
        frames[3]["annotations"] = [
            {**entries[0], "object-id": id, "left": left} for id, left in (("a", 1), ("b", 60))
        ]
        frames[5]["annotations"] = [7]

    labels = read(job(tmp_path, two_balls), source)

    assert any(note.startswith("Left out: 1 frame unreadable") for note in labels.notes)
    assert any(note.startswith("In 1 frame several balls") for note in labels.notes)
    assert {3, 5} & {row.frame for row in labels.balls} == set()


def test_which_class_is_the_ball_must_be_clear(tmp_path: Path, source: LabelledVideo) -> None:
    path = job(tmp_path, lambda frames: None)
    manifest = path / "manifests/output/output.manifest"
    manifest.write_text(manifest.read_text().replace('"ball", "1"', '"man", "1"'))

    with pytest.raises(UserError, match=r"which class is the ball\. Choose one of: man, player"):
        read(path, source)
    assert len(read(path, source, class_name="man").balls) == FRAMES


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        ("manifests/output/output.manifest", "output.manifest, line 1: this is not JSON"),
        ("annotations/consolidated-annotation/output/0/SeqLabel.json", "SeqLabel.json, line 1"),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(
    tmp_path: Path, source: LabelledVideo, spoil: str, what: str
) -> None:
    path = job(tmp_path, lambda frames: None)
    (path / spoil).write_text('{"a"')

    with pytest.raises(UserError, match=what):
        read(path, source)


def test_labels_that_are_not_here_are_not_taken_for_none(
    tmp_path: Path, source: LabelledVideo
) -> None:
    path = write_lines(tmp_path / "a.manifest", LINES["sequence"])

    with pytest.raises(UserError, match="which is not here"):
        read(path, source)


def test_clips_of_others_cannot_be_found_in_a_video(tmp_path: Path, source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="does not say which frames its clip shows"):
        read(write_lines(tmp_path / "a.manifest", LINES["clip"]), source)


def test_pictures_of_something_else_are_refused(tmp_path: Path, source: LabelledVideo) -> None:
    out = forgotten(exported(tmp_path, source, every=3, length=2000))
    for number, path in enumerate(sorted(out.rglob("*.jpeg"))):
        noise = np.random.default_rng(number).integers(0, 255, (12, 16, 3), np.uint8)
        path.write_bytes(jpeg_bytes(cv2.resize(noise, (160, 120)).astype(np.uint8)))

    with pytest.raises(UserError, match=r"do not show what m7\.mp4 shows"):
        read(out, source)


def test_pictures_of_others_are_looked_for_in_their_folder_alone(
    tmp_path: Path, source: LabelledVideo
) -> None:
    with FrameReader(source.video.path, source.table) as reader:
        (tmp_path / "secret.jpg").write_bytes(jpeg_bytes(reader.read(4).bgra()))
    (tmp_path / "set").mkdir()
    line = {**BOXES, "source-ref": "s3://club/x/../secret.jpg"}

    with pytest.raises(UserError, match="do not say which frame each one is"):
        read(write_lines(tmp_path / "set" / "a.manifest", line), source)


def test_a_folder_without_labels_is_told(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.manifest", {"source-ref": "s3://a/b.jpeg"})

    with pytest.raises(UserError, match="There are no labels"):
        collect(tmp_path)


def test_labels_on_smaller_pictures_are_scaled_by_the_pictures(
    tmp_path: Path, source: LabelledVideo
) -> None:
    def small(frames: list[dict[str, object]]) -> None:
        entries = frames[0]["annotations"]
        assert isinstance(entries, list)
        frames[0]["annotations"] = [{**entries[0], "left": 20, "top": 10, "width": 1, "height": 1}]

    path = job(tmp_path, small)
    (tmp_path / "in").mkdir()
    picture = np.zeros((source.video.height // 2, source.video.width // 2, 3), np.uint8)
    for n in range(FRAMES):
        (tmp_path / f"in/{n:04d}.jpg").write_bytes(jpeg_bytes(picture))

    [row, *_] = read(path, source, images=tmp_path / "in").balls
    assert (row.x, row.y) == (40.5, 20.5)


def test_other_objects_come_in_as_boxes(tmp_path: Path, source: LabelledVideo) -> None:
    def two(frames: list[dict[str, object]]) -> None:
        entries = frames[0]["annotations"]
        assert isinstance(entries, list)
        player = {**entries[0], "class-id": "1", "object-id": "p7", "left": 3}
        frames[0]["annotations"] = [entries[0], player]

    labels = read(job(tmp_path, two), source, class_name="ball")
    assert [row.frame for row in labels.balls if row.x is not None] == [0]
    assert [(box.frame, box.name, box.left) for box in labels.boxes] == [(0, "player", 2.5)]
