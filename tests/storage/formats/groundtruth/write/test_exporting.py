"""Data sets of video frames, as the service and its consumers read them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest

from storage.errors import UserError
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.check.checking import check_ground_truth
from storage.formats.groundtruth.write.exporting import export, plan
from storage.progress import Progress
from storage.records import BallTrack, BallTrackBuilder, Review, Source
from storage.resumable_folder import partial_path
from tests.draining import drained
from tests.storage.formats.groundtruth.videos import FRAMES, NOON


def request(folder: Path, *videos: LabelledVideo, **more: Any) -> GroundTruthRequest:
    given = {"task": GroundTruthTask.KEYPOINTS, "length": 10, "prefix": "s3://club-video/sets/m7"}
    return GroundTruthRequest(videos, folder / "set", created=NOON, **{**given, **more})


def exported(folder: Path, *videos: LabelledVideo, **more: Any) -> Path:
    return Path(drained(export(request(folder, *videos, **more))).place)


def lines(out: Path, more: str = "") -> list[dict[str, Any]]:
    text = (out / f"manifests/output/output{more}.manifest").read_text()
    return [json.loads(line) for line in text.splitlines()]


def labels(out: Path, number: int = 0, key: str = "tracking-annotations") -> list[dict[str, Any]]:
    path = out / f"annotations/consolidated-annotation/output/{number}/SeqLabel.json"
    entries: list[dict[str, Any]] = json.loads(path.read_text())[key]
    return entries


def points(out: Path, number: int = 0) -> dict[object, list[tuple[float, float]]]:
    return {
        entry["frame"]: [(point["x"], point["y"]) for point in entry["keypoints"]]
        for entry in labels(out, number)
    }


def as_tracknet_reads_it(out: Path) -> dict[str, tuple[float, float] | None]:
    """Each picture's ball as a known consumer finds it: by strings, first keypoint alone."""
    found: dict[str, tuple[float, float] | None] = {}
    for line in lines(out):
        pair = next(key for key in line if key.endswith("-metadata"))
        name = line[pair]["job-name"].split("/")[-1] + "-ref"
        base = line["source-ref"].removesuffix(f"/{line['source-ref'].split('/', 5)[5]}")
        sequence = json.loads((out / line["source-ref"].removeprefix(base + "/")).read_text())
        entries = json.loads((out / line[name].removeprefix(base + "/")).read_text())
        by_number = {entry["frame-no"]: entry for entry in entries["tracking-annotations"]}
        for frame in sequence["frames"]:
            points = by_number.get(str(frame["frame-no"]), {}).get("keypoints", [])
            found[frame["frame"]] = (points[0]["x"], points[0]["y"]) if points else None
    return found


def test_a_known_consumer_finds_every_ball(tmp_path: Path, source: LabelledVideo) -> None:
    found = as_tracknet_reads_it(exported(tmp_path, source))

    assert {name: place for name, place in found.items() if place} == {
        "frame_000000.jpeg": (10.25, 40),
        "frame_000025.jpeg": (30, 60),
    }


@pytest.mark.parametrize("task", GroundTruthTask)
def test_every_task_gives_a_sound_data_set(
    tmp_path: Path, source: LabelledVideo, task: GroundTruthTask
) -> None:
    report = check_ground_truth(exported(tmp_path, source, task=task))

    assert report.problems == ()
    assert report.human
    assert sum(report.labels.values()) == 2


def test_only_reviewed_frames_are_labelled(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source)

    assert points(out) == {"frame_000000.jpeg": [(10.25, 40)], "frame_000003.jpeg": []}
    assert points(out, 1) == {"frame_000025.jpeg": [(30, 60)]}


def test_the_models_word_is_taken_if_asked_for_and_marked(
    tmp_path: Path, source: LabelledVideo
) -> None:
    out = exported(tmp_path, source, effective=True, length=2000)

    assert points(out)["frame_000002.jpeg"] == [(20, 50)]
    assert "frame_000001.jpeg" not in points(out)
    assert lines(out)[0]["ball-ref-metadata"]["human-annotated"] == "no"
    assert [entry["frame-attributes"]["source"] for entry in labels(out)] == [
        *("human", "model"),
        *("human", "human"),
    ]


