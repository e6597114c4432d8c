import json
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from storage.errors import UserError
from storage.formats.groundtruth import GroundTruthSettings, write_ground_truth
from storage.formats.seqlabel import Tool
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.progress import Progress
from storage.records import BallTrack, Review, Source, Video, Visibility
from tests.clips.shelf import Shelf
from tests.draining import drained

FRAMES = 30
TICK = Fraction(1, 30_000)
NOON = datetime(2026, 11, 20, 12, 0, 0, 123, tzinfo=UTC)
ROUND = GroundTruthSettings(NOON, prefix="s3://club-video/sets/m7", length=10)

Source_ = tuple[Video, FrameTable]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source_:
    """A video whose frames grow brighter by 8 from one to the next."""
    path = tmp_path_factory.mktemp("video") / "m7.mp4"
    with MovieWriter(path, PictureFormat(160, 120, TICK, Fraction(30)), crf=1) as movie:
        for n in range(FRAMES):
            movie.write_pixels(np.full((120, 160, 3), 8 * n, np.uint8), n * 1000, 1000)
    table = drained(scan_frames(path))
    return Video(fingerprint(path), path, FRAMES, 160, 120, 1.0, Fraction(30)), table


@pytest.fixture
def track() -> BallTrack:
    """Frames 0, 3, 25 by a person (3: absent), 1 rejected, 2 by the model, the rest unknown."""
    track = BallTrack.empty(FRAMES)
    track.source[[0, 1, 3, 25]] = Source.HUMAN
    track.source[2] = Source.MODEL
    track.review[[0, 3, 25]] = [Review.ACCEPTED, Review.CORRECTED, Review.CORRECTED]
    track.review[1] = Review.REJECTED
    track.visibility[[0, 2, 25]] = [Visibility.CLEAR, Visibility.CLEAR, Visibility.OCCLUDED]
    track.x[[0, 2, 25]], track.y[[0, 2, 25]] = [10.25, 20, 30], [40, 50, 60]
    return track


def export(
    folder: Path, source: Source_, track: BallTrack, settings: GroundTruthSettings = ROUND
) -> Path:
    return drained(write_ground_truth(folder / "set", *source, track, settings))


def lines(out: Path, more: str = "") -> list[dict[str, Any]]:
    text = (out / f"manifests/output/output{more}.manifest").read_text()
    return [json.loads(line) for line in text.splitlines()]


def labels(out: Path, number: int = 0) -> list[dict[str, Any]]:
    path = out / f"annotations/consolidated-annotation/output/{number}/SeqLabel.json"
    entries: list[dict[str, Any]] = json.loads(path.read_text())["tracking-annotations"]
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


