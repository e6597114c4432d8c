"""A person's corrections beside the labels that somebody else made."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.errors import UserError
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.check.checking import check_ground_truth
from storage.formats.groundtruth.schema.labels import ImageBox, ImageBoxes
from storage.formats.groundtruth.write.corrected_boxes import corrected_boxes
from storage.formats.groundtruth.write.corrected_frames import SAME
from storage.formats.groundtruth.write.corrections import corrections_layout
from storage.formats.groundtruth.write.exporting import export, plan
from storage.records import BallRow, BallTrackBuilder, Review, Source, Visibility
from tests.draining import drained
from tests.storage.formats.groundtruth.mutations import VIDEO
from tests.storage.formats.groundtruth.videos import FRAMES, NOON
from tests.storage.formats.groundtruth.write.test_exporting import exported, labels, lines


def reviewed(source: LabelledVideo, **places: tuple[float, float] | None) -> LabelledVideo:
    """The video with a person's word on some frames alone: f7=(x, y), or None for no ball."""
    track = BallTrackBuilder.empty(FRAMES)
    for name, place in places.items():
        frame = int(name[1:])
        track.source[frame], track.review[frame] = Source.HUMAN, Review.CORRECTED
        if place is not None:
            track.visibility[frame] = Visibility.CLEAR
            track.x[frame], track.y[frame] = place
    return replace(source, ball=track.build())


def request(folder: Path, base: Path, video: LabelledVideo, **more: Any) -> GroundTruthRequest:
    given = {"prefix": "s3://club/round-2", "job": "round 2"}
    out = folder / "round-2"
    return GroundTruthRequest(
        [video], out, GroundTruthTask.KEYPOINTS, NOON, onto=base, **{**given, **more}
    )


def corrected(folder: Path, base: Path, video: LabelledVideo, **more: Any) -> Path:
    return Path(drained(export(request(folder, base, video, **more))).place)


def new_labels(out: Path, number: int = 0) -> list[dict[str, Any]]:
    path = out / f"annotations/ball-adj1-ref/{number}/SeqLabel.json"
    entries: list[dict[str, Any]] = json.loads(path.read_text())["tracking-annotations"]
    return entries


