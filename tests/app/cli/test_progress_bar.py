import io
from collections.abc import Generator

import pytest

from app.cli.progress_bar import FRAMES, MEGABYTES, ProgressLine, Unit, done_and_total, follow
from storage.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


def counting(steps: int) -> Generator[int, None, str]:
    yield from range(steps)
    return "done"


def test_the_result_of_the_work_comes_back() -> None:
    assert follow(counting(3), "count", FRAMES, lambda step: (step, 3)) == "done"


def test_short_work_says_nothing_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    follow(counting(3), "count", FRAMES, lambda step: (step, 3))

    assert capsys.readouterr() == ("", "")


def test_a_line_tells_count_rate_and_remaining_time(time: Time) -> None:
    line = ProgressLine("a.mp4", FRAMES, io.StringIO(), time)

    line.show(0, 5000)
    time.seconds = 5.0

    assert line.text(1200, 5000) == "a.mp4: 1,200 of 5,000 frames, 240 frames/s, 0:16 left"


def test_what_an_earlier_run_left_does_not_count_as_speed(time: Time) -> None:
    line = ProgressLine("a.mp4", FRAMES, io.StringIO(), time)

    line.show(1000, 2000)
    time.seconds = 10.0

    assert line.text(1100, 2000).endswith("10 frames/s, 1:30 left")


def test_slow_work_is_told_with_two_digits(time: Time) -> None:
    line = ProgressLine("net", Unit("steps"), io.StringIO(), time)

    line.show(0, 300)
    time.seconds = 40.0

    assert line.text(30, 300) == "net: 30 of 300 steps, 0.75 steps/s, 6:00 left"


def test_a_note_stands_behind_the_count(time: Time) -> None:
    stream = io.StringIO()
    line = ProgressLine("net", Unit("steps"), stream, time)

    time.seconds = 11.0
    line.show(0, 300, "loss 1.5")

    assert stream.getvalue() == "net: 0 of 300 steps, loss 1.5\n"


def test_bytes_are_shown_as_megabytes(time: Time) -> None:
    line = ProgressLine("a.mp4", MEGABYTES, io.StringIO(), time)

    assert line.text(1_250_000, 7_000_000_000) == "a.mp4: 1.2 of 7,000.0 MB"


def test_a_log_file_gets_a_line_now_and_then_and_no_control_characters(time: Time) -> None:
    stream = io.StringIO()
    line = ProgressLine("a", FRAMES, stream, time)

    for second in range(31):
        time.seconds = float(second)
        line.show(second, 30)
    line.close()

    assert stream.getvalue().count("\n") == 3
    assert "\r" not in stream.getvalue()


def test_a_terminal_gets_a_bar_that_goes_away_at_the_end(time: Time) -> None:
    stream = Terminal()
    line = ProgressLine("a", FRAMES, stream, time)

    time.seconds = 1.0
    line.show(5, 10)
    line.close()

    assert "█" * 12 + "░" * 12 in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_the_work_is_closed_when_ctrl_c_interrupts_it() -> None:
    closed = []

    def work() -> Generator[int, None, None]:
        try:
            yield 1
            raise KeyboardInterrupt
        finally:
            closed.append(True)

    with pytest.raises(KeyboardInterrupt):
        follow(work(), "a", FRAMES, lambda step: (step, 1))

    assert closed == [True]


def test_what_comes_before_counting_is_told_and_counts_as_no_time(time: Time) -> None:
    stream = Terminal()
    line = ProgressLine("a.mp4", FRAMES, stream, time)

    time.seconds = 5.0
    line.tell("Measuring engines: PyTorch…")
    line.show(0, 100)
    time.seconds = 6.0

    assert "a.mp4: Measuring engines: PyTorch…" in stream.getvalue()
    assert line.text(50, 100).endswith("50 frames/s, 0:01 left")


def test_steps_with_words_are_not_counted() -> None:
    words = iter(["loading", ""])

    counted: list[int] = []

    def count(step: int) -> tuple[int, int]:
        counted.append(step)
        return step, 2

    follow(counting(2), "count", FRAMES, count, lambda step: next(words))

    assert counted == [1]


def test_most_steps_say_themselves_how_far_they_are() -> None:
    assert done_and_total(Progress(3, 7)) == (3, 7)
