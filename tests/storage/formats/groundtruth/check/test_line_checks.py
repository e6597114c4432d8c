import json
from typing import Any

import pytest

from storage.formats.common.json_document import Object
from storage.formats.common.problems import Problem, Problems
from storage.formats.groundtruth.check.line_checks import LineChecks, classes_of
from storage.formats.groundtruth.schema.manifest import line_of
from tests.storage.formats.groundtruth.examples import (
    ADJUSTED,
    BOXES,
    CLIP,
    INPUT,
    LINES,
    MULTI,
    SEQUENCE_LINE,
    SINGLE,
    VERIFIED,
    boxes,
)


def problems_of(*lines: Object) -> tuple[Problem, ...]:
    problems = Problems()
    checks = LineChecks(problems)
    for number, line in enumerate(lines, 1):
        checks.check(line_of(line, number))
    return problems.all


def changed(line: Object, name: str, **more: Any) -> Object:
    """`line` with other fields in its object `name`; None takes one away."""
    value = json.loads(json.dumps(line[name]))
    for key, new in more.items():
        value[key.replace("_", "-")] = new
    kept = {key: each for key, each in value.items() if each is not None}
    return {**line, name: kept}


@pytest.mark.parametrize("line", [*LINES.values(), *INPUT], ids=str)
def test_lines_as_the_service_writes_them_are_sound(line: Object) -> None:
    assert problems_of(line) == ()


def renamed(line: Object, old: str, new: str) -> Object:
    return json.loads(json.dumps(line).replace(f'"{old}', f'"{new}'))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ({}, "no source-ref"),
        ({**BOXES, "source": "x"}, "both source and source-ref"),
        ({**BOXES, "source-ref": 7}, "source-ref is not a text"),
        ({**BOXES, "$x": 1}, "begins with $"),
        ({**BOXES, "x": "y" * 20_001}, "20,001 characters"),
        ({**BOXES, "x-metadata": {}}, "without 'x'"),
        ({**BOXES, "x": 1, "x-metadata": 1}, "not an object"),
        ({**BOXES, "x": 1, "x-metadata": {}}, "has no type"),
        (renamed(BOXES, "ball", "ball-ref"), "must not end with -ref"),
        (renamed(SEQUENCE_LINE, "ball-ref", "ball"), "must end with -ref"),
        ({**BOXES, "ball": 7}, "not what groundtruth/object-detection has"),
        ({**SEQUENCE_LINE, "ball-ref": "here"}, "not the address"),
        (changed(BOXES, "ball-metadata", job_name=None), "lacks job-name"),
        (changed(BOXES, "ball-metadata", class_map=None), "lacks class-map"),
        (changed(BOXES, "ball-metadata", human_annotated="si"), "yes or no"),
        (changed(BOXES, "ball-metadata", creation_date="soon"), "not a date"),
        (changed(BOXES, "ball-metadata", adjustment_status="yes"), "adjusted or unadjusted"),
        (changed(BOXES, "ball-metadata", adjustment_status="adjusted"), "not there"),
        (changed(BOXES, "ball-metadata", objects=[]), "0 objects for 1 annotations"),
        (changed(BOXES, "ball-metadata", class_map={}), "class '0' is not in class-map"),
        (changed(CLIP, "action-metadata", confidence=7), "must be from 0 to 1"),
        ({**CLIP, "action": None}, "no index"),
        ({**MULTI, "tags": [1, 1]}, "duplicated"),
        ({**MULTI, "tags": [4]}, "class '4' is not in class-map"),
        (changed(VERIFIED, "ball-check-metadata", class_name=None), "lacks class-name"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(line: Object, what: str) -> None:
    problems = [problem.what for problem in problems_of(line) if not problem.warning]

    assert any(what in each for each in problems), problems


def test_the_confidence_of_every_box_is_looked_at() -> None:
    two = changed({**BOXES, "ball": boxes((1, 2), (3, 4))}, "ball-metadata", objects=[])
    sure = changed(two, "ball-metadata", objects=[{"confidence": 0.9}, {"confidence": -1}])

    assert [problem.what for problem in problems_of(sure)] == [
        "'ball': a confidence is -1; it must be from 0 to 1"
    ]


def test_a_box_without_size_is_wrong() -> None:
    flat = json.loads(json.dumps(BOXES))
    flat["ball"]["annotations"][0]["width"] = 0
    del flat["ball"]["image_size"]

    assert [problem.what for problem in problems_of(flat)] == [
        "'ball': image_size is missing",
        "'ball': box 1 is 0 by 16 pixels",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (renamed(BOXES, "ball", "my_ball"), "letters, digits"),
        ({**BOXES, "ball": boxes((1275, 10))}, "beyond the picture"),
        (
            changed(BOXES, "ball-metadata", type="groundtruth/semantic-segmentation"),
            "unknown type",
        ),
    ],
)
def test_what_may_be_a_mistake_is_a_warning(line: Object, what: str) -> None:
    [problem] = problems_of(line)

    assert problem.warning
    assert what in problem.what


def test_a_class_has_one_name_in_all_lines() -> None:
    other = changed(BOXES, "ball-metadata", class_map={"0": "puck"})

    [problem] = problems_of(BOXES, ADJUSTED, other)

    assert (problem.line, problem.warning) == (3, False)
    assert "'puck' here and 'ball' before" in problem.what


def test_problems_are_bounded() -> None:
    problems = problems_of(*[{}] * 3000)

    assert len(problems) == 1001
    assert problems[-1].what == "and 2000 more problems"


def test_the_classes_of_a_label_are_those_it_names() -> None:
    named = [classes_of(line_of(line).pairs[0]) for line in (BOXES, SINGLE, MULTI, SEQUENCE_LINE)]

    assert named == [
        {"0": "ball"},
        {"0": "play"},
        {"1": "smash", "0": "serve"},
        {"0": "ball", "1": "player"},
    ]