def test_a_line_has_all_that_a_pair_needs(tmp_path: Path, source: LabelledVideo) -> None:
    first = lines(exported(tmp_path, source, attribute="My ball", job="Round 1"))[0]

    assert list(first.items()) == [
        ("source-ref", "s3://club-video/sets/m7/sequences/seq-0001.json"),
        (
            "My-ball-ref",
            "s3://club-video/sets/m7/annotations/consolidated-annotation/output/0/SeqLabel.json",
        ),
        (
            "My-ball-ref-metadata",
            {
                "class-map": {"0": "ball"},
                "job-name": "labeling-job/Round-1",
                "human-annotated": "yes",
                "creation-date": "2026-11-20T12:00:00.000123",
                "type": "groundtruth/video-object-tracking",
            },
        ),
    ]


def test_a_sequence_lists_all_of_its_pictures(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source)

    sequence = json.loads((out / "sequences/seq-0002.json").read_text())
    names = [frame["frame"] for frame in sequence["frames"]]
    assert sequence["seq-no"] == 2
    assert sequence["prefix"] == "s3://club-video/sets/m7/frames/0002/"
    assert sequence["number-of-frames"] == 10
    assert [frame["frame-no"] for frame in sequence["frames"]] == list(range(10))
    assert names == sorted(path.name for path in (out / "frames/0002").iterdir())
    assert names[0] == "frame_000020.jpeg"


def test_every_picture_is_that_of_its_frame(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, images="png", length=2000)

    for number in range(FRAMES):
        picture = cv2.imread(str(out / f"frames/0001/frame_{number:06d}.png"))
        assert picture is not None
        assert abs(picture.mean() - 8 * number) < 3


def test_pictures_know_where_they_come_from(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source)

    origins = json.loads((out / "sequences/seq-0002.frames.json").read_text())
    assert origins["video"] == f"sha256:{source.video.fingerprint}"
    assert origins["time-base"] == "1/30000"
    assert origins["frames"]["frame_000025.jpeg"] == {"index": 25, "pts": 25_000}


def test_a_sequence_without_labels_is_left_out(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source)

    names = {path.name for path in (out / "frames").rglob("*.jpeg")}
    assert len(names) == 20
    assert "frame_000010.jpeg" not in names


def test_detection_has_boxes_without_identity(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, task=GroundTruthTask.OBJECT_DETECTION, radius=3)

    [box] = labels(out, key="detection-annotations")[0]["annotations"]
    assert [box[side] for side in ("left", "top", "width", "height")] == [7, 37, 7, 7]
    assert "object-id" not in box


def test_ranges_and_each_nth_frame_can_be_had(tmp_path: Path, source: LabelledVideo) -> None:
    some = replace(source, ranges=(range(0, 10), range(20, 30)))

    out = exported(tmp_path, some, every=3)

    assert [path.name for path in sorted((out / "frames/0001").iterdir())] == [
        f"frame_{frame:06d}.jpeg" for frame in (0, 3, 6, 9)
    ]
    assert labels(out)[1]["frame-no"] == "1"
    assert not (out / "frames/0002").exists()


def test_several_videos_are_one_data_set(
    tmp_path: Path, source: LabelledVideo, uneven: LabelledVideo
) -> None:
    out = exported(tmp_path, source, uneven, length=2000)

    videos = [
        json.loads((out / f"sequences/seq-000{number}.frames.json").read_text())["video"]
        for number in (1, 2)
    ]
    assert videos == [f"sha256:{each.video.fingerprint}" for each in (source, uneven)]


def test_a_manifest_holds_ten_sequences_at_most(tmp_path: Path, source: LabelledVideo) -> None:
    track = BallTrackBuilder.empty(FRAMES)
    track.source[:], track.review[:] = Source.HUMAN, Review.CORRECTED

    out = exported(tmp_path, replace(source, ball=track.build()), length=2)

    assert [len(lines(out)), len(lines(out, "-2"))] == [10, 5]


def test_without_a_prefix_the_data_set_points_to_itself(
    tmp_path: Path, source: LabelledVideo
) -> None:
    out = exported(tmp_path, source, prefix="")

    assert lines(out)[0]["source-ref"] == (out / "sequences/seq-0001.json").as_uri()


