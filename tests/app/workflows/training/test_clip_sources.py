"""Labelled clips out of folders, tables, lists, manifests and the library.

Tests of app.workflows.training.clip_series and clip_tracks too.
"""

import json
import os
import shutil
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from app.workflows.classification.clip_tracks import with_tracks
from app.workflows.training.clip_series import series_in_file, series_in_folder
from app.workflows.training.clip_sources import clips_in_library, find_clips, listed_names
from app.workflows.videos import open_video
from inference.clips.data.labelled_clip import LabelledClip
from storage.errors import UserError
from storage.formats.tables.ball_csv import write_ball_csv
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.records import BallRow, Clip, Source, Visibility, clip_key
from tests.draining import drained
from tests.inference.ball.pictures import flying, pictures, write_video
from tests.inference.clips.labelled import still, still_folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


def found(library: Library, *sources: Path) -> list[LabelledClip]:
    clips: list[LabelledClip] = drained(find_clips(library, [str(path) for path in sources]))
    return clips


def test_a_folder_has_a_folder_for_each_class(library: Library, tmp_path: Path) -> None:
    clips = found(library, still_folder(tmp_path / "strokes", scenes=1, each=2))

    assert [clip.label for clip in clips] == ["cut", "cut", "pull", "pull"]
    assert clips[0].name == "cut/cut_100_0.png"
    assert clips[0].medium == "still"
    assert len({clip.group for clip in clips}) == 4  # nothing is known of their scenes


def test_a_table_names_classes_and_groups(library: Library, tmp_path: Path) -> None:
    for number in range(2):
        still(tmp_path, "cut", 1, number)
    (tmp_path / "labels.csv").write_text("file,class,scene\ncut_1_0.png,pull,7\ncut_1_1.png,cut,\n")

    clips = found(library, tmp_path)

    assert [(clip.label, clip.group) for clip in clips] == [
        ("pull", "scene 7"),
        ("cut", "cut_1_1.png"),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("gone.png,cut,,", "not a file beside"),
        ("../labels.csv,cut,,", "not a file beside"),
        ("cut_1_0.png,,,", "class is empty"),
        ("cut_1_0.png,cut,9,3", "must be larger than first"),
    ],
)
def test_what_is_wrong_in_a_table_is_told(
    library: Library, tmp_path: Path, row: str, problem: str
) -> None:
    still(tmp_path / "clips", "cut", 1, 0)
    (tmp_path / "clips" / "labels.csv").write_text(f"file,class,first,stop\n{row}\n")

    with pytest.raises(UserError, match=problem):
        found(library, tmp_path / "clips")


def ucf(folder: Path) -> Path:
    """Four clips as UCF101 names them, and a list of two."""
    folder.mkdir()
    picture = still(folder, "cut", 1, 0)
    for number, name in enumerate(("v_Cut_g01_c01", "v_Cut_g01_c02", "v_Cut_g02_c01")):
        target = folder / "Cut" / f"{name}.png"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(picture.read_bytes() + bytes([number]))
    picture.unlink()
    (folder / "testlist01.txt").write_text("Cut/v_Cut_g02_c01.avi 1\n")
    return folder


def test_the_groups_of_ucf101_are_kept_together(library: Library, tmp_path: Path) -> None:
    clips = found(library, ucf(tmp_path / "ucf"))

    assert [clip.group for clip in clips] == ["Cut g01", "Cut g01", "Cut g02"]
    assert {clip.label for clip in clips} == {"Cut"}


def test_the_lists_of_ucf101_choose_clips(library: Library, tmp_path: Path) -> None:
    folder = ucf(tmp_path / "ucf")

    clips = found(library, folder / "testlist01.txt")

    assert [clip.path.stem for clip in clips] == ["v_Cut_g02_c01"]
    assert listed_names(folder / "testlist01.txt") == ["v_Cut_g02_c01"]


def test_what_is_no_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("hello world\n")

    with pytest.raises(UserError, match="line 1: 'hello' is not the name of a clip"):
        listed_names(tmp_path / "list.txt")


