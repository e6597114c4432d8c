"""What of a video is taken, and the files it becomes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.schema.layout import (
    Layout,
    chosen_events,
    chosen_ranges,
    chosen_rows,
    manifests,
    still,
)
from storage.formats.groundtruth.schema.manifest import line_of
from storage.formats.groundtruth.write.clips import clips_layout
from storage.formats.groundtruth.write.media_encoding import cut, pictures
from storage.formats.groundtruth.write.pictures import boxes_layout, event_names, events_layout
from storage.formats.groundtruth.write.sequences import sequences_layout
from storage.media.frame_table import scan_frames
from storage.media.images import picture_size
from storage.records import BallTrack
from tests.draining import drained
from tests.storage.formats.groundtruth.examples import picture
from tests.storage.formats.groundtruth.videos import NOON


def request(
    source: LabelledVideo, task: GroundTruthTask = GroundTruthTask.KEYPOINTS, **more: Any
) -> GroundTruthRequest:
    return GroundTruthRequest([source], Path("set"), task, NOON, **more)


@pytest.mark.parametrize(
    ("ranges", "taken"),
    [
        ((), [range(30)]),
        ((range(20, 25), range(0, 3)), [range(0, 3), range(20, 25)]),
        ((range(0, 10), range(5, 12)), [range(0, 10), range(10, 12)]),
        ((range(0, 10), range(3, 5), range(28, 99)), [range(0, 10), range(28, 30)]),
    ],
)
def test_no_frame_is_taken_twice_or_beyond_the_end(
    source: LabelledVideo, ranges: tuple[range, ...], taken: list[range]
) -> None:
    assert list(chosen_ranges(replace(source, ranges=ranges))) == taken


def test_people_decide_what_is_taken_unless_the_model_is_asked_too(source: LabelledVideo) -> None:
    assert list(chosen_rows(request(source), source)) == [0, 3, 25]
    assert list(chosen_rows(request(source, effective=True), source)) == [0, 2, 3, 25]
    assert [event.frame for event in chosen_events(request(source), source)] == [5, 9]


def test_a_track_of_another_video_is_a_bug(source: LabelledVideo) -> None:
    with pytest.raises(ValueError, match="a track of 7"):
        chosen_rows(request(source), replace(source, ball=BallTrack.empty(7)))


@pytest.mark.parametrize(
    ("lay_out", "task", "media", "documents"),
    [
        (sequences_layout, GroundTruthTask.KEYPOINTS, 30, 5),
        (boxes_layout, GroundTruthTask.IMAGE_BOXES, 3, 2),
        (events_layout, GroundTruthTask.IMAGE_MULTI_LABEL, 2, 2),
        (clips_layout, GroundTruthTask.CLIP_CLASSIFICATION, 2, 2),
    ],
)
def test_the_manifest_is_the_last_of_all_files(
    source: LabelledVideo, lay_out: Any, task: GroundTruthTask, media: int, documents: int
) -> None:
    layout: Layout = lay_out(request(source, task))
    places = [place for place, _ in layout.documents("s3://club/set")]

    assert (len(layout.media), len(places)) == (media, documents)
    assert places[-1] == "manifests/output/output.manifest"
    assert len(set(places)) == len(places)


def test_the_kinds_of_events_are_in_order(source: LabelledVideo) -> None:
    assert event_names(request(source, GroundTruthTask.IMAGE_CLASSIFICATION)) == ["bounce", "hit"]


def test_manifests_are_cut_where_they_are_full() -> None:
    lines = [line_of(picture(f"{number}.jpeg")) for number in range(5)]

    places = [place for place, _ in manifests(lines, 2)]

    assert places == [f"manifests/output/output{more}.manifest" for more in ("", "-2", "-3")]


def test_work_is_the_same_while_pictures_of_a_folder_are_of_one_video(
    source: LabelledVideo, uneven: LabelledVideo
) -> None:
    some = sequences_layout(request(source)).work()

    assert sequences_layout(request(source, every=3)).work() == some
    assert sequences_layout(request(uneven)).work() != some


def test_pictures_and_clips_are_made(source: LabelledVideo, tmp_path: Path) -> None:
    stills = [still(f"{frame}.png", source, frame) for frame in (3, 7)]
    clip = clips_layout(request(source, GroundTruthTask.CLIP_CLASSIFICATION)).media[0]

    made = list(pictures(stills, "png"))

    assert [medium for medium, _ in made] == stills
    assert picture_size(made[0][1]) == (160, 120)
    assert len(drained(scan_frames(drained(cut(clip, tmp_path / "a.mp4"))))) == clip.frames == 4
