"""What every kind of label does by itself, without a library."""

import json
from typing import Any

import pytest

from storage.library.kinds.assignment import AssignmentKind
from storage.library.kinds.ball import BallKind
from storage.library.kinds.box import BoxKind
from storage.library.kinds.clip import ClipKind
from storage.library.kinds.event import EventKind
from storage.library.kinds.event_class import EventClassKind
from storage.library.kinds.kind import LabelKind
from storage.library.kinds.reel import ReelKind
from storage.records import (
    Assignment,
    BallLabel,
    Box,
    Clip,
    Event,
    EventClass,
    Label,
    Reel,
    ReelItem,
    Review,
    Source,
    Visibility,
)
from tests.storage.library.builders import VIDEO
from tests.storage.library.kinds.examples import EXAMPLES

ALL: list[LabelKind[Any]] = [
    AssignmentKind(),
    BallKind(),
    BoxKind(),
    ClipKind(),
    EventKind(),
    EventClassKind(),
    ReelKind(),
]
LABELS = [(kind, label) for kind in ALL for label in EXAMPLES[kind.name]]
each_kind = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
each_label = pytest.mark.parametrize(("kind", "label"), LABELS)

HOSTILE: list[object] = [None, True, -1, 10**400, float("nan"), "\ud800", "x" * 9, [], [3], {}]


@each_label
def test_a_label_comes_back_from_its_json(kind: LabelKind[Any], label: Label) -> None:
    text = kind.to_json(label)

    assert kind.label(json.loads(text)) == label
    assert json.loads(text) == kind.fields(label)


@each_label
def test_a_label_comes_back_from_its_row(kind: LabelKind[Any], label: Label) -> None:
    row = kind.row(json.loads(kind.to_json(label)))

    assert len(row) == len(kind.columns)
    assert kind.from_row(*row) == label


@each_kind
def test_rows_hold_only_what_a_table_can(kind: LabelKind[Any]) -> None:
    rows = [kind.row(json.loads(kind.to_json(label))) for label in EXAMPLES[kind.name]]

    cells = [cell for row in rows for cell in row]
    assert all(cell is None or isinstance(cell, int | float | str) for cell in cells)


@each_label
def test_the_examples_make_sense(kind: LabelKind[Any], label: Label) -> None:
    assert kind.is_valid(label)
    assert kind.check(label)


@each_kind
def test_a_field_that_is_missing_is_refused_unless_it_may_be(kind: LabelKind[Any]) -> None:
    fields = kind.fields(EXAMPLES[kind.name][0])
    optional = {"track", "settings"}  # of boxes and classes

    for name in fields.keys() - optional:
        with pytest.raises(KeyError):
            kind.label({each: fields[each] for each in fields if each != name})


@each_kind
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:9])
def test_a_hostile_value_is_refused_or_makes_a_label_that_comes_back(
    kind: LabelKind[Any], value: object
) -> None:
    fields = kind.fields(EXAMPLES[kind.name][1])
    for name in fields:
        try:
            label = kind.label({**fields, name: value})
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
        if kind.is_valid(label):
            assert kind.label(json.loads(kind.to_json(label))) == label


@each_kind
def test_a_record_key_has_a_frame_or_an_id(kind: LabelKind[Any]) -> None:
    a_uuid = "01234567-89ab-cdef-0123-456789abcdef"
    by_frame = kind.place_column == "frame"

    assert (kind.place("12") == 12) is by_frame
    assert (str(kind.place(a_uuid)) == a_uuid) is not by_frame
    for text in ("", "-1", "012", "1e3", "9999999999", "٣", a_uuid.upper(), "../x", "12\n"):
        assert kind.place(text) is None


