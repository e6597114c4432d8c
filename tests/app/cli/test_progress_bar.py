import io
from collections.abc import Generator

import pytest

from app.cli.progress_bar import ProgressLine, follow
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


def counting(steps: int) -> Generator[Progress, None, str]:
    for step in range(steps):
        yield Progress(step, steps)
    return "done"


def test_the_result_of_the_work_comes_back() -> None:
    assert follow(counting(3), "count") == "done"


def test_short_work_says_nothing_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    follow(counting(3), "count")

    assert capsys.readouterr() == ("", "")


def test_a_line_tells_count_rate_and_remaining_time(time: Time) -> None:
    line = ProgressLine("a.mp4", io.StringIO(), time)

    line.show(Progress(0, 5000))
    time.seconds = 5.0

    text = line.text(Progress(1200, 5000))
    assert text == "a.mp4: 1,200 of 5,000 frames, 240 frames/s, 0:16 left"


def test_what_an_earlier_run_left_does_not_count_as_speed(time: Time) -> None:
    line = ProgressLine("a.mp4", io.StringIO(), time)

    line.show(Progress(1000, 2000))
    time.seconds = 10.0

    assert line.text(Progress(1100, 2000)).endswith("10 frames/s, 1:30 left")


def test_slow_work_is_told_with_two_digits(time: Time) -> None:
    line = ProgressLine("net", io.StringIO(), time)

    line.show(Progress(0, 300, "steps"))
    time.seconds = 40.0

    assert line.text(Progress(30, 300, "steps")) == "net: 30 of 300 steps, 0.75 steps/s, 6:00 left"


def test_a_note_stands_behind_the_count(time: Time) -> None:
    stream = io.StringIO()
    line = ProgressLine("net", stream, time)

    time.seconds = 11.0
    line.show(Progress(0, 300, "steps"), "loss 1.5")

    assert stream.getvalue() == "net: 0 of 300 steps, loss 1.5\n"


def test_bytes_are_shown_as_megabytes(time: Time) -> None:
    line = ProgressLine("a.mp4", io.StringIO(), time)

    assert line.text(Progress(1_250_000, 7_000_000_000, "bytes")) == "a.mp4: 1.2 of 7,000.0 MB"


def test_a_log_file_gets_a_line_now_and_then_and_no_control_characters(time: Time) -> None:
    stream = io.StringIO()
    line = ProgressLine("a", stream, time)

    for second in range(31):
        time.seconds = float(second)
        line.show(Progress(second, 30))
    line.close()

    assert stream.getvalue().count("\n") == 3
    assert "\r" not in stream.getvalue()


def test_a_terminal_gets_a_bar_that_goes_away_at_the_end(time: Time) -> None:
    stream = Terminal()
    line = ProgressLine("a", stream, time)

    time.seconds = 1.0
    line.show(Progress(5, 10))
    line.close()

    assert "█" * 12 + "░" * 12 in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_the_work_is_closed_when_ctrl_c_interrupts_it() -> None:
    closed = []

    def work() -> Generator[Progress, None, None]:
        try:
            yield Progress(1, 2)
            raise KeyboardInterrupt
        finally:
            closed.append(True)

    with pytest.raises(KeyboardInterrupt):
        follow(work(), "a")

    assert closed == [True]


def test_what_comes_before_counting_is_told_and_counts_as_no_time(time: Time) -> None:
    stream = Terminal()
    line = ProgressLine("a.mp4", stream, time)

    time.seconds = 5.0
    line.show(Progress(0, 100, message="Measuring engines: PyTorch…"))
    line.show(Progress(0, 100))
    time.seconds = 6.0

    assert "a.mp4: Measuring engines: PyTorch…" in stream.getvalue()
    assert line.text(Progress(50, 100)).endswith("50 frames/s, 0:01 left")


def test_shares_are_shown_in_percent(time: Time) -> None:
    line = ProgressLine("Sharing", io.StringIO(), time)

    line.show(Progress(0, 1000, ""))
    time.seconds = 5.0

    assert line.text(Progress(500, 1000, "")) == "Sharing: 50%, 0:05 left"


def test_a_stage_stands_in_the_place_of_the_name(time: Time) -> None:
    line = ProgressLine("net", io.StringIO(), time)

    text = line.text(Progress(1, 2, "pictures", "Reading"))
    assert text == "Reading: 1 of 2 pictures"


def test_without_a_total_only_what_is_done_is_shown(time: Time) -> None:
    line = ProgressLine("Looking", io.StringIO(), time)

    assert line.text(Progress(8, 0, "files")) == "Looking: 8 files"