def test_a_known_consumer_finds_every_ball(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    found = as_tracknet_reads_it(export(tmp_path, source, track))

    assert {name: place for name, place in found.items() if place} == {
        "frame_000000.jpeg": (10.25, 40),
        "frame_000025.jpeg": (30, 60),
    }


def test_only_reviewed_frames_are_labelled(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track)

    assert points(out) == {"frame_000000.jpeg": [(10.25, 40)], "frame_000003.jpeg": []}
    assert points(out, 1) == {"frame_000025.jpeg": [(30, 60)]}


def test_the_models_word_is_taken_if_asked_for_and_marked(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    settings = GroundTruthSettings(NOON, effective=True)

    out = export(tmp_path, source, track, settings)

    assert points(out)["frame_000002.jpeg"] == [(20, 50)]
    assert "frame_000001.jpeg" not in points(out)
    assert lines(out)[0]["ball-ref-metadata"]["human-annotated"] == "no"


def test_a_line_has_all_that_a_pair_needs(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    first = lines(export(tmp_path, source, track))[0]

    assert list(first.items()) == [
        ("source-ref", "s3://club-video/sets/m7/sequences/seq-0001.json"),
        (
            "ball-ref",
            "s3://club-video/sets/m7/annotations/consolidated-annotation/output/0/SeqLabel.json",
        ),
        (
            "ball-ref-metadata",
            {
                "class-map": {"0": "ball"},
                "job-name": "labeling-job/ball",
                "human-annotated": "yes",
                "creation-date": "2026-11-20T12:00:00.000123",
                "type": "groundtruth/video-object-tracking",
            },
        ),
    ]


def test_a_sequence_lists_all_of_its_pictures(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track)

    sequence = json.loads((out / "sequences/seq-0002.json").read_text())
    names = [frame["frame"] for frame in sequence["frames"]]
    assert sequence["seq-no"] == 2
    assert sequence["prefix"] == "s3://club-video/sets/m7/frames/0002/"
    assert sequence["number-of-frames"] == 10
    assert [frame["frame-no"] for frame in sequence["frames"]] == list(range(10))
    assert names == sorted(path.name for path in (out / "frames/0002").iterdir())
    assert names[0] == "frame_000020.jpeg"


def test_every_picture_is_that_of_its_frame(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track, GroundTruthSettings(NOON, picture="png"))

    for number in range(FRAMES):
        picture = cv2.imread(str(out / f"frames/0001/frame_{number:06d}.png"))
        assert picture is not None
        assert abs(picture.mean() - 8 * number) < 3


def test_pictures_have_the_size_that_positions_speak_of(tmp_path: Path, track: BallTrack) -> None:
    clip = Shelf(tmp_path).clip("anamorphic.mp4")
    table = drained(scan_frames(clip.path))
    video = Video(fingerprint(clip.path), clip.path, FRAMES, 640, 360, 1.2, Fraction(25))

    out = export(tmp_path, (video, table), track)

    picture = cv2.imread(str(out / "frames/0001/frame_000000.jpeg"))
    assert picture is not None
    assert picture.shape == (360, 640, 3)


def test_pictures_know_where_they_come_from(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track)

    origins = json.loads((out / "sequences/seq-0002.frames.json").read_text())
    assert origins["video"] == f"sha256:{source[0].fingerprint}"
    assert origins["time-base"] == "1/30000"
    assert origins["frames"]["frame_000025.jpeg"] == {"index": 25, "pts": 25_000}


def test_a_sequence_without_labels_is_left_out(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track)

    names = {path.name for path in (out / "frames").rglob("*.jpeg")}
    assert len(names) == 20
    assert "frame_000010.jpeg" not in names


def test_boxes_can_be_had(tmp_path: Path, source: Source_, track: BallTrack) -> None:
    out = export(tmp_path, source, track, GroundTruthSettings(NOON, tool=Tool.BOX, radius=3))

    first = labels(out)[0]["annotations"]
    assert [first[0][side] for side in ("left", "top", "width", "height")] == [7, 37, 7, 7]


def test_each_nth_frame_alone_can_be_had(tmp_path: Path, source: Source_, track: BallTrack) -> None:
    out = export(tmp_path, source, track, GroundTruthSettings(NOON, every=3, length=5))

    assert labels(out)[1]["frame-no"] == "1"
    assert [path.name for path in sorted((out / "frames/0001").iterdir())][-1] == (
        "frame_000012.jpeg"
    )


def test_a_manifest_holds_ten_sequences_at_most(tmp_path: Path, source: Source_) -> None:
    track = BallTrack.empty(FRAMES)
    track.source[:], track.review[:] = Source.HUMAN, Review.CORRECTED

    out = export(tmp_path, source, track, GroundTruthSettings(NOON, length=2))

    assert [len(lines(out)), len(lines(out, "-2"))] == [10, 5]


def test_without_a_prefix_the_data_set_points_to_itself(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    out = export(tmp_path, source, track, GroundTruthSettings(NOON))

    assert lines(out)[0]["source-ref"] == (out / "sequences/seq-0001.json").as_uri()


def test_the_same_labels_give_the_same_bytes(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    def written(folder: str) -> dict[str, bytes]:
        (tmp_path / folder).mkdir()
        out = export(tmp_path / folder, source, track)
        files = (path for path in out.rglob("*") if path.is_file())
        return {str(path.relative_to(out)): path.read_bytes() for path in files}

    assert written("a") == written("b")


def test_progress_counts_pictures(tmp_path: Path, source: Source_, track: BallTrack) -> None:
    steps = list(write_ground_truth(tmp_path / "set", *source, track, ROUND))

    assert steps == [Progress(done, 20) for done in range(21)]


def test_cancelling_leaves_nothing(tmp_path: Path, source: Source_, track: BallTrack) -> None:
    work = write_ground_truth(tmp_path / "set", *source, track, ROUND)
    next(work)
    next(work)
    work.close()

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, source: Source_, track: BallTrack, tiny_disk: Callable[[int], None]
) -> None:
    tiny_disk(100)

    with pytest.raises(UserError, match="could not be written"):
        export(tmp_path, source, track)

    assert list(tmp_path.iterdir()) == []


def test_without_reviewed_frames_there_is_nothing_to_export(
    tmp_path: Path, source: Source_
) -> None:
    with pytest.raises(UserError, match="no reviewed frame"):
        export(tmp_path, source, BallTrack.empty(FRAMES))


def test_an_older_data_set_is_never_overwritten(
    tmp_path: Path, source: Source_, track: BallTrack
) -> None:
    export(tmp_path, source, track)

    with pytest.raises(UserError, match="not empty"):
        export(tmp_path, source, track)


@pytest.mark.parametrize("prefix", ["bucket/folder", "s3://", "s3:///folder", "https://a/b"])
def test_a_place_outside_s3_is_refused(prefix: str) -> None:
    with pytest.raises(UserError, match="no place in S3"):
        GroundTruthSettings(NOON, prefix=prefix)
