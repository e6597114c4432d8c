from collections.abc import Generator

import pytest

from storage.progress import Progress, RateEstimate, map_steps, part_of


def work() -> Generator[Progress, None, str]:
    yield Progress(1, 2)
    yield Progress(2, 2)
    return "done"


def test_work_is_told_in_other_words_and_closed_with_them() -> None:
    told: list[str] = []

    def work() -> Generator[int, None, None]:
        try:
            yield 1
            yield 2
        finally:
            told.append("closed")

    whole = map_steps(work(), lambda number: f"step {number}")
    assert next(whole) == "step 1"
    whole.close()
    assert told == ["closed"]


def test_a_piece_counts_in_the_whole() -> None:
    whole = part_of(work(), 10, 20)

    assert [next(whole), next(whole)] == [Progress(11, 20), Progress(12, 20)]
    try:
        next(whole)
    except StopIteration as end:
        assert end.value == "done"  # noqa: PT017  # the answer of a generator comes no other way


class Time:
    """A clock that the test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def estimate(time: Time) -> RateEstimate:
    return RateEstimate(time)


def test_nothing_is_known_at_the_first_step(estimate: RateEstimate) -> None:
    assert estimate.update(Progress(0, 100)) == (0, None)


def test_rate_and_remaining_time_follow_from_the_steps(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(0, 100))
    time.seconds = 2

    assert estimate.update(Progress(50, 100)) == (25, 2)


def test_what_an_earlier_run_left_took_no_time(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(400, 1000))
    time.seconds = 2

    assert estimate.update(Progress(500, 1000)) == (50, 10)


def test_two_steps_in_a_blink_say_nothing(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(0, 100))
    time.seconds = 0.1

    assert estimate.update(Progress(50, 100)) == (0, None)


def test_work_that_stands_still_has_no_rate(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(40, 100))
    time.seconds = 5

    assert estimate.update(Progress(40, 100)) == (0, None)


def test_more_than_all_is_nothing_left(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(0, 100))
    time.seconds = 1

    assert estimate.update(Progress(120, 100)) == (120, 0)


def test_words_before_the_first_count_take_no_time(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(0, 100, message="Measuring engines…"))
    time.seconds = 5
    estimate.update(Progress(0, 100, message="Measuring engines…"))
    time.seconds = 6

    assert estimate.update(Progress(50, 100)) == (50, 1)


def test_each_stage_has_its_own_rate(estimate: RateEstimate, time: Time) -> None:
    estimate.update(Progress(0, 100, stage="Reading"))
    time.seconds = 50
    estimate.update(Progress(0, 30, "steps", "Training"))
    time.seconds = 60

    assert estimate.update(Progress(10, 30, "steps", "Training")) == (1, 20)


def test_where_no_total_is_known_nothing_is_said_of_the_time_left(
    estimate: RateEstimate, time: Time
) -> None:
    estimate.update(Progress(0, 0, "files"))
    time.seconds = 2

    assert estimate.update(Progress(8, 0, "files")) == (4, None)
