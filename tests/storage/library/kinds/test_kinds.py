"""What holds for labels of every kind (storage.library.kinds.registry).

The modules of the kinds: storage.library.kinds.ball, storage.library.kinds.event,
storage.library.kinds.box, storage.library.kinds.clip, storage.library.kinds.assignment,
storage.library.kinds.event_class, storage.library.kinds.reel, and what they share:
storage.library.kinds.kind and storage.library.kinds.json_fields.

A new kind needs its line in the registry, a migration, and two examples.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from sqlite_utils import Database

from storage.library.journal.conflicts import ConflictChoice, choose, conflicts
from storage.library.journal.journal import edits, write_gesture
from storage.library.kinds.kind import LONGEST
from storage.library.kinds.registry import KINDS
from storage.library.label_format import (
    FORMAT,
    check_label,
    format_of,
    label_from_json,
    label_to_json,
    unknown_fields,
)
from storage.library.labels import keys_at, labels_of_kind
from storage.library.library import Library
from storage.records import LIBRARY, Box, Event, EventClass, Label, Reel, ReelItem
from tests.storage.library.builders import VIDEO, present_labels
from tests.storage.library.kinds.examples import EXAMPLES, journal_of, key_of
from tests.storage.library.trees import merge, received
from tests.storage.library.undo_contract import assert_no_step, assert_one_step

NAMES = sorted(KINDS)


def test_every_kind_has_examples() -> None:
    assert EXAMPLES.keys() == KINDS.keys()


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def key(name: str) -> str:
    return key_of(name)


@pytest.fixture
def journal(name: str) -> str:
    return journal_of(KINDS[name])


@pytest.fixture(params=[0, 1])
def label(name: str, request: pytest.FixtureRequest) -> Label:
    return EXAMPLES[name][request.param]


def test_its_json_comes_back(key: str, label: Label) -> None:
    assert label_from_json(key, label_to_json(label), FORMAT) == label


def test_its_fields_are_all_columns(name: str, key: str, label: Label) -> None:
    assert unknown_fields(key, KINDS[name].fields(label)) == set()


def test_it_is_told_in_words(name: str, label: Label) -> None:
    words = KINDS[name].describe(label)

    assert words == words.strip()
    assert words
    assert KINDS[name].title


def test_labels_of_other_kinds_are_refused_under_its_key(name: str, key: str) -> None:
    for other, examples in EXAMPLES.items():
        if other != name:
            with pytest.raises(ValueError, match="cannot be"):
                check_label(key, examples[0])


def test_it_is_written_and_read(
    db: Database, name: str, key: str, journal: str, label: Label
) -> None:
    write_gesture(db, journal, {key: label}, "ana")
    [stored] = labels_of_kind(db, KINDS[name], journal).values()

    assert (stored.label, stored.author) == (label, "ana")
    assert present_labels(db, journal) == {key: label}
    assert edits(db, journal)[0].after == label


def test_making_changing_and_removing_it_are_one_step_each(
    library: Library, db: Database, name: str, key: str, journal: str
) -> None:
    for label in (*EXAMPLES[name], None):
        gesture = partial(write_gesture, video=journal, changes={key: label}, author="me")
        assert_one_step(library, gesture, journal)  # and leaves it undone
        gesture(db)


def test_writing_it_again_is_no_step(
    library: Library, db: Database, key: str, journal: str, label: Label
) -> None:
    write_gesture(db, journal, {key: label}, "me")

    assert_no_step(library, lambda db: write_gesture(db, journal, {key: label}, "me"), journal)


def test_two_opinions_on_it_are_a_conflict_that_a_choice_settles(
    db: Database, name: str, key: str, journal: str
) -> None:
    mine, yours = EXAMPLES[name]
    write_gesture(db, journal, {key: mine}, "me")
    merge(db, journal, "bob's", [received(1, after=yours, key=key)])
    [conflict] = conflicts(db, journal)

    assert {side.label for side in conflict.sides} == {mine, yours}
    choose(db, journal, [ConflictChoice(key, conflict.edits, yours)], "me")
    assert conflicts(db, journal) == []
    assert present_labels(db, journal) == {key: yours}


def test_it_cannot_be_written_to_a_journal_where_it_does_not_belong(
    db: Database, key: str, journal: str, label: Label
) -> None:
    elsewhere = VIDEO if journal == LIBRARY else LIBRARY

    with pytest.raises(ValueError, match="belongs to"):
        write_gesture(db, elsewhere, {key: label}, "me")


def test_all_that_speaks_of_a_frame_is_found(db: Database) -> None:
    kinds = [name for name in NAMES if not KINDS[name].of_library]
    write_gesture(db, VIDEO, {key_of(name): EXAMPLES[name][0] for name in kinds}, "me")

    assert set(keys_at(db, VIDEO, 3)) == {key_of(name) for name in kinds}
    assert keys_at(db, VIDEO, 999) == [key_of("assignment"), "ball/999"]


EVENT = Event(3, "hit")
CLASS = EventClass("serve", "#00ff7f")
BOX = Box(3, "player", 0.0, 0.0, 40.0, 90.0)
REEL = Reel("Finals")


def nonsense() -> Iterator[tuple[str, Label]]:
    """Labels that no kind takes."""
    yield from (("event", replace(EVENT, end=end)) for end in (3, 0))
    yield "event", replace(EVENT, attributes=(("side", "near"), ("player", "Ana")))
    yield "event", replace(EVENT, attributes=(("side", "near"), ("side", "far")))
    yield "event", replace(EVENT, attributes=(("", "near"),))
    yield "event", replace(EVENT, attributes=(("note", "x" * LONGEST),))
    yield from (("box", replace(BOX, width=width)) for width in (0.0, -1.0, float("nan")))
    yield "box", replace(BOX, left=float("inf"))
    yield "box", replace(BOX, track=-1)
    yield "box", replace(BOX, name="")
    yield from (("class", replace(CLASS, colour=colour)) for colour in ("red", "#FF0000", "#ff"))
    yield from (("class", replace(CLASS, lead=lead)) for lead in (-1.0, float("inf")))
    yield "class", replace(CLASS, name="")
    yield "class", replace(CLASS, settings=(("mode", "state"), ("group", "play")))
    yield "reel", replace(REEL, name="")
    yield "reel", replace(REEL, items=(ReelItem("../etc", 0, 9),))
    yield "reel", replace(REEL, items=(ReelItem(VIDEO, 9, 9),))


@pytest.mark.parametrize(("name", "label"), list(nonsense()))
def test_what_makes_no_sense_is_refused(name: str, label: Label) -> None:
    with pytest.raises(ValueError, match="makes no sense"):
        check_label(key_of(name), label)


def test_only_what_format_1_cannot_say_needs_format_2() -> None:
    formats = {
        name: [format_of(label) for label in examples] for name, examples in EXAMPLES.items()
    }

    assert formats == {name: [2, 2] for name in EXAMPLES} | {
        "ball": [1, 1],
        "event": [1, 2],
        "clip": [1, 1],
        "assignment": [1, 1],
    }
