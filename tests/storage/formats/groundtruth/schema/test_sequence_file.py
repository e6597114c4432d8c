import json
from dataclasses import replace

import pytest

from storage.formats.common.json_document import Object, parse_object
from storage.formats.common.problems import Problems
from storage.formats.groundtruth.schema.sequence_file import (
    SequenceFile,
    is_sequence_file,
    read_sequence_file,
)
from tests.storage.formats.groundtruth.examples import SEQUENCE, TRACKING


def read(kept: Object) -> tuple[SequenceFile, list[str]]:
    problems = Problems()
    found = read_sequence_file(parse_object(json.dumps(kept)), problems)
    return found, [problem.what for problem in problems.all]


def test_a_sequence_is_read_and_written_as_it_was() -> None:
    found, problems = read({**SEQUENCE, "theirs": 1})

    assert problems == []
    assert found.names == ["frame_0000.jpeg", "frame_0001.jpeg", "frame_0002.jpeg"]
    assert found.frames[1].timestamp == 1_780_000_000
    assert json.dumps(found.to_json()) == json.dumps({**SEQUENCE, "theirs": 1})


def test_a_sequence_made_here_says_the_same() -> None:
    found, _ = read(SEQUENCE)
    anew = replace(found, kept={}, frames=tuple(replace(each, kept={}) for each in found.frames))

    assert anew.to_json() == SEQUENCE


def test_files_of_other_tools_are_read() -> None:
    frames = [{"frame-no": "1", "frame": "b.jpg"}, {"frame-no": "0", "frame": "a.jpg"}]

    found, problems = read(
        {"seq-no": "3", "prefix": "s3://a/b", "number-of-frames": "2", "frames": frames}
    )

    assert (found.number, found.prefix, found.names) == (3, "s3://a/b/", ["a.jpg", "b.jpg"])
    assert problems == ["prefix 's3://a/b' does not end with /"]


FRAME = {"frame-no": 0, "frame": "a.jpg"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"number-of-frames": 5}, "number-of-frames is 5, and there are 3"),
        ({"number-of-frames": None}, "number-of-frames is missing"),
        ({"seq-no": "x"}, "seq-no"),
        ({"prefix": "s3://bucket/"}, "root of the bucket"),
        ({"prefix": 7}, "prefix is missing"),
        ({"frames": 7}, "frames is not a list"),
        ({"frames": [7]}, "frame 1 is not an object"),
        ({"frames": [FRAME, FRAME]}, "duplicated"),
        ({"frames": [{"frame-no": 0}]}, "frame is missing"),
        ({"frames": [{"frame": "a"}]}, "frame-no is missing"),
        (
            {"frames": [{"frame-no": 0, "frame": "frame2"}, {"frame-no": 1, "frame": "frame10"}]},
            "in another order",
        ),
        ({"frames": [{"frame-no": n, "frame": f"{n:06d}"} for n in range(2001)]}, "may have 2000"),
    ],
)
def test_what_is_wrong_with_a_sequence_is_told(change: Object, what: str) -> None:
    _, problems = read({**SEQUENCE, **change})

    assert any(what in problem for problem in problems), problems


def test_a_fault_is_told_with_the_line_of_its_frame() -> None:
    problems = Problems()
    text = json.dumps({**SEQUENCE, "frames": [FRAME, FRAME]}, indent=1)
    read_sequence_file(parse_object(text), problems)

    assert {problem.line for problem in problems.all if "duplicated" in problem.what} == {10}


def test_a_sequence_is_told_from_other_documents() -> None:
    assert is_sequence_file(SEQUENCE)
    assert not is_sequence_file(TRACKING)
