import json
from dataclasses import replace
from pathlib import Path

import pytest

from storage.formats.common.json_document import Object, parse_object
from storage.formats.common.text_files import read_label_text
from storage.formats.groundtruth.schema.seqlabel import (
    AnnotationBox,
    Outline,
    Point,
    SeqLabel,
    Tool,
    is_seqlabel,
    read_seqlabel,
)
from tests.storage.formats.groundtruth.examples import (
    DETECTION,
    KEYPOINTS,
    OTHER_WRITERS,
    SEQLABELS,
    SEQUENCE,
    TRACKING,
    UUID,
)


def read(kept: Object) -> SeqLabel:
    return read_seqlabel(parse_object(json.dumps(kept)))


def made_anew(label: SeqLabel) -> SeqLabel:
    """`label` as if it had been made here."""
    frames = [
        replace(
            frame,
            kept={},
            annotations=tuple(replace(each, kept={}) for each in frame.annotations or ()),
        )
        for frame in label.frames
    ]
    return SeqLabel(label.tracking, tuple(frames))


@pytest.mark.parametrize("kept", SEQLABELS.values(), ids=SEQLABELS)
def test_an_untouched_document_is_written_as_it_was(kept: Object) -> None:
    noted = {"theirs": 7, **kept}

    assert json.dumps(read(noted).to_json()) == json.dumps(noted)


@pytest.mark.parametrize("kept", [DETECTION, TRACKING, KEYPOINTS])
def test_a_document_made_here_is_as_real_ones_are(kept: Object) -> None:
    assert json.dumps(made_anew(read(kept)).to_json()) == json.dumps(kept)


def test_a_real_file_is_read_and_written_to_the_letter(footage: Path) -> None:
    text = read_label_text(footage / "groundtruth" / "SeqLabel.object-tracking.json")
    label = read_seqlabel(parse_object(text))

    boxes = [each for frame in label.frames for each in frame.annotations or ()]
    assert (len(label.frames), len(boxes)) == (300, 890)
    assert {each.class_name for each in boxes} == {"Vehicle"}
    assert json.dumps(label.to_json()) == json.dumps(json.loads(text))
    assert json.dumps(made_anew(label).to_json()) == json.dumps(json.loads(text))


def test_boxes_points_and_outlines_are_read() -> None:
    [frame, empty] = read(TRACKING).frames
    assert frame.tool == Tool.BOX
    assert frame.annotations is not None
    assert frame.annotations[0].shape == AnnotationBox(558, 226, 13, 16)
    assert frame.annotations[0].object_id == UUID
    assert empty.annotations == ()

    [point] = read(KEYPOINTS).frames[0].annotations or ()
    assert point.shape == Point(564, 234)


def test_numbers_where_texts_should_be_are_read() -> None:
    [frame] = read(OTHER_WRITERS).frames
    [outline] = frame.annotations or ()

    assert (frame.number, frame.attributes) == (0, {})
    assert (outline.class_id, outline.object_id, outline.class_name) == ("2", "7", "player")
    assert outline.shape == Outline((Point(1, 2), Point(3.5, 4)))


def test_a_moved_box_keeps_what_others_said_of_it() -> None:
    kept = json.loads(json.dumps(TRACKING))
    kept["tracking-annotations"][0]["annotations"][0]["note"] = "by hand"
    label = read(kept)
    [box] = label.frames[0].annotations or ()
    frame = replace(
        label.frames[0], annotations=(replace(box, shape=AnnotationBox(1.5, 2.4, 3, 4)),)
    )

    written = replace(label, frames=(frame, label.frames[1])).to_json()

    kept["tracking-annotations"][0]["annotations"][0] |= {
        "left": 2,
        "top": 2,
        "width": 3,
        "height": 4,
    }
    assert written == kept


@pytest.mark.parametrize(
    "entry", [7, {"left": 1}, {"left": "x", "top": 1, "width": 1, "height": 1, "class-id": "0"}]
)
def test_a_frame_with_an_entry_that_cannot_be_read_says_nothing(entry: object) -> None:
    kept: Object = {"tracking-annotations": [{"annotations": [entry], "frame": "a", "frame-no": 1}]}

    assert read(kept).frames[0].annotations is None
    assert read(kept).to_json() == kept


def test_labels_are_told_from_other_documents() -> None:
    assert is_seqlabel(DETECTION)
    assert is_seqlabel(TRACKING)
    assert not is_seqlabel(SEQUENCE)
    assert (read(DETECTION).type, read(TRACKING).type) == (
        "groundtruth/video-object-detection",
        "groundtruth/video-object-tracking",
    )