def points(entries: list[dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    return {each["frame"]: [(p["x"], p["y"]) for p in each["keypoints"]] for each in entries}


@pytest.fixture
def base(tmp_path: Path, source: LabelledVideo) -> Path:
    """Two sequences with balls in frames 0 and 25, and none in frame 3."""
    return exported(tmp_path, source)


def test_a_correction_is_a_new_label_beside_the_old(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    out = corrected(tmp_path, base, reviewed(source, f0=(20, 30), f3=None))

    [first, second] = lines(out)
    [old, untouched] = lines(base)
    assert second == untouched
    assert {name: first[name] for name in old} == old
    assert first["ball-adj1-ref"] == "s3://club/round-2/annotations/ball-adj1-ref/0/SeqLabel.json"
    assert first["ball-adj1-ref-metadata"] == {
        "class-map": {"0": "ball"},
        "job-name": "labeling-job/round-2",
        "human-annotated": "yes",
        "creation-date": "2026-11-20T12:00:00.000123",
        "type": "groundtruth/video-object-tracking",
        "adjustment-status": "adjusted",
    }


def test_only_frames_that_somebody_decided_on_are_there(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    out = corrected(tmp_path, base, reviewed(source, f0=(20, 30), f5=(7, 8)))

    assert points(new_labels(out)) == {
        "frame_000000.jpeg": [(20, 30)],
        "frame_000005.jpeg": [(7, 8)],
    }


def test_a_moved_and_an_added_ball_are_the_same_object(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    [before] = labels(base)[0]["keypoints"]

    out = corrected(tmp_path, base, reviewed(source, f0=(20, 30), f5=(7, 8)))

    for entry in new_labels(out):
        [ball] = entry["keypoints"]
        assert ball | {"x": 0, "y": 0} == before | {"x": 0, "y": 0}


def test_what_is_accepted_as_it_was_is_unadjusted(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    out = corrected(tmp_path, base, reviewed(source, f0=(10.25 + SAME, 40.2), f3=None))

    metadata = lines(out)[0]["ball-adj1-ref-metadata"]
    assert metadata["adjustment-status"] == "unadjusted"
    assert new_labels(out) == labels(base)


@pytest.mark.parametrize("change", [{"f0": None}, {"f3": (5, 5)}, {"f4": None}, {"f0": (11, 40)}])
def test_a_ball_removed_added_or_moved_is_an_adjustment(
    tmp_path: Path, base: Path, source: LabelledVideo, change: dict[str, Any]
) -> None:
    out = corrected(tmp_path, base, reviewed(source, **change))

    metadata = lines(out)[0]["ball-adj1-ref-metadata"]
    assert metadata["adjustment-status"] == "adjusted"


def test_other_objects_and_what_others_said_stay(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    [path, _] = sorted(base.rglob("SeqLabel.json"))
    kept = json.loads(path.read_text())
    ball = kept["tracking-annotations"][0]["keypoints"][0]
    player = {**ball, "class-id": "1", "object-id": "p", "object-name": "player:1", "note": 1}
    kept["tracking-annotations"][0]["keypoints"].append(player)
    kept["tracking-annotations"][0]["frame-attributes"]["phase"] = "rally"
    path.write_text(json.dumps(kept))

    out = corrected(tmp_path, base, reviewed(source, f0=None))

    [frame] = new_labels(out)
    assert frame["keypoints"] == [player]
    assert frame["frame-attributes"] == {"visibility": "absent", "phase": "rally"}
    assert lines(out)[0]["ball-adj1-ref-metadata"]["class-map"] == {"1": "player"}


def test_rounds_follow_each_other_and_are_sound(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    first = corrected(tmp_path, base, reviewed(source, f0=(20, 30)))
    merged = with_files_of(base, first)

    (tmp_path / "next").mkdir()
    second = corrected(tmp_path / "next", merged, reviewed(source, f0=(21, 30)))

    [line, _] = lines(second)
    assert [name for name in line if name.endswith("-ref")] == [
        *("source-ref", "ball-ref", "ball-adj1-ref", "ball-adj2-ref")
    ]
    report = check_ground_truth(with_files_of(merged, second))
    assert report.problems == ()
    assert report.job is not None
    assert report.labels == {"ball": 2}


def with_files_of(base: Path, out: Path) -> Path:
    """The data set `out` with the files it points to, as they lie together in a bucket."""
    for path in base.rglob("*.json"):
        place = out / path.relative_to(base)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return out


def test_boxes_of_pictures_are_corrected_in_their_lines(
    tmp_path: Path, source: LabelledVideo
) -> None:
    base = exported(tmp_path, source, task=GroundTruthTask.IMAGE_BOXES, effective=True)

    out = corrected(tmp_path, base, reviewed(source, f2=(22, 50), f3=(9, 9)))

    told = {line["touchline"]["frame"]: line for line in lines(out)}
    assert [box["left"] for box in told[2]["ball-adj1"]["annotations"]] == [14]
    assert told[2]["ball-adj1-metadata"]["objects"] == [{"confidence": 0}]
    assert told[2]["ball-metadata"]["objects"] == [{"confidence": 0.5}]
    assert told[3]["ball-adj1-metadata"]["class-map"] == {"0": "ball"}
    assert not [name for name in told[0] if "adj1" in name]
    assert check_ground_truth(out).problems == ()


BALL = ImageBox(3, 10, 10, 5, 5, 0.4)
MAN = ImageBox(0, 50, 50, 90, 200)
OLD = ImageBoxes((MAN, BALL), {"0": "man", "3": "ball"}, 640, 360)


def row(x: float | None, y: float | None) -> BallRow:
    return BallRow(4, Visibility.ABSENT if x is None else Visibility.CLEAR, x, y)


def test_in_a_smaller_copy_a_box_moves_by_less() -> None:
    # its middle is (12, 12) there, and (24.5, 24.5) in the video of twice the size
    found, changed = corrected_boxes(OLD, "ball", row(44.5, 24.5), VIDEO, 8)

    assert changed
    assert found.boxes == (MAN, replace(BALL, left=20, confidence=0.0))


def test_a_box_that_is_right_stays_with_a_persons_confidence() -> None:
    found, changed = corrected_boxes(OLD, "ball", row(24.5, 24.9), VIDEO, 8)

    assert not changed
    assert found.boxes == (MAN, replace(BALL, confidence=0.0))


def test_a_false_ball_goes_and_a_missed_one_comes() -> None:
    without, gone = corrected_boxes(OLD, "ball", row(None, None), VIDEO, 8)
    again, come = corrected_boxes(without, "ball", row(101, 51), VIDEO, 8)

    assert (without.boxes, without.classes, gone) == ((MAN,), {"0": "man"}, True)
    assert (again.classes, come) == ({"0": "man", "1": "ball"}, True)
    assert again.boxes[1] == ImageBox(1, 46, 21, 9, 9)


def test_a_ball_whose_class_has_a_number_alone_is_corrected() -> None:
    nameless = ImageBoxes((BALL,), {}, 640, 360)

    found, changed = corrected_boxes(nameless, "3", row(44.5, 24.5), VIDEO, 8)

    assert changed
    assert found.boxes == (replace(BALL, left=20, confidence=0.0),)


def test_a_plan_of_corrections_has_no_pictures(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    planned = drained(plan(request(tmp_path, base, reviewed(source, f0=(20, 30)))))

    assert (planned.frames, planned.labels, planned.manifests) == (0, 1, 1)


def test_without_a_word_on_its_pictures_there_is_nothing_to_correct(
    tmp_path: Path, base: Path, source: LabelledVideo, uneven: LabelledVideo
) -> None:
    with pytest.raises(UserError, match="no reviewed frame"):
        corrected(tmp_path, base, reviewed(source, f15=(1, 1)))
    with pytest.raises(UserError, match="made from other videos"):
        corrected(tmp_path, base, reviewed(uneven, f0=(1, 1)))
    two = replace(request(tmp_path, base, source), videos=[source, uneven])
    with pytest.raises(UserError, match="one video at a time"):
        drained(corrections_layout(two, base))


def test_a_seqlabel_has_no_place_for_a_second_label(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    [path, _] = sorted(base.rglob("SeqLabel.json"))

    with pytest.raises(UserError, match="is not a manifest"):
        corrected(tmp_path, path, reviewed(source, f0=(1, 1)))


def test_a_name_that_is_taken_is_refused(tmp_path: Path, base: Path, source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="There is a label ball-ref already"):
        corrected(tmp_path, base, reviewed(source, f0=(1, 1)), attribute="ball-ref")


def test_a_chosen_name_is_brought_to_the_services_rules(
    tmp_path: Path, base: Path, source: LabelledVideo
) -> None:
    out = corrected(tmp_path, base, reviewed(source, f0=(20, 30)), attribute="../second look")

    assert lines(out)[0]["second-look-ref"].endswith("/annotations/second-look-ref/0/SeqLabel.json")
    assert check_ground_truth(with_files_of(base, out)).problems == ()


def test_two_manifests_of_one_name_are_not_written_over_each_other(
    tmp_path: Path, source: LabelledVideo
) -> None:
    base = tmp_path / "jobs"
    for job in ("a", "b"):
        (base / job).mkdir(parents=True)
        exported(base / job, source)

    with pytest.raises(UserError, match="several manifests"):
        corrected(tmp_path, base, reviewed(source, f0=(20, 30)))
