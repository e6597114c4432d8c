"""Data sets of single pictures and of clips."""

from dataclasses import replace
from pathlib import Path

import cv2
import pytest

from storage.errors import UserError
from storage.formats.export.request import LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.media.frame_table import scan_frames
from storage.records import Clip, Event
from tests.draining import drained
from tests.storage.formats.groundtruth.write.test_exporting import exported, lines


def test_boxes_stand_in_the_lines_of_the_frames_somebody_looked_at(
    tmp_path: Path, source: LabelledVideo
) -> None:
    [first, absent, _] = lines(
        exported(tmp_path, source, task=GroundTruthTask.IMAGE_BOXES, radius=3)
    )

    assert first["source-ref"] == "s3://club-video/sets/m7/frames/0001/frame_000000.jpeg"
    assert first["visibility"] == "clear"
    assert first["touchline"]["frame"] == 0
    assert first["ball"] == {
        "image_size": [{"width": 160, "height": 120, "depth": 3}],
        "annotations": [{"class_id": 0, "left": 7, "top": 37, "width": 7, "height": 7}],
    }
    assert absent["ball"]["annotations"] == []
    assert absent["ball-metadata"]["objects"] == []
    assert absent["visibility"] == "absent"


def test_only_labelled_pictures_are_written(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, task=GroundTruthTask.IMAGE_BOXES)

    assert sorted(path.name for path in out.rglob("*.jpeg")) == [
        f"frame_{frame:06d}.jpeg" for frame in (0, 3, 25)
    ]


def test_boxes_of_a_model_say_so_with_its_confidence(tmp_path: Path, source: LabelledVideo) -> None:
    made = lines(exported(tmp_path, source, task=GroundTruthTask.IMAGE_BOXES, effective=True))

    told = {line["touchline"]["frame"]: line["ball-metadata"] for line in made}
    assert told[2]["human-annotated"] == "no"
    assert told[2]["objects"] == [{"confidence": 0.5}]
    assert told[0]["human-annotated"] == "yes"


def test_an_event_is_the_class_of_its_picture(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, task=GroundTruthTask.IMAGE_CLASSIFICATION)

    [hit, bounce] = lines(out)
    assert (hit["event"], hit["event-metadata"]["class-name"]) == (1, "hit")
    assert (bounce["event"], bounce["event-metadata"]["class-name"]) == (0, "bounce")
    assert '{"label":"bounce"},{"label":"hit"}' in (out / "label-categories.json").read_text()


def test_what_a_model_proposes_is_exported_if_asked_for(
    tmp_path: Path, source: LabelledVideo
) -> None:
    made = lines(
        exported(tmp_path, source, task=GroundTruthTask.IMAGE_CLASSIFICATION, effective=True)
    )

    assert [line["event-metadata"]["human-annotated"] for line in made] == ["yes", "yes", "no"]
    assert made[2]["event-metadata"]["confidence"] == 0.5


def test_two_events_of_a_frame_need_the_task_for_several(
    tmp_path: Path, source: LabelledVideo
) -> None:
    both = replace(source, events=(Event(5, "hit"), Event(5, "net")))

    with pytest.raises(UserError, match=r"Frame 5 of m7\.mp4 is a hit and a net"):
        exported(tmp_path, both, task=GroundTruthTask.IMAGE_CLASSIFICATION)
    [line] = lines(exported(tmp_path, both, task=GroundTruthTask.IMAGE_MULTI_LABEL))
    assert line["event"] == [0, 1]
    assert line["event-metadata"]["class-map"] == {"0": "hit", "1": "net"}


def test_classes_and_ranges_are_chosen(tmp_path: Path, source: LabelledVideo) -> None:
    some = replace(source, ranges=(range(4, 10),))
    wanted = frozenset({"hit"})

    [line] = lines(
        exported(tmp_path, some, task=GroundTruthTask.IMAGE_CLASSIFICATION, classes=wanted)
    )

    assert (line["touchline"]["frame"], line["event"]) == (5, 0)


def test_clips_have_the_name_of_what_happens(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, task=GroundTruthTask.CLIP_CLASSIFICATION)

    [serve, smash] = lines(out)
    assert smash["source-ref"].endswith("clips/0001/000010-000015-smash.mp4")
    assert (smash["action"], smash["action-metadata"]["class-name"]) == (1, "smash")
    assert smash["touchline"] == {
        "video": f"sha256:{source.video.fingerprint}",
        "first-frame": 10,
        "end-frame": 16,
        "seconds": [0.3333, 0.5333],
    }
    assert len(drained(scan_frames(out / "clips/0001/000010-000015-smash.mp4"))) == 6
    assert serve["action"] == 0


def test_surroundings_of_events_become_clips(tmp_path: Path, source: LabelledVideo) -> None:
    made = lines(
        exported(
            tmp_path, replace(source, clips=()), task=GroundTruthTask.CLIP_CLASSIFICATION, around=6
        )
    )

    spans = [(each["touchline"]["first-frame"], each["touchline"]["end-frame"]) for each in made]
    assert spans == [(0, 12), (3, 16)]


def test_clips_without_a_name_or_outside_the_range_are_left_out(
    tmp_path: Path, source: LabelledVideo
) -> None:
    clips = (Clip(0, 4, ""), Clip(3, 12, "far"), Clip(4, 9, "near"), Clip(4, 9, "near!"))
    some = replace(source, clips=clips, ranges=(range(2, 10),))

    made = lines(exported(tmp_path, some, task=GroundTruthTask.CLIP_CLASSIFICATION))

    assert [line["source-ref"].rpartition("/")[2] for line in made] == [
        "000004-000008-near.mp4",
        "000004-000008-near-2.mp4",
    ]


def test_a_job_takes_so_many_classes_and_no_more(tmp_path: Path, source: LabelledVideo) -> None:
    clips = tuple(Clip(0, 4, f"class {number}") for number in range(31))
    events = tuple(Event(number % 30, f"event {number}") for number in range(51))
    many = replace(source, clips=clips, events=events)

    with pytest.raises(UserError, match="31 names; a job allows 30"):
        exported(tmp_path, many, task=GroundTruthTask.CLIP_CLASSIFICATION)
    with pytest.raises(UserError, match="51 event classes; a job allows 50"):
        exported(tmp_path, many, task=GroundTruthTask.IMAGE_MULTI_LABEL)


def test_pictures_have_the_size_that_boxes_speak_of(tmp_path: Path, source: LabelledVideo) -> None:
    out = exported(tmp_path, source, task=GroundTruthTask.IMAGE_BOXES)

    picture = cv2.imread(str(out / "frames/0001/frame_000000.jpeg"))
    assert picture is not None
    assert picture.shape == (120, 160, 3)
