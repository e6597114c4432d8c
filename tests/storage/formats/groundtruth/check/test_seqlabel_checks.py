import json
from typing import Any

import pytest

from storage.formats.common.json_document import Object, parse_object
from storage.formats.common.problems import Problem, Problems
from storage.formats.groundtruth.check.seqlabel_checks import Expected, check_seqlabel
from storage.formats.groundtruth.schema.seqlabel import read_seqlabel
from tests.storage.formats.groundtruth.examples import (
    DETECTION,
    SEQLABELS,
    TRACKING,
)

NOTHING = Expected()


def problems_of(
    kept: Object, expected: Expected = NOTHING, indent: int | None = None
) -> list[Problem]:
    document = parse_object(json.dumps(kept, indent=indent))
    problems = Problems()
    check_seqlabel(document, read_seqlabel(document), expected, problems)
    return list(problems.all)


@pytest.mark.parametrize("kept", SEQLABELS.values(), ids=SEQLABELS)
def test_documents_as_they_occur_are_sound(kept: Object) -> None:
    assert problems_of(kept) == []


def test_a_document_that_fits_what_is_expected_is_sound() -> None:
    names = frozenset({"frame_0000.jpeg", "frame_0001.jpeg", "frame_0002.jpeg"})
    expected = Expected("groundtruth/video-object-tracking", {"0": "ball"}, names)

    assert problems_of(TRACKING, expected) == []


def frame(**more: Any) -> Object:
    told = {name.replace("_", "-"): value for name, value in more.items()}
    return {"annotations": [], "frame-no": "7", "frame": "a.jpeg", "frame-attributes": {}, **told}


def box(**more: Any) -> Object:
    told = {name.replace("_", "-"): value for name, value in more.items()}
    sides = {"left": 1, "top": 1, "width": 5, "height": 5}
    return {**sides, "class-id": "0", "object-id": "x", "object-name": "ball:1", **told}


def tracking(*frames: object) -> Object:
    return {"tracking-annotations": list(frames)}


OTHER = {"frame": "b.jpeg", "frame_no": "8"}


@pytest.mark.parametrize(
    ("kept", "what"),
    [
        ({**DETECTION, **TRACKING}, "both"),
        ({"tracking-annotations": {}}, "not a list"),
        (tracking(7), "frame 1 is not an object"),
        (tracking(frame(frame=None)), "frame is missing"),
        (tracking(frame(frame_no="x")), "frame-no is missing"),
        (tracking(frame(), frame()), "it is duplicated"),
        (tracking(frame(), frame(frame="b.jpeg")), "frame-no 7 is duplicated"),
        (tracking(frame(keypoints=[])), "two lists"),
        (tracking({"frame": "a", "frame-no": 1}), "no list of objects"),
        (tracking(frame(annotations=[1])), "an entry of annotations cannot be read"),
        (tracking(frame(annotations=[box(width=0)])), "0 by 5 pixels"),
        (tracking(frame(annotations=[box(object_id="")])), "no object-id"),
        (tracking(frame(annotations=[box(), box()])), "object 'x' is duplicated"),
        (
            tracking(frame(annotations=[box()]), frame(annotations=[box(class_id="1")], **OTHER)),
            "of class '1' and was of '0'",
        ),
        (
            tracking(
                frame(annotations=[box()]), frame(annotations=[box(object_name="b:2")], **OTHER)
            ),
            "called 'b:2' and was called 'ball:1'",
        ),
    ],
)
def test_what_is_wrong_with_labels_is_told(kept: Object, what: str) -> None:
    problems = [problem.what for problem in problems_of(kept) if not problem.warning]

    assert any(what in each for each in problems), problems


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        (Expected(type="groundtruth/video-object-detection"), "not labels of"),
        (Expected(classes={"1": "player"}), "class '0' is not in class-map"),
        (Expected(names=frozenset({"frame_0001.jpeg"})), "not in the sequence"),
    ],
)
def test_labels_must_fit_their_line_and_sequence(expected: Expected, what: str) -> None:
    [problem] = problems_of(TRACKING, expected)

    assert what in problem.what


def test_a_fault_is_told_with_the_line_of_its_frame() -> None:
    [problem] = problems_of(tracking(frame(), frame(frame_no="8")), indent=1)

    assert problem.line == 9


def test_an_unknown_list_is_a_warning() -> None:
    [problem] = problems_of(tracking(frame(cuboids=[])))

    assert problem.warning
    assert "unknown list 'cuboids'" in problem.what


def test_detection_asks_for_no_identity() -> None:
    kept: Object = {"detection-annotations": [frame(annotations=[box(object_id=""), box()])]}

    assert problems_of(kept) == []
