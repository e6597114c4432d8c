from uuid import UUID

import pytest

from app.gui.sync.label_text import describe_label, kind_title
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Source,
    UnknownLabel,
    Visibility,
    assignment_key,
    clip_key,
    event_key,
)

CLEAR = Visibility.CLEAR
ID = UUID(int=1)
EVENT, CLIP, ASSIGNMENT = event_key(ID), clip_key(ID), assignment_key(ID)


@pytest.mark.parametrize(
    ("key", "label", "words"),
    [
        ("ball/1", None, "No label"),
        ("ball/1", BallLabel(CLEAR, 1.25, 2), "Visible at 1.2, 2.0"),
        ("ball/1", BallLabel(Visibility.HARD, 1, 2), "Blurred at 1.0, 2.0"),
        ("ball/1", BallLabel(CLEAR, 1, 2, review=Review.ACCEPTED), "Visible at 1.0, 2.0, accepted"),
        ("ball/1", BallLabel(CLEAR, 1, 2, Source.INTERPOLATED), "Visible at 1.0, 2.0, filled in"),
        ("ball/1", BallLabel(Visibility.ABSENT), "No ball"),
        ("ball/1", BallLabel(CLEAR, review=Review.REJECTED), "Not where the model found it"),
        (EVENT, Event(1200, "hit"), "“hit” in frame 1,200"),
        (EVENT, Event(3, "rally", end=9), "“rally” in frames 3 to 8"),
        (EVENT, Event(3, "hit", attributes=(("side", "near"),)), "“hit” in frame 3, side: near"),
        (f"shot/{ID}", UnknownLabel("{}"), "A label from a newer version of Touchline"),
        (EVENT, Event(3, "hit", review=Review.REJECTED), "“hit” in frame 3, rejected"),
        (CLIP, Clip(3, 9, "ace"), "Clip “ace”, frames 3 to 8"),
        (ASSIGNMENT, Assignment(0, 500, "bob"), "bob, frames 0 to 499"),
    ],
)
def test_a_label_is_told_in_words(key: str, label: Label | None, words: str) -> None:
    assert describe_label(key, label) == words


def test_a_key_is_told_by_its_kind() -> None:
    assert kind_title("ball/7") == "Ball"
    assert kind_title(f"class/{ID}") == "Event class"
    assert kind_title(f"shot/{ID}") == "Shot"
