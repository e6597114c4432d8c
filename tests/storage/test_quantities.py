import pytest

from storage.quantities import bytes_text, duration, number, percent, plural, remaining, time_code


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00.000"),
        (0.04, "00:00:00.040"),
        (59.9996, "00:00:59.999"),
        (3723.48, "01:02:03.480"),
        (1001 / 30000 * 300, "00:00:10.010"),
        (-0.5, "00:00:00.000"),
    ],
)
def test_time_codes(seconds: float, text: str) -> None:
    assert time_code(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (125, "2:05"), (3723, "1:02:03")])
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "almost done"),
        (19.6, "about 20 s left"),
        (59.7, "about 1 min left"),
        (250, "about 4 min left"),
        (3599, "about 1.0 h left"),
        (9000, "about 2.5 h left"),
    ],
)
def test_remaining_times_are_as_exact_as_guesses_are(seconds: float, text: str) -> None:
    assert remaining(seconds) == text


def test_thousands_stand_apart() -> None:
    assert number(540000) == "540\u202f000"


@pytest.mark.parametrize(
    ("part", "text"), [(0, "0"), (0.0001, "1"), (0.424, "42"), (0.9999, "99"), (1, "100")]
)
def test_almost_done_is_not_done(part: float, text: str) -> None:
    assert percent(part) == f"{text}\u202f%"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0\u202fB"),
        (999, "999\u202fB"),
        (1500, "1.5\u202fkB"),
        (212_000_000, "212\u202fMB"),
        (3_200_000_000, "3.2\u202fGB"),
        (5 * 10**15, "5000\u202fTB"),
    ],
)
def test_sizes_are_in_the_largest_fitting_unit(size: int, text: str) -> None:
    assert bytes_text(size) == text


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
