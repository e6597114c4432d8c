import json
from dataclasses import replace

import pytest

from storage.formats.common.json_document import Object, parse_object
from storage.formats.common.problems import Problems
from storage.formats.groundtruth.schema.categories import (
    Category,
    LabelCategories,
    check_categories,
    is_categories,
    read_categories,
)
from tests.storage.formats.groundtruth.examples import CATEGORIES, PLAIN_CATEGORIES, SEQUENCE


def problems(kept: Object) -> list[str]:
    problems = Problems()
    check_categories(parse_object(json.dumps(kept)), problems)
    return [problem.what for problem in problems.all]


@pytest.mark.parametrize("kept", [CATEGORIES, PLAIN_CATEGORIES])
def test_a_list_of_classes_is_read_and_written_as_it_was(kept: Object) -> None:
    noted = {**kept, "theirs": 1}

    assert problems(kept) == []
    assert is_categories(kept)
    assert json.dumps(read_categories(noted).to_json()) == json.dumps(noted)


def test_classes_of_pictures_are_a_plain_list() -> None:
    made = LabelCategories((Category("serve"), Category("smash")))

    assert made.to_json() == PLAIN_CATEGORIES


def test_a_class_more_leaves_the_rest_as_it_was() -> None:
    read = read_categories(CATEGORIES)
    more = replace(read, categories=(*read.categories, Category("player", edits="none")))

    labels = more.to_json()["labels"]
    assert isinstance(labels, list)
    assert labels == [
        *json.loads(json.dumps(CATEGORIES))["labels"],
        {"label": "player", "editsAllowed": "none"},
    ]
    assert more.to_json()["frameAttributes"] == CATEGORIES["frameAttributes"]


def labelled(**more: object) -> Object:
    return {**CATEGORIES, "labels": [{"label": "ball", **more}]}


def attribute_json(**more: object) -> Object:
    return labelled(categoryAttributes=[{"name": "a", "type": "string", **more}])


TEXT = {"name": "a", "type": "string", "description": "?"}


@pytest.mark.parametrize(
    ("kept", "what"),
    [
        ({**CATEGORIES, "labels": []}, "no label"),
        ({**CATEGORIES, "labels": [1]}, "not an object"),
        ({**CATEGORIES, "labels": [{"label": f"b{n}"} for n in range(31)]}, "the limit is 30"),
        ({**CATEGORIES, "labels": [{"label": "b"}, {"label": "b"}]}, "duplicated"),
        ({**CATEGORIES, "labels": [{"label": "b" * 17}]}, "1 to 16"),
        ({**PLAIN_CATEGORIES, "labels": [{"label": "b" * 257}]}, "1 to 256"),
        ({**CATEGORIES, "annotationType": "Dot"}, "one of BoundingBox"),
        ({**CATEGORIES, "instructions": {"shortInstruction": "x"}}, "fullInstruction"),
        (
            {
                **CATEGORIES,
                "instructions": {"shortInstruction": "x" * 255, "fullInstruction": "y"},
            },
            "the limit is 254",
        ),
        ({**CATEGORIES, "frameAttributes": [TEXT] * 11}, "the limit is 10"),
        ({**CATEGORIES, "frameAttributes": [TEXT] * 6}, "the limit is 5"),
        ({**CATEGORIES, "frameAttributes": [{"name": "a", "type": "string"}]}, "no description"),
        (labelled(editsAllowed="some"), "any or none"),
        (attribute_json(name="source"), "of all labels"),
        (attribute_json(name="x" * 17), "1 to 16"),
        (attribute_json(description="x" * 129), "the limit is 128"),
        (attribute_json(type="colour"), "string or number"),
        (attribute_json(type="number", enum=["1"]), "values to choose from"),
        (attribute_json(enum=[str(n) for n in range(11)]), "1 to 10 are allowed"),
        (attribute_json(enum=["x" * 17]), "1 to 16 characters"),
        (attribute_json(type="number", minimum=3, maximum=1), "above its maximum"),
        (attribute_json(type="number", minimum="x", maximum=1), "a minimum that is not a number"),
        (attribute_json(type="number", maximum="x"), "a maximum that is not a number"),
        (
            labelled(categoryAttributes=[{"name": f"a{n}", "type": "string"} for n in range(11)]),
            "the limit is 10",
        ),
    ],
)
def test_limits_of_the_service_are_kept(kept: Object, what: str) -> None:
    assert any(what in problem for problem in problems(kept)), problems(kept)


def test_a_limit_may_stand_alone_and_be_a_fraction() -> None:
    assert problems(attribute_json(type="number", minimum=0.5)) == []


def test_other_documents_are_no_lists_of_classes() -> None:
    assert not is_categories(SEQUENCE)
