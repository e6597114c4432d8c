import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from storage.errors import UserError
from storage.formats.common.json_document import Object
from storage.formats.common.problems import Problems
from storage.formats.groundtruth.schema.labels import (
    Choices,
    ClassChoice,
    ImageBox,
    ImageBoxes,
    Opaque,
    Reference,
    Verdict,
)
from storage.formats.groundtruth.schema.manifest import (
    MAX_LINE,
    ManifestLine,
    Pair,
    line_of,
    manifest_text,
    parse_line,
    read_manifest,
    with_pair,
)
from storage.formats.groundtruth.schema.metadata import BOXES as BOX_TYPE
from storage.formats.groundtruth.schema.metadata import Metadata
from tests.storage.formats.groundtruth.examples import (
    BOXES,
    CLIP,
    INPUT,
    LINES,
    MULTI,
    SEQUENCE_LINE,
    SINGLE_AS_TEXT,
    VERIFIED,
    write_lines,
)


def label(line: Object, name: str) -> object:
    pair = line_of(line).pair(name)
    assert pair is not None
    return pair.label


def test_labels_of_every_type_are_read() -> None:
    box = ImageBox(0, 558, 226, 13, 16)
    assert label(BOXES, "ball") == ImageBoxes((box,), {"0": "ball"}, 1280, 720)
    assert label(CLIP, "action") == ClassChoice(1, "smash")
    assert label(SINGLE_AS_TEXT, "scene") == ClassChoice(0, "play")
    assert label(MULTI, "tags") == Choices(
        (1, 0), {"1": "smash", "0": "serve"}, {"1": 0.95, "0": 0.77}
    )
    assert label(VERIFIED, "ball-check") == Verdict(
        1, "bad", 0.93, ("That is the referee's shoe.",)
    )
    assert isinstance(label(SEQUENCE_LINE, "ball-ref"), Reference)


@pytest.mark.parametrize("line", [*LINES.values(), *INPUT], ids=str)
def test_an_untouched_line_is_written_as_it_was(line: Object) -> None:
    noted = {**line, "theirs": {"a": [1, None]}}

    assert json.dumps(line_of(noted).to_json()) == json.dumps(noted)
    assert line_of(noted).passed_through == {
        name: value for name, value in noted.items() if name in ("theirs", "match-id", "split")
    }


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_labels_written_anew_say_the_same(line: Object) -> None:
    read = line_of(line)
    anew = ManifestLine(
        read.source,
        tuple(Pair(pair.name, pair.label, replace(pair.metadata, kept={})) for pair in read.pairs),
    )

    assert line_of(anew.to_json()) == read


def test_a_corrected_box_leaves_everything_else_as_it_was() -> None:
    value = cast(Object, json.loads(json.dumps(BOXES["ball"])))
    value["reviewer-note"] = "left court"
    read = line_of({**BOXES, "ball": value})
    pair = read.pairs[0]
    assert isinstance(pair.label, ImageBoxes)
    moved = replace(pair.label.boxes[0], left=600.4)

    now = replace(pair, label=replace(pair.label, boxes=(moved,))).to_json()[0]

    assert isinstance(now, dict)
    assert list(now) == ["image_size", "annotations", "reviewer-note"]
    assert now["annotations"] == [
        {"class_id": 0, "left": 600, "top": 226, "width": 13, "height": 16}
    ]


def test_a_label_that_is_not_as_its_type_says_is_kept_unread() -> None:
    assert label({**BOXES, "ball": 7}, "ball") == Opaque(7)
    assert line_of({**BOXES, "ball": 7}).to_json() == {**BOXES, "ball": 7}


def test_a_pair_needs_value_metadata_and_type() -> None:
    assert line_of({"source-ref": "s3://a/b", "ball": 1}).pairs == ()
    assert line_of({"source-ref": "s3://a/b", "ball-metadata": {"type": "x"}}).pairs == ()
    assert line_of({"source-ref": "s3://a/b", "b": 1, "b-metadata": {"job-name": "x"}}).pairs == ()


def test_a_label_is_never_overwritten() -> None:
    made = Pair(
        "ball", ClassChoice(0, "x"), Metadata(BOX_TYPE, created=datetime(2026, 1, 1, tzinfo=UTC))
    )

    with pytest.raises(UserError, match="already"):
        with_pair(line_of(BOXES), made)
    assert len(with_pair(line_of(BOXES), replace(made, name="b")).to_json()) == 5


def test_lines_are_read_one_by_one_and_bad_ones_told(tmp_path: Path) -> None:
    path = tmp_path / "a.manifest"
    lines = [json.dumps(BOXES).encode(), b"{", b"", b"[1]", b"\xff", json.dumps(CLIP).encode()]
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    problems = Problems()

    read = list(read_manifest(path, problems))

    assert [line.number for line in read] == [1, 6]
    assert [problem.line for problem in problems.all] == [2, 3, 4, 5]


def test_a_line_that_is_too_long_is_told_and_an_endless_one_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.manifest"
    path.write_text(json.dumps({**BOXES, "x": "y" * MAX_LINE}) + "\n{" + "x" * 5_000_000 + "\n{}\n")
    problems = Problems()

    read = list(read_manifest(path, problems))

    assert [line.number for line in read] == [1, 3]
    assert [problem.line for problem in problems.all] == [1, 2]


def test_a_key_that_stands_twice_is_told() -> None:
    problems = Problems()
    parse_line(4, b'{"source-ref":"s3://a/b","source-ref":"s3://a/c"}', problems)

    assert "duplicated" in problems.all[0].what


def test_a_manifest_that_is_empty_or_gone_is_told(tmp_path: Path) -> None:
    problems = Problems()
    assert list(read_manifest(write_lines(tmp_path / "a"), problems)) == []
    assert problems.all[0].what == "the file is empty"

    with pytest.raises(UserError, match="could not be read"):
        list(read_manifest(tmp_path / "none", problems))


def test_lines_are_written_compact_and_in_their_own_letters() -> None:
    text = manifest_text([line_of({"source-ref": "s3://a/Bälle.jpeg"})] * 2)

    assert text == '{"source-ref":"s3://a/Bälle.jpeg"}\n' * 2


def test_a_line_too_long_to_be_taken_is_refused() -> None:
    with pytest.raises(UserError, match="Line 1 of the manifest"):
        manifest_text([line_of({"source-ref": "s3://a/b", "x": "y" * MAX_LINE})])
