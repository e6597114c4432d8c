from dataclasses import replace
from uuid import UUID

import pytest
from sqlite_utils import Database

from storage.errors import UserError
from storage.library.predictions.boxes import (
    box_predictions,
    boxes_from_bytes,
    boxes_to_bytes,
    put_box_predictions,
)
from storage.library.predictions.runs import put_run
from storage.records import Box, Review, Source
from tests.storage.library.builders import run


def box(frame: int, **fields: object) -> Box:
    plain = Box(frame, "player", -0.5, 2.0, 40.0, 90.0, None, 0.5)
    found = replace(plain, source=Source.MODEL, review=Review.UNREVIEWED)
    return replace(found, **fields)  # type: ignore[arg-type]


@pytest.fixture
def objects_run(db: Database) -> UUID:
    """A run for objects without predictions."""
    made = run(task="objects")
    put_run(db, made)
    return made.id


def test_boxes_come_back_by_their_frames(db: Database, objects_run: UUID) -> None:
    boxes = [box(3), box(3, name="racket", track=7), box(300, confidence=0.25)]
    put_box_predictions(db, objects_run, 0, 1000, boxes)

    assert box_predictions(db, objects_run, 0, 1000) == boxes
    assert box_predictions(db, objects_run, 4, 1000) == boxes[2:]


def test_what_is_put_again_takes_the_place_of_what_was_there(
    db: Database, objects_run: UUID
) -> None:
    put_box_predictions(db, objects_run, 0, 300, [box(3), box(100), box(290)])
    put_box_predictions(db, objects_run, 50, 280, [box(60)])

    assert [found.frame for found in box_predictions(db, objects_run, 0, 300)] == [3, 60, 290]


@pytest.mark.parametrize("wrong", [box(9), box(3, name=""), box(3, width=0.0)])
def test_boxes_that_make_no_sense_are_refused(db: Database, objects_run: UUID, wrong: Box) -> None:
    with pytest.raises(ValueError, match="among the boxes"):
        put_box_predictions(db, objects_run, 0, 9, [wrong])


def test_damaged_boxes_are_told_to_the_user() -> None:
    data = boxes_to_bytes(1, [box(256), box(300)])

    assert boxes_from_bytes(1, data) == [box(256), box(300)]
    assert boxes_from_bytes(0, boxes_to_bytes(0, [])) == []
    for damaged in (b"", data[:-9], b"\x09" + data[1:], data[:5] + b"nonsense"):
        with pytest.raises(UserError, match="boxes cannot be read"):
            boxes_from_bytes(1, damaged)
