"""Clips as nets need them: read once, kept, damaged files told.

Tests of inference.clips.data.pictures, glance and labelled_clip too.
"""

from pathlib import Path

import numpy as np
import pytest
import torch

from inference.clips.data.glance import glance_at, glances
from inference.clips.data.labelled_clip import ClipClassData, ClipInput, LabelledClip, class_counts
from inference.clips.data.pictures import clip_pictures, middle, still_picture
from inference.clips.data.prepared import FrozenTrunk, as_pictures, prepare_clips
from inference.clips.nets.efficientnet_lite0 import EfficientNetLite0, EfficientNetLite0Config
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.pictures import flying, pictures, write_video
from tests.inference.clips.labelled import series_clip, still

SPEC = ClipInput(4, 32, 24)


def still_clip(folder: Path) -> LabelledClip:
    return LabelledClip("a", still(folder, "cut", 1, 0), "ab12", "cut", "scene", "still")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> LabelledClip:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    write_video(path, pictures(flying(12)))
    track = np.full((12, 2), 0.5, np.float32)
    return LabelledClip("clip", path, "cd34", "pull", "match", first=2, stop=10, track=track)


def test_the_pictures_of_a_part_of_a_video_are_read(video: LabelledClip) -> None:
    found, frames = clip_pictures(video, SPEC)

    assert found.shape == (1, 4, 24, 32, 3)
    assert frames.tolist() == [[3, 5, 7, 9]]


def test_a_clip_behind_the_end_of_its_video_is_told(video: LabelledClip) -> None:
    late = LabelledClip("late", video.path, "ef", "pull", "match", first=99)

    with pytest.raises(UserError, match="late begins behind the end"):
        clip_pictures(late, SPEC)


def test_a_still_is_the_same_at_every_moment(tmp_path: Path) -> None:
    found, _ = clip_pictures(still_clip(tmp_path), SPEC)

    assert found.shape == (1, 4, 24, 32, 3)
    assert (found[0, 0] == found[0, 3]).all()
    assert still_picture(still(tmp_path, "cut", 1, 0))[..., 0].mean() > 150  # red, not blue


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.png").write_bytes(b"no picture")

    with pytest.raises(UserError, match="is not a picture"):
        still_picture(tmp_path / "no.png")


def test_the_middle_is_cut_out() -> None:
    found = middle(np.arange(48, dtype=np.uint8).reshape(4, 4, 3), 2)

    assert found[..., 0].tolist() == [[15, 18], [27, 30]]
    assert middle(found, 0) is found


def test_clips_are_read_once(video: LabelledClip, tmp_path: Path) -> None:
    first = drained(prepare_clips([video], ["cut", "pull"], SPEC, None, tmp_path))[0]
    files = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}

    again = drained(prepare_clips([video], ["cut", "pull"], SPEC, None, tmp_path))[0]

    assert files == {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    np.testing.assert_array_equal(first.inputs, again.inputs)
    assert first.label == 1
    assert first.path is not None
    assert first.path.shape == (1, 4, 5)


def test_a_frozen_trunk_makes_features_of_a_picture_and_of_its_mirror_image(tmp_path: Path) -> None:
    trunk = FrozenTrunk(EfficientNetLite0(EfficientNetLite0Config(0.125), classes=0).eval())

    found = drained(prepare_clips([still_clip(tmp_path)], ["cut"], SPEC, trunk, tmp_path))[0]

    assert found.inputs.shape == (2, 1, 4, trunk.net.features)
    assert found.inputs.dtype == np.float16
    assert len(trunk.weights) == 64


def test_series_are_numbers_already(tmp_path: Path) -> None:
    found = drained(prepare_clips([series_clip("cut", "a")], ["cut"], SPEC, None, tmp_path))[0]

    assert found.inputs.shape == (1, 1, 4, 3)
    assert list(tmp_path.iterdir()) == []


def test_damaged_files_are_told(video: LabelledClip, tmp_path: Path) -> None:
    drained(prepare_clips([video], ["pull"], SPEC, None, tmp_path))
    for file in tmp_path.iterdir():
        file.write_bytes(b"\x93NUMPY")

    with pytest.raises(UserError, match="is damaged"):
        drained(prepare_clips([video], ["pull"], SPEC, None, tmp_path))


def test_bytes_become_shares() -> None:
    found = as_pictures(torch.full((2, 4, 6, 3), 255, dtype=torch.uint8))

    assert found.shape == (2, 3, 4, 6)
    assert float(found.max()) == 1


def test_a_glance_tells_what_gives_a_class_away(video: LabelledClip, tmp_path: Path) -> None:
    found = drained(glances([video], tmp_path))[0]

    assert found.traits["length"] == "8 frames"
    assert found.traits["sound"] == "no"
    kept = drained(glances([video], tmp_path))[0]
    np.testing.assert_array_equal(kept.thumbnail, found.thumbnail)
    assert kept.traits == found.traits


def test_a_watermark_is_seen(tmp_path: Path) -> None:
    frames = pictures(flying(12))
    height, width = frames.shape[1:3]
    mark = np.indices((height // 14, width // 7)).sum(0) // 6 % 2 * 250
    frames[:, : mark.shape[0], : mark.shape[1]] = mark if frames.ndim == 3 else mark[..., None]
    write_video(tmp_path / "marked.mp4", frames)
    clip = LabelledClip("marked", tmp_path / "marked.mp4", "ef56", "pull", "match")

    traits = glance_at(clip).traits

    assert traits["mark at the top left"] == "yes"
    assert traits["mark at the bottom right"] == "no"


def test_a_glance_at_a_still_has_no_length(tmp_path: Path) -> None:
    assert glance_at(still_clip(tmp_path)).traits == {"file type": ".png"}


def test_clips_are_counted_by_class_and_tell_their_digest() -> None:
    clips = (series_clip("cut", "a", 1), series_clip("cut", "b", 2))
    data, other = ClipClassData(clips, (), ("cut",)), ClipClassData(clips[:1], (), ("cut",))

    assert class_counts(clips) == {"cut": 2}
    assert data.contents() == ["2 clips of 1 classes in 2 groups"]
    assert data.digest() != other.digest()
