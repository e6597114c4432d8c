import json
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.json_document import Object
from storage.formats.common.problems import Report
from storage.formats.groundtruth.check.checking import check_ground_truth, documents_in
from tests.storage.formats.groundtruth.examples import (
    ADJUSTED,
    BOXES,
    CATEGORIES,
    CLIP,
    INPUT,
    KEYPOINTS,
    LINES,
    MULTI,
    NO_BOXES,
    SEQUENCE,
    SINGLE,
    TRACKING,
    VERIFIED,
    write_job,
    write_lines,
)


def checked(folder: Path, *lines: Object) -> Report:
    return check_ground_truth(write_lines(folder / "a.manifest", *lines))


def written(folder: Path, name: str, value: object) -> Path:
    (folder / name).write_text(json.dumps(value, indent=1))
    return folder / name


def test_no_file_of_a_large_folder_is_left_out_silently(tmp_path: Path) -> None:
    for number in range(1001):
        (tmp_path / f"{number}.manifest").touch()

    with pytest.raises(UserError, match="more than 1,000"):
        documents_in(tmp_path)


def test_a_manifest_says_what_it_holds(tmp_path: Path) -> None:
    assert checked(tmp_path, BOXES, NO_BOXES, *INPUT[:1]) == Report(
        kind="object-detection",
        lines=3,
        frames=3,
        labels={"ball": 1},
        classes={"0": "ball"},
        type="groundtruth/object-detection",
        job="labeling-job/m7",
        human=True,
        adjusted=None,
    )


@pytest.mark.parametrize(
    ("line", "kind", "labels"),
    [
        (CLIP, "video-classification", {"smash": 1}),
        (SINGLE, "image-classification", {"play": 1}),
        (MULTI, "image-classification-multilabel", {"smash": 1, "serve": 1}),
        (VERIFIED, "object-detection", {"ball": 1}),
    ],
)
def test_every_type_is_counted(
    tmp_path: Path, line: Object, kind: str, labels: dict[str, int]
) -> None:
    report = checked(tmp_path, line)

    assert (report.kind, report.labels, report.problems) == (kind, labels, ())


def test_of_a_chain_the_label_that_counts_is_told(tmp_path: Path) -> None:
    report = checked(tmp_path, ADJUSTED)

    assert (report.job, report.human, report.adjusted) == ("labeling-job/adjust-ball", True, True)
    assert report.labels == {"ball": 1}


def test_several_types_are_mixed(tmp_path: Path) -> None:
    report = checked(tmp_path, BOXES, SINGLE)

    assert (report.kind, report.type) == ("mixed", None)


def test_a_manifest_without_labels_is_input(tmp_path: Path) -> None:
    report = checked(tmp_path, *INPUT[:3])

    assert (report.kind, report.lines, report.frames, report.type) == (
        "input-manifest",
        3,
        2,
        None,
    )


@pytest.mark.parametrize("label", [TRACKING, KEYPOINTS])
def test_the_labels_of_a_job_are_found_beside_its_manifest(tmp_path: Path, label: Object) -> None:
    report = check_ground_truth(write_job(tmp_path, label))

    assert report.problems == ()
    assert (report.kind, report.lines, report.labels) == ("video-object-tracking", 1, {"ball": 1})
    assert report.classes == {"0": "ball", "1": "player"}
    assert check_ground_truth(tmp_path) == report


def test_labels_that_are_not_here_are_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    report = checked(tmp_path, LINES["sequence"])

    assert report.frames is None
    assert all(problem.warning for problem in report.problems)
    assert "SeqLabel.json is not here" in report.problems[-1].what


def test_faults_of_a_file_are_told_with_the_line_that_points_to_it(tmp_path: Path) -> None:
    manifest = write_job(tmp_path, {"detection-annotations": [7]})
    manifest.write_text(json.dumps(BOXES) + "\n" + manifest.read_text())

    problems = check_ground_truth(manifest).problems

    assert {problem.line for problem in problems} == {2}
    assert "SeqLabel.json, line 1: frame 1 is not an object" in [
        problem.what for problem in problems
    ]


def test_a_file_that_is_damaged_is_a_fault_of_its_line(tmp_path: Path) -> None:
    manifest = write_job(tmp_path)
    next(tmp_path.rglob("SeqLabel.json")).write_text('{"tracking-annotations":\n[')

    [problem] = check_ground_truth(manifest).problems

    assert problem.line == 1
    assert problem.what.startswith("SeqLabel.json, line 2: this is not JSON")


def test_a_real_file_is_sound(footage: Path) -> None:
    report = check_ground_truth(footage / "groundtruth" / "SeqLabel.object-tracking.json")

    assert report == Report(
        kind="video-object-tracking",
        lines=1,
        frames=300,
        labels={"Vehicle": 890},
        classes={"2": "Vehicle"},
        type="groundtruth/video-object-tracking",
    )
    assert report.sound


def test_documents_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    kinds = [
        check_ground_truth(written(tmp_path, "a.json", value)).kind
        for value in (TRACKING, SEQUENCE, CATEGORIES, BOXES, {"a": 1})
    ]

    assert kinds == [
        "video-object-tracking",
        "sequence-file",
        "label-categories",
        "object-detection",
        "input-manifest",
    ]


def test_a_line_spread_over_several_is_read_and_told(tmp_path: Path) -> None:
    [problem] = check_ground_truth(written(tmp_path, "a.manifest", BOXES)).problems

    assert "is spread over" in problem.what


def test_a_sequence_counts_its_frames_and_a_list_its_classes(tmp_path: Path) -> None:
    assert check_ground_truth(written(tmp_path, "a.json", SEQUENCE)).frames == 3
    assert check_ground_truth(written(tmp_path, "b.json", CATEGORIES)).classes == {"0": "ball"}


def test_a_folder_is_the_sum_of_its_manifests(tmp_path: Path) -> None:
    folder = tmp_path / "manifests" / "output"
    folder.mkdir(parents=True)
    write_lines(folder / "output.manifest", BOXES, {})
    write_lines(folder / "output-2.manifest", BOXES, ADJUSTED)

    report = check_ground_truth(tmp_path)

    assert (report.lines, report.labels, report.adjusted) == (4, {"ball": 3}, None)
    assert [problem.what for problem in report.problems] == [
        "output.manifest: there is no source-ref"
    ]


def test_in_a_folder_manifests_come_before_what_they_point_to(tmp_path: Path) -> None:
    manifest = write_job(tmp_path)

    assert documents_in(tmp_path) == [manifest]
    manifest.unlink()
    assert [path.name for path in documents_in(tmp_path)] == ["SeqLabel.json"]


@pytest.mark.parametrize("text", ["", "a diary", "[1]", "\x00\x01"])
def test_what_is_nothing_of_ground_truths_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)

    with pytest.raises(UserError, match="nothing of Ground Truth's"):
        check_ground_truth(tmp_path / "a")


def test_places_without_anything_to_check_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is nothing"):
        check_ground_truth(tmp_path)
    with pytest.raises(UserError, match="could not be read"):
        check_ground_truth(tmp_path / "none")
