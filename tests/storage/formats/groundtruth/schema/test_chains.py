from datetime import UTC, datetime

import pytest

from storage.errors import UserError
from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.chains import (
    base_of,
    corrected,
    effective_pairs,
    next_round_name,
)
from storage.formats.groundtruth.schema.labels import ClassChoice, ImageBox, ImageBoxes
from storage.formats.groundtruth.schema.manifest import line_of
from tests.storage.formats.groundtruth.examples import ADJUSTED, BOXES, SINGLE, VERIFIED, about

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def effective(line: Object) -> list[str]:
    return [pair.name for pair in effective_pairs(line_of(line)).values()]


def test_the_last_label_of_people_counts() -> None:
    assert effective(ADJUSTED) == ["ball-adj1"]
    assert effective({**BOXES, "m": BOXES["ball"], "m-metadata": by_model()}) == ["ball"]


def test_of_models_the_last_one_counts() -> None:
    line = {"source-ref": "s3://a/b", "m": BOXES["ball"], "m-metadata": by_model()}

    assert effective({**line, "n": BOXES["ball"], "n-metadata": by_model()}) == ["n"]


def test_a_verdict_is_no_label() -> None:
    assert effective(VERIFIED) == ["ball"]


def test_labels_of_several_types_count_each() -> None:
    assert effective({**BOXES, **SINGLE}) == ["ball", "scene"]


def by_model() -> Object:
    objects = [{"confidence": 0.5}]
    told = about("object-detection", objects=objects, class_map={"0": "ball"})
    return {**told, "human-annotated": "no"}


def test_an_adjustment_knows_what_it_began_with() -> None:
    line = line_of(ADJUSTED)

    assert base_of(line, line.pairs[1]) == line.pairs[0]
    assert base_of(line, line.pairs[0]) is None


def test_a_correction_stands_beside_the_old_label() -> None:
    line = line_of(ADJUSTED)
    label = ImageBoxes((ImageBox(0, 140, 180, 13, 13),), {"0": "ball"}, 1280, 720)

    now = corrected(line, line.pairs[1], label, True, "Round 2!", NOON).to_json()

    assert {name: now[name] for name in ADJUSTED} == ADJUSTED
    assert now["ball-adj2-metadata"] == {
        "objects": [{"confidence": 0}],
        "class-map": {"0": "ball"},
        "job-name": "labeling-job/Round-2",
        "human-annotated": "yes",
        "creation-date": "2026-11-20T12:00:00.000000",
        "type": "groundtruth/object-detection",
        "adjustment-status": "adjusted",
    }


def test_names_that_are_taken_are_passed_over() -> None:
    assert next_round_name("ball-ref", {"ball-ref", "ball-adj1-ref"}) == "ball-adj2-ref"


def test_a_correction_needs_a_label_of_its_kind() -> None:
    line = line_of(BOXES)
    boxes = ImageBoxes((), {})

    with pytest.raises(UserError, match="no label"):
        corrected(line, line_of(ADJUSTED).pairs[1], boxes, True, "r", NOON)
    with pytest.raises(ValueError, match="ClassChoice"):
        corrected(line, line.pairs[0], ClassChoice(0, "x"), True, "r", NOON)
    with pytest.raises(UserError, match="already"):
        corrected(line, line.pairs[0], boxes, True, "r", NOON, name="ball")
