import pytest

from storage.formats.groundtruth.schema.names import (
    attribute_name,
    attribute_problem,
    bare_job,
    fit_name,
    next_name,
    picture_name,
    sort_key,
)


@pytest.mark.parametrize(
    ("name", "reference", "what"),
    [
        ("ball", False, None),
        ("ball-ref", True, None),
        ("a-1--b", None, None),
        ("ball", True, "must end"),
        ("ball-ref", False, "must not end"),
        ("my_ball", False, "letters"),
        ("-ball", False, "letters"),
        ("x" * 128, False, "letters"),
        ("ball-metadata", False, "-metadata"),
        ("source", False, "reserved"),
    ],
)
def test_names_of_labels_follow_the_pattern(
    name: str, reference: bool | None, what: str | None
) -> None:
    problem = attribute_problem(name, reference)

    assert (problem is None) if what is None else (what in (problem or ""))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ball", "ball"),
        ("Spiel 7 + Bälle_ü", "Spiel-7-B-lle"),
        ("-a-", "a"),
        ("ö", "ball"),
        ("x" * 80, "x" * 63),
    ],
)
def test_any_text_becomes_a_name_that_a_job_may_have(text: str, name: str) -> None:
    assert fit_name(text, "ball") == name


def test_labels_in_files_of_their_own_end_with_ref() -> None:
    assert attribute_name("my ball", "ball", reference=True) == "my-ball-ref"
    assert attribute_name("ball-ref", "ball", reference=True) == "ball-ref"
    assert attribute_name("ball-ref", "ball", reference=False) == "ball"
    assert len(attribute_name("x" * 200, "ball", reference=True)) == 127


def test_corrections_count_up() -> None:
    names = ["ball-ref"]
    for _ in range(3):
        names.append(next_name(names[-1]))

    assert names == ["ball-ref", "ball-adj1-ref", "ball-adj2-ref", "ball-adj3-ref"]
    assert next_name("my_ball") == "my-ball-adj1"
    assert len(next_name("x" * 127)) == 127


def test_jobs_go_by_their_bare_name() -> None:
    assert bare_job("labeling-job/m7") == bare_job("m7") == "m7"


def test_pictures_sort_as_their_frames() -> None:
    names = [picture_name(frame, "jpeg") for frame in (9, 10, 100_000)]

    assert sorted(names, key=sort_key) == names
    assert sort_key("frame10") < sort_key("frame2")
