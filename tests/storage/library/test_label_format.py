from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings

from storage.errors import UserError
from storage.library.label_format import (
    FORMAT,
    check_label,
    label_from_json,
    label_to_json,
    split_key,
)
from storage.records import BallLabel, Changes, Clip, Event, Label, Review, Source, Visibility
from tests.storage.library.builders import ball
from tests.storage.library.strategies import changes

EVENT = f"event/{UUID(int=1)}"
CLIP = f"clip/{UUID(int=2)}"


@given(changes)
@settings(max_examples=50)
def test_labels_come_back_as_they_were(changes: Changes) -> None:
    for key, label in changes.items():
        if label is not None:
            assert label_from_json(key, label_to_json(label), FORMAT) == label


def test_numbers_of_arrays_are_taken() -> None:
    label = ball(*np.array([1.5, 2.5], np.float32))

    assert label_from_json("ball/0", label_to_json(label), FORMAT) == ball(1.5, 2.5)


def test_the_json_of_format_1_stays_readable() -> None:
    text = '{"visibility":2,"x":1.5,"y":-3,"source":"relinked","review":"accepted"}'
    expected = BallLabel(Visibility.HARD, 1.5, -3.0, Source.RELINKED, Review.ACCEPTED)

    assert label_from_json("ball/7", text, 1) == expected


@pytest.mark.parametrize(
    "key",
    [
        "",
        "ball",
        "ball/",
        "ball/-1",
        "ball/01",
        "ball/1.5",
        "ball/1\n",
        "ball/٣",
        "ball/" + "9" * 10,
    ],
)
def test_nonsense_is_no_ball_key(key: str) -> None:
    with pytest.raises(ValueError, match="not a record key"):
        split_key(key)


@pytest.mark.parametrize("key", ["event/7", "clip/", EVENT.upper(), "event/" + "0" * 32, "box/1"])
def test_nonsense_is_no_other_key(key: str) -> None:
    with pytest.raises(ValueError, match="not a record key"):
        split_key(key)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ball/1", Clip(0, 1, "rally")),
        (EVENT, ball()),
        ("ball/1", BallLabel(Visibility.CLEAR)),
        ("ball/1", BallLabel(Visibility.CLEAR, 1.0, None)),
        ("ball/1", BallLabel(Visibility.ABSENT, 1.0, 2.0)),
        ("ball/1", ball(float("nan"))),
        ("ball/1", ball(float("inf"), float("-inf"))),
        (EVENT, Event(-1, "hit")),
        (EVENT, Event(1, "")),
        (EVENT, Event(1, "hit", confidence=1.5)),
        (EVENT, Event(1, "hit", confidence=float("nan"))),
        (CLIP, Clip(5, 5, "rally")),
        (CLIP, Clip(-1, 5, "rally")),
    ],
)
def test_a_label_that_makes_no_sense_is_refused(key: str, label: Label) -> None:
    with pytest.raises(ValueError, match=key):
        check_label(key, label)


BALL = '"visibility":1,"x":1,"y":2,"source":"human","review":"corrected"'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"x"',
        "{}",
        "[" * 100_000,
        "{" + BALL.replace('"x":1', '"x":NaN') + "}",
        "{" + BALL.replace('"x":1', '"x":"1"') + "}",
        "{" + BALL.replace('"x":1', '"x":true') + "}",
        "{" + BALL.replace('"x":1', '"x":1e999') + "}",
        "{" + BALL.replace('"x":1', '"x":1' + "0" * 400) + "}",
        "{" + BALL.replace('"y":2,', "") + "}",
        "{" + BALL.replace('"visibility":1', '"visibility":4') + "}",
        "{" + BALL.replace("human", "martian") + "}",
        "{" + BALL.replace('"human"', "2") + "}",
    ],
)
def test_a_damaged_history_is_told_to_the_user(text: str) -> None:
    with pytest.raises(UserError, match="history of ball/3 is damaged"):
        label_from_json("ball/3", text, FORMAT)


def test_a_newer_format_is_told_to_the_user() -> None:
    with pytest.raises(UserError, match="format 3, which this version does not support"):
        label_from_json("ball/3", "{" + BALL + "}", 3)