def manifest(folder: Path, *names: str) -> Path:
    """A clip classification job with these clips, cut out of one video."""
    lines = [
        {
            "source-ref": f"s3://club/clips/{name}",
            "action": 5,
            "action-metadata": {
                "class-name": "smash",
                "type": "groundtruth/video-classification",
                "human-annotated": "yes",
            },
            "touchline": {"video": "sha256:ab"},
        }
        for name in names
    ]
    path = folder / "output.manifest"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def test_a_ground_truth_job_names_classes(library: Library, tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    shutil.move(still(tmp_path, "cut", 1, 0), tmp_path / "clips" / "a.png")

    clips = found(library, manifest(tmp_path, "a.png"))

    assert [(clip.label, clip.group) for clip in clips] == [("smash", "sha256:ab")]


def test_clips_of_a_job_that_are_not_here_are_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"1 clips of output\.manifest are not on this disk"):
        found(library, manifest(tmp_path, "gone.mp4"))


def test_features_of_a_file_are_clips_by_person(library: Library, tmp_path: Path) -> None:
    features = np.arange(12, dtype=np.uint8).reshape(2, 3, 2)
    classes = np.array(["cut", "pull"])
    path = tmp_path / "features.npz"
    np.savez(path, features=features, scale=np.array([2.0, 1.0]), stroke=classes, person=[4, 5])

    clips = found(library, path)

    assert [(clip.label, clip.group) for clip in clips] == [
        ("cut", "person 4"),
        ("pull", "person 5"),
    ]
    assert clips[0].series is not None
    assert clips[0].series.tolist() == [[0, 1], [4, 3], [8, 5]]


@pytest.mark.parametrize("text", [b"PK\x03\x04", b"no archive"])
def test_damaged_features_are_told(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "features.npz"
    path.write_bytes(text)

    with pytest.raises(UserError, match=r"is not an \.npz file"):
        list(series_in_file(path))


def test_features_without_classes_are_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "features.npz", features=np.zeros((2, 3, 4)))

    with pytest.raises(UserError, match="no features with classes"):
        list(series_in_file(tmp_path / "features.npz"))


def test_tables_of_joints_are_clips_by_match(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "poses" / "final" / "serve_001.csv"
    table.parent.mkdir(parents=True)
    table.write_text("left_hip_y,left_hip_x,shot\n0.5,0.25,serve\n0.6,0.3,serve\n")

    clips = found(library, tmp_path / "poses")

    assert [(clip.label, clip.group, clip.columns) for clip in clips] == [
        ("serve", "final", ("left_hip_y", "left_hip_x"))
    ]
    assert [clip.name for clip in series_in_folder(tmp_path / "poses")] == ["serve_001.csv"]


def test_what_is_not_there_or_has_no_clips_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        found(library, tmp_path / "gone")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="has no labelled clips"):
        found(library, tmp_path / "empty")


def test_named_clips_of_the_library_are_grouped_by_their_video(
    library: Library, tmp_path: Path
) -> None:
    video = tmp_path / "rally.mp4"
    write_video(video, pictures(flying(12)))
    opened = drained(open_video(library, video))
    with pytest.raises(UserError, match="no named clips"):
        list(clips_in_library(library))
    with library.connect() as db:
        changes = {clip_key(uuid4()): Clip(2, 8, "smash"), clip_key(uuid4()): Clip(0, 2, "")}
        write_gesture(db, opened.video.fingerprint, changes, author="A")

    clips = list(clips_in_library(library))

    assert [(clip.label, clip.first, clip.stop) for clip in clips] == [("smash", 2, 8)]
    assert clips[0].group == opened.video.fingerprint


def test_the_ball_beside_a_clip_is_its_track(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "strokes" / "cut"
    folder.mkdir(parents=True)
    write_video(folder / "a.mp4", pictures(flying(12)))
    write_ball_csv(
        folder / "a.ball.csv", [BallRow(3, Visibility.CLEAR, 9.5, 9.5, 1.0, Source.HUMAN)]
    )

    clips = list(with_tracks(library, found(library, tmp_path / "strokes")))

    assert clips[0].track is not None
    assert np.isfinite(clips[0].track[3]).all()
    assert np.isnan(clips[0].track[0]).all()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_in_place_of_features_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "features.npz")

    with pytest.raises(UserError, match=r"is not an \.npz file"):
        list(series_in_file(tmp_path / "features.npz"))