@pytest.mark.parametrize(
    ("kind", "label", "words"),
    [
        (AssignmentKind(), Assignment(3, 9, "ana"), "ana, frames 3 to 8"),
        (BallKind(), BallLabel(Visibility.CLEAR, 12, 33.5), "Visible at 12.0, 33.5"),
        (
            BallKind(),
            BallLabel(Visibility.HARD, 1, 2, Source.MODEL, Review.ACCEPTED),
            "Blurred at 1.0, 2.0, accepted",
        ),
        (
            BallKind(),
            BallLabel(Visibility.OCCLUDED, 1, 2, Source.INTERPOLATED),
            "Occluded at 1.0, 2.0, filled in",
        ),
        (BallKind(), BallLabel(Visibility.ABSENT), "No ball"),
        (
            BallKind(),
            BallLabel(Visibility.CLEAR, review=Review.REJECTED),
            "Not where the model found it",
        ),
        (
            BoxKind(),
            Box(12, "player", 12, 33.5, 40, 90, 3, review=Review.REJECTED),
            "“player” 3 in frame 12, 40 by 90 at 12.0, 33.5, rejected",
        ),
        (ClipKind(), Clip(3, 4, "ace"), "Clip “ace”, frame 3"),
        (
            EventKind(),
            Event(12, "hit", attributes=(("player", "Ana"), ("side", ""))),
            "“hit” in frame 12, player: Ana",
        ),
        (
            EventKind(),
            Event(3, "rally", review=Review.REJECTED, end=1500),
            "“rally” in frames 3 to 1,499, rejected",
        ),
        (
            EventClassKind(),
            EventClass("serve", "#00ff7f", "S", 2.0, 1.0),
            "“serve”, key S, 2 s before, 1 s after",
        ),
        (ReelKind(), Reel("Finals", (ReelItem(VIDEO, 0, 1),)), "“Finals”, 1 item"),
        (ReelKind(), Reel("Finals"), "“Finals”, 0 items"),
    ],
)
def test_a_label_is_told_in_words(kind: LabelKind[Any], label: Label, words: str) -> None:
    assert kind.describe(label) == words


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (AssignmentKind(), Assignment(3, 3, "ana")),
        (AssignmentKind(), Assignment(3, 9, "")),
        (BallKind(), BallLabel(Visibility.CLEAR)),
        (BallKind(), BallLabel(Visibility.CLEAR, 1.0, None)),
        (BallKind(), BallLabel(Visibility.ABSENT, 1.0, 2.0)),
        (BallKind(), BallLabel(Visibility.CLEAR, float("inf"), 2.0)),
        (BoxKind(), Box(-1, "player", 0, 0, 1, 1)),
        (BoxKind(), Box(3, "player", 0, 0, 1, 1, 1 << 62)),
        (BoxKind(), Box(3, "player", 0, 0, 1, 1, confidence=float("nan"))),
        (ClipKind(), Clip(-1, 3, "")),
        (ClipKind(), Clip(9, 3, "")),
        (EventKind(), Event(-1, "hit")),
        (EventKind(), Event(3, "")),
        (EventKind(), Event(3, "hit", 1.5)),
        (EventClassKind(), EventClass("serve", "00ff7f")),
        (ReelKind(), Reel("Finals", (ReelItem(VIDEO[1:], 0, 1),))),
    ],
)
def test_what_makes_no_sense_is_not_valid(kind: LabelKind[Any], label: Label) -> None:
    assert not kind.is_valid(label)


@pytest.mark.parametrize(
    ("kind", "label", "frames"),
    [
        (AssignmentKind(), Assignment(3, 9, "ana"), range(3, 9)),
        (BoxKind(), Box(3, "player", 0, 0, 1, 1), range(3, 4)),
        (ClipKind(), Clip(0, 7, ""), range(7)),
        (EventKind(), Event(3, "hit"), range(3, 4)),
        (EventKind(), Event(3, "rally", end=9), range(3, 9)),
        (ReelKind(), Reel("Finals", (ReelItem(VIDEO, 3, 9),)), None),
    ],
)
def test_a_label_speaks_of_its_frames(
    kind: LabelKind[Any], label: Label, frames: range | None
) -> None:
    assert kind.frames(label) == frames


def test_both_zeros_of_a_ball_or_a_box_are_one_text() -> None:
    balls = {BallKind().to_json(BallLabel(Visibility.CLEAR, x, x)) for x in (0.0, -0.0, 0)}
    boxes = {BoxKind().to_json(Box(3, "player", x, x, 1, 1)) for x in (0.0, -0.0, 0)}

    assert (len(balls), len(boxes)) == (1, 1)