def files(out: Path) -> dict[str, bytes]:
    found = (path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


def test_the_same_labels_give_the_same_bytes(tmp_path: Path, source: LabelledVideo) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()

    a, b = (exported(tmp_path / folder, source) for folder in ("a", "b"))

    assert files(a) == files(b)


def test_an_interrupted_export_goes_on_and_never_looks_whole(
    tmp_path: Path, source: LabelledVideo
) -> None:
    (tmp_path / "whole").mkdir()
    whole = exported(tmp_path / "whole", source)
    work = export(request(tmp_path, source))
    for _ in range(6):
        next(work)
    work.close()
    part = partial_path(tmp_path / "set")
    first = part / "frames/0001/frame_000000.jpeg"
    first.write_bytes(b"as it was")

    steps = list(export(request(tmp_path, source)))

    assert steps[0] == Progress(5, 20)
    assert (tmp_path / "set/frames/0001/frame_000000.jpeg").read_bytes() == b"as it was"
    assert files(tmp_path / "set").keys() == files(whole).keys()
    assert not part.exists()


def test_frames_of_an_interrupted_export_that_are_not_wanted_now_go(
    tmp_path: Path, source: LabelledVideo
) -> None:
    work = export(request(tmp_path, source))
    for _ in range(10):
        next(work)
    work.close()

    out = exported(tmp_path, source, every=5, length=2)

    assert [path.name for path in sorted((out / "frames/0001").iterdir())] == [
        *("frame_000000.jpeg", "frame_000005.jpeg")
    ]


def test_a_full_disk_is_told_and_nothing_looks_whole(
    tmp_path: Path, source: LabelledVideo, tiny_disk: Callable[[int], None]
) -> None:
    tiny_disk(100)

    with pytest.raises(UserError, match="could not be written"):
        exported(tmp_path, source)

    assert not (tmp_path / "set").exists()


def test_progress_counts_pictures(tmp_path: Path, source: LabelledVideo) -> None:
    steps = list(export(request(tmp_path, source)))

    assert steps == [Progress(done, 20) for done in range(21)]


@pytest.mark.parametrize("task", GroundTruthTask)
def test_a_plan_says_what_is_written(
    tmp_path: Path, source: LabelledVideo, task: GroundTruthTask
) -> None:
    planned = drained(plan(request(tmp_path, source, task=task)))
    assert list(tmp_path.iterdir()) == []

    out = exported(tmp_path, source, task=task)

    media = [path for path in out.rglob("*") if path.suffix in (".jpeg", ".mp4")]
    size = sum(len(data) for data in files(out).values())
    assert planned.manifests == 1
    assert planned.labels == {GroundTruthTask.IMAGE_BOXES: 3, GroundTruthTask.KEYPOINTS: 3}.get(
        task, planned.labels
    )
    assert abs(planned.bytes - size) < 0.4 * size
    assert planned.requests == len(files(out)) + 4
    assert planned.frames == len(media) or task == GroundTruthTask.CLIP_CLASSIFICATION


def test_without_reviewed_frames_there_is_nothing_to_export(
    tmp_path: Path, source: LabelledVideo
) -> None:
    nobody = replace(source, ball=BallTrack.empty(FRAMES), events=(), clips=())

    for task in GroundTruthTask:
        with pytest.raises(UserError, match="There are no"):
            drained(plan(request(tmp_path, nobody, task=task)))


def test_an_older_data_set_is_never_overwritten(tmp_path: Path, source: LabelledVideo) -> None:
    exported(tmp_path, source)

    with pytest.raises(UserError, match="already exists"):
        exported(tmp_path, source)


@pytest.mark.parametrize("prefix", ["bucket/folder", "s3://", "s3:///folder", "https://a/b"])
def test_a_place_outside_s3_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(UserError, match="not an S3 address"):
        request(tmp_path, prefix=prefix)


@pytest.mark.parametrize("wrong", [{"length": 0}, {"length": 2001}, {"every": 0}, {"radius": -1}])
def test_numbers_out_of_range_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        request(tmp_path, **wrong)
