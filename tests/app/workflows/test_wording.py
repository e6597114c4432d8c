import pytest

from app.workflows.wording import plural


@pytest.mark.parametrize(
    ("number", "name", "words"),
    [
        (0, "clip", "0 clips"),
        (1, "clip", "1 clip"),
        (1200, "clip", "1,200 clips"),
        (2, "analysis", "2 analyses"),
    ],
)
def test_things_are_counted_in_words(number: int, name: str, words: str) -> None:
    assert plural(number, name) == words
