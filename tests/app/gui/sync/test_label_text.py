import pytest

from app.gui.sync.label_text import words_of_key, words_of_label
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Source,
    Visibility,
)

CLEAR = Visibility.CLEAR


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (None, "No label"),
        (BallLabel(CLEAR, 1.25, 2), "Clear at 1.2, 2.0"),
        (BallLabel(Visibility.HARD, 1, 2), "Blurred at 1.0, 2.0"),
        (BallLabel(CLEAR, 1, 2, review=Review.ACCEPTED), "Clear at 1.0, 2.0, accepted"),
        (BallLabel(CLEAR, 1, 2, Source.INTERPOLATED), "Clear at 1.0, 2.0, filled in"),
        (BallLabel(Visibility.ABSENT), "Not in the picture"),
        (BallLabel(CLEAR, review=Review.REJECTED), "Not where the model saw it"),
        (Event(1200, "hit"), "“hit” in frame 1,200"),
        (Event(3, "hit", review=Review.REJECTED), "“hit” in frame 3, rejected"),
        (Clip(3, 9, "ace"), "Clip “ace”, frames 3 to 8"),
        (Assignment(0, 500, "bob"), "bob, frames 0 to 499"),
    ],
)
def test_a_label_is_told_in_words(label: Label | None, words: str) -> None:
    assert words_of_label(label) == words


def test_a_key_is_told_by_its_kind() -> None:
    assert words_of_key("ball/7") == "Ball"
