"""Whatever is written is read as the same, and whatever was read is written as it was."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.formats.common.json_document import Object, compact, parse_object
from storage.formats.common.problems import Problems
from storage.formats.groundtruth.check.line_checks import LineChecks
from storage.formats.groundtruth.check.seqlabel_checks import Expected, check_seqlabel
from storage.formats.groundtruth.schema.manifest import ManifestLine, manifest_text, parse_line
from storage.formats.groundtruth.schema.seqlabel import SeqLabel, Tool, read_seqlabel
from storage.formats.groundtruth.schema.sequence_file import read_sequence_file
from tests.storage.formats.groundtruth.strategies import (
    LABELS,
    manifest_lines,
    notes,
    seqlabels,
    sequence_files,
)

some = settings(max_examples=15, deadline=None)


def read_line(text: str) -> ManifestLine:
    problems = Problems()
    line = parse_line(1, text.encode(), problems)
    assert problems.all == ()
    assert line is not None
    return line


def read_labels(kept: Object) -> SeqLabel:
    return read_seqlabel(parse_object(compact(kept)))


@pytest.mark.parametrize("type", LABELS)
@given(data=st.data())
@some
def test_a_line_of_every_task_comes_back(type: str, data: st.DataObject) -> None:
    line = data.draw(manifest_lines(type))
    text = manifest_text([line])

    read = read_line(text)

    assert read == line
    assert manifest_text([read]) == text


@pytest.mark.parametrize("type", LABELS)
@given(data=st.data())
@some
def test_a_line_written_here_has_nothing_wrong_but_its_chain(
    type: str, data: st.DataObject
) -> None:
    first = data.draw(manifest_lines(type)).pairs[0]
    name = "ball-ref" if type.startswith("groundtruth/video-object") else "ball"
    pair = replace(first, name=name, metadata=replace(first.metadata, adjusted=None))
    problems = Problems()

    line = ManifestLine("s3://club/a.jpeg", (pair,))
    LineChecks(problems).check(read_line(manifest_text([line])))

    # boxes may lie outside of the picture, and a reference name classes that do not occur
    assert [problem for problem in problems.all if not problem.warning] == []


@pytest.mark.parametrize("type", LABELS)
@given(data=st.data())
@some
def test_changing_one_label_of_a_line_changes_nothing_else(type: str, data: st.DataObject) -> None:
    line = read_line(manifest_text([data.draw(manifest_lines(type))]))
    before = line.to_json()
    last = line.pairs[-1]

    pair = replace(last, label=data.draw(LABELS[type]))
    after = replace(line, pairs=(*line.pairs[:-1], pair)).to_json()

    assert list(after) == list(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {last.name, f"{last.name}-metadata"}
    assert read_line(compact(after)).pairs[-1].label == pair.label


@pytest.mark.parametrize("tool", Tool)
@given(data=st.data())
@some
def test_labels_of_video_frames_come_back(tool: Tool, data: st.DataObject) -> None:
    label = data.draw(seqlabels(tool))

    read = read_labels(label.to_json())

    assert read == label
    assert json.dumps(read.to_json()) == json.dumps(label.to_json())


@pytest.mark.parametrize("tool", Tool)
@given(data=st.data())
@some
def test_labels_written_here_have_nothing_wrong(tool: Tool, data: st.DataObject) -> None:
    kept = data.draw(seqlabels(tool)).to_json()
    document = parse_object(compact(kept))
    problems = Problems()

    check_seqlabel(document, read_seqlabel(document), Expected(), problems)

    # two entries of one frame may have been drawn with one identity
    assert [each for each in problems.all if "object" not in each.what] == []


@pytest.mark.parametrize("tool", Tool)
@given(data=st.data(), theirs=notes)
@some
def test_what_others_add_at_any_level_survives(
    tool: Tool, data: st.DataObject, theirs: Object
) -> None:
    kept: Any = json.loads(compact(data.draw(seqlabels(tool)).to_json()))
    kept |= theirs
    for frame in next(iter(kept.values())):
        frame |= theirs
        for entry in frame[tool]:
            entry |= theirs

    assert json.dumps(read_labels(kept).to_json()) == json.dumps(kept)


@given(sequence=sequence_files(), theirs=notes)
@some
def test_sequences_come_back(sequence: Any, theirs: Object) -> None:
    kept = {**sequence.to_json(), **theirs}
    problems = Problems()

    read = read_sequence_file(parse_object(compact(kept)), problems)

    assert (read, problems.all) == (sequence, ())
    assert json.dumps(read.to_json()) == json.dumps(kept)
