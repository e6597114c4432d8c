import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.workflows.training.footage_groundtruth import is_data_set, labelled_sequences
from inference.ball.data.labelled_footage import BallFootage
from storage.errors import UserError
from tests.draining import drained

PREFIX = "s3://club/set/frames/"
NAMES = [f"frame_{number:04}.png" for number in range(6)]
POINT = {"x": 20.0, "y": 30.0, "class-id": "0", "label-category-attributes": {}}
BOX = {"left": 10, "top": 20, "width": 5, "height": 7, "class-id": "0"}


def entry(number: int, tool: str, *balls: Mapping[str, Any]) -> dict[str, Any]:
    frame = {"frame-no": str(number), "frame": NAMES[number], "frame-attributes": {}}
    return {tool: list(balls), **frame}


def data_set(folder: Path, *entries: dict[str, Any], human: str = "yes") -> Path:
    """A job's output as copied from a bucket: a sequence of six frames with these labels."""
    for name in NAMES:
        (folder / "frames").mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / "frames" / name), np.full((48, 64), 90, np.uint8))
    frames = [{"frame-no": number, "frame": name} for number, name in enumerate(NAMES)]
    sequence = {"seq-no": 1, "prefix": PREFIX, "number-of-frames": 6, "frames": frames}
    metadata = {
        "class-map": {"0": "ball"},
        "type": "groundtruth/video-object-tracking",
        "human-annotated": human,
        "creation-date": "2026-11-20T15:00:00.000000",
        "job-name": "labeling-job/match",
    }
    line = {
        "source-ref": "s3://club/set/seq.json",
        "ball-ref": "s3://club/set/labels/SeqLabel.json",
        "ball-ref-metadata": metadata,
    }
    written: dict[str, object] = {
        "seq.json": sequence,
        "labels/SeqLabel.json": {"tracking-annotations": list(entries)},
        "manifests/output/output.manifest": line,
    }
    for place, value in written.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(json.dumps(value))
    return folder


def read(path: Path) -> list[BallFootage]:
    return drained(labelled_sequences(path))


def test_key_points_are_the_ball_and_an_empty_list_is_none(tmp_path: Path) -> None:
    folder = data_set(tmp_path, entry(1, "keypoints", POINT), entry(2, "keypoints"))

    (sequence,) = read(folder)

    assert sequence.visibility.tolist() == [-1, 1, 0, -1, -1, -1]
    assert sequence.points[1].tolist() == [20, 30]
    assert (len(sequence.pictures), sequence.pictures.width) == (6, 64)


def test_the_middle_of_a_box_is_the_ball(tmp_path: Path) -> None:
    folder = data_set(tmp_path, entry(0, "annotations", BOX))

    (sequence,) = read(folder / "manifests" / "output" / "output.manifest")

    # boxes number the edges of pixels, positions their centres
    assert sequence.points[0].tolist() == [12, 23]


def test_what_a_model_has_labelled_is_not_learned(tmp_path: Path) -> None:
    assert read(data_set(tmp_path, entry(1, "keypoints", POINT), human="no")) == []


def test_pictures_with_others_left_out_between_are_sequences_of_their_own(tmp_path: Path) -> None:
    frames = zip(NAMES, (5, 6, 7, 20, 21, 22), strict=True)
    told = {name: {"index": index} for name, index in frames}
    folder = data_set(tmp_path, *(entry(number, "keypoints", POINT) for number in range(6)))
    notes = {"video": f"sha256:{'ab' * 32}", "frames": told}
    (folder / "seq.frames.json").write_text(json.dumps(notes))

    pieces = read(folder)

    assert [len(piece.pictures) for piece in pieces] == [3, 3]
    assert {piece.video for piece in pieces} == {"ab" * 32}


def test_frames_that_are_not_at_hand_are_told(tmp_path: Path) -> None:
    folder = data_set(tmp_path, entry(1, "keypoints", POINT))
    (folder / "frames" / NAMES[3]).unlink()
    with pytest.raises(UserError, match=r"frame_0003.png cannot be read"):
        read(folder)

    (folder / "frames").rename(folder / "elsewhere")
    with pytest.raises(UserError, match="are missing"):
        read(folder)


@pytest.mark.parametrize("name", ["../secret.png", "..", "a\\u0000b"])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    folder = data_set(tmp_path, entry(1, "keypoints", POINT))
    text = (folder / "seq.json").read_text().replace(NAMES[5], name)
    (folder / "seq.json").write_text(text)

    with pytest.raises(UserError, match="is not a valid file name"):
        read(folder)


def test_single_pictures_are_refused(tmp_path: Path) -> None:
    label = {"image_size": [{"width": 64, "height": 48, "depth": 3}], "annotations": []}
    metadata = {"objects": [], "class-map": {}, "type": "groundtruth/object-detection"}
    line = {"source-ref": "s3://club/a.png", "ball": label, "ball-metadata": metadata}
    (tmp_path / "boxes.manifest").write_text(json.dumps(line))

    with pytest.raises(UserError, match="single pictures"):
        read(tmp_path / "boxes.manifest")


def test_a_data_set_is_told_from_a_folder_of_videos(tmp_path: Path) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    folder = data_set(tmp_path / "set", entry(1, "keypoints", POINT))

    assert is_data_set(folder)
    assert is_data_set(folder / "manifests" / "output" / "output.manifest")
    assert not is_data_set(videos)
    assert not is_data_set(videos / "rally.mp4")
