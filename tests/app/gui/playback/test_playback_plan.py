import numpy as np
import pytest

from app.gui.playback.playback_plan import Due, PlaybackPlan, VideoTimeline


def timeline(frames: int = 100, rate: float = 25, keys: tuple[int, ...] = (0,)) -> VideoTimeline:
    return VideoTimeline(np.arange(frames + 1) / rate, np.array(keys), rate)


def walk(plan: PlaybackPlan, steps: int = 1000) -> list[Due]:
    """The next `steps` frames for a clock that keeps up, fewer at the end of the video."""
    dues = [plan.place]
    while len(dues) <= steps and (due := plan.advance(dues[-1].gone_at)) is not None:
        dues.append(due)
    return dues[1:]


def indexes(dues: list[Due]) -> list[int]:
    return [due.index for due in dues]


def test_forwards_every_frame_follows_up_to_the_last() -> None:
    assert indexes(walk(PlaybackPlan(timeline(6), 2, 1))) == [3, 4, 5]


def test_backwards_every_frame_follows_down_to_the_first() -> None:
    assert indexes(walk(PlaybackPlan(timeline(6), 3, -1))) == [2, 1, 0]


def test_nothing_follows_the_last_frame() -> None:
    assert walk(PlaybackPlan(timeline(6), 5, 1)) == []


def test_a_frame_shows_from_its_own_time_to_that_of_the_next() -> None:
    uneven = VideoTimeline(np.array([0, 0.1, 0.5, 0.6]), np.array([0]), 10)

    assert [(due.shows_at, due.gone_at) for due in walk(PlaybackPlan(uneven, 0, 1))] == [
        (0.1, 0.5),
        (0.5, 0.6),
    ]


def test_backwards_a_frame_shows_from_its_end_to_its_start() -> None:
    uneven = VideoTimeline(np.array([0, 0.1, 0.5, 0.6]), np.array([0]), 10)

    assert [(due.shows_at, due.gone_at) for due in walk(PlaybackPlan(uneven, 2, -1))] == [
        (0.5, 0.1),
        (0.1, 0),
    ]


@pytest.mark.parametrize(
    ("rate", "speed", "stride"),
    [(25, 1, 1), (25, 2, 1), (25, 4, 2), (25, -8, 4), (50, 8, 7), (120, 1, 1), (120, 0.5, 1)],
)
def test_faster_than_a_screen_can_show_frames_are_left_out(
    rate: float, speed: float, stride: int
) -> None:
    assert PlaybackPlan(timeline(rate=rate), 50, speed).stride == stride


def test_fast_play_ends_on_the_very_last_frame() -> None:
    assert indexes(walk(PlaybackPlan(timeline(12), 0, 8))) == [4, 8, 11]


def test_a_change_of_speed_counts_from_the_next_frame_on() -> None:
    plan = PlaybackPlan(timeline(), 0, 1)
    slow = indexes(walk(plan, 2))

    plan.speed = 8

    assert (slow, indexes(walk(plan, 3))) == ([1, 2], [3, 7, 11])


def test_a_loop_starts_over_and_its_time_goes_on() -> None:
    dues = walk(PlaybackPlan(timeline(rate=10), 4, 1, loop=(3, 6)), 4)

    assert indexes(dues) == [5, 3, 4, 5]
    assert [due.shows_at for due in dues] == pytest.approx([0.5, 0.6, 0.7, 0.8])


def test_a_loop_backwards_starts_over_at_its_end() -> None:
    dues = walk(PlaybackPlan(timeline(rate=10), 4, -1, loop=(3, 6)), 4)

    assert indexes(dues) == [3, 5, 4, 3]
    assert [due.shows_at for due in dues] == pytest.approx([0.4, 0.3, 0.2, 0.1])


def test_a_loop_of_one_frame_shows_it_again_and_again() -> None:
    assert indexes(walk(PlaybackPlan(timeline(), 7, 1, loop=(7, 8)), 3)) == [7, 7, 7]


def test_the_clock_waits_at_the_joint_of_a_loop() -> None:
    dues = walk(PlaybackPlan(timeline(), 3, 1, loop=(3, 6)), 4)

    assert [due.index for due in dues if due.holds] == [5]


def test_the_clock_waits_for_every_picture_of_slow_backward_play() -> None:
    assert all(due.holds for due in walk(PlaybackPlan(timeline(), 50, -2)))
    assert not any(due.holds for due in walk(PlaybackPlan(timeline(), 50, -4))[:-1])


def test_a_course_a_little_late_leaves_nothing_out() -> None:
    plan = PlaybackPlan(timeline(keys=(0, 10, 20)), 0, 1)

    due = plan.advance(clock=0.4)

    assert due is not None
    assert due.index == 1


@pytest.mark.parametrize(
    ("speed", "start", "clock", "index"),
    [
        (1, 0, 0.75, 20),  # the clock is at frame 18: on from the key frame just ahead
        (-4, 99, 1.0, 20),  # backwards from frame 25
        (1, 21, 2.5, 60),  # none just ahead: on from the one that the clock passed last
        (1, 61, 2.5, 62),  # no key frame anywhere near: on as it is
    ],
)
def test_a_course_far_behind_goes_on_from_a_key_frame(
    speed: float, start: int, clock: float, index: int
) -> None:
    plan = PlaybackPlan(timeline(keys=(0, 20, 60)), start, speed)

    due = plan.advance(clock)

    assert due is not None
    assert due.index == index


def test_how_far_behind_a_frame_is_counts_in_seconds_of_the_real_world() -> None:
    plan = PlaybackPlan(timeline(), 0, 8)
    (due,) = walk(plan, 1)

    assert plan.behind(due, due.gone_at + 4) == pytest.approx(0.5)
