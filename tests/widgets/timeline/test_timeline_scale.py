import numpy as np
import pytest

from widgets.timeline.timeline_scale import TimeScale, ticks

WHOLE = TimeScale.fitted(1000, 500)
TIMES = np.arange(1000) / 25


@pytest.mark.parametrize(
    ("x", "frame"), [(-5, 0), (0, 0), (1.9, 3), (2, 4), (499, 998), (600, 999)]
)
def test_frames_stay_inside_the_video(x: float, frame: int) -> None:
    assert WHOLE.frame_at(x) == frame


@pytest.mark.parametrize(("x", "edge"), [(-5, 0), (0.2, 0), (0.3, 1), (500, 1000), (600, 1000)])
def test_edges_lie_between_frames_and_at_both_ends(x: float, edge: int) -> None:
    assert WHOLE.edge_at(x) == edge


def test_a_frame_is_found_where_it_is_drawn() -> None:
    scale = WHOLE.zoomed(20, 123)

    assert all(scale.frame_at(scale.x_at(frame + 0.5)) == frame for frame in range(1000))


def test_zooming_keeps_the_frame_under_the_pointer() -> None:
    assert WHOLE.zoomed(7, 321).frame_at(321) == WHOLE.frame_at(321)


def test_zoom_ends_at_a_dozen_frames_and_at_the_whole_video() -> None:
    assert WHOLE.zoomed(10_000, 250).span == 12
    assert WHOLE.zoomed(10, 250).zoomed(0.001, 250).fits


def test_scrolling_stops_at_the_ends() -> None:
    close = WHOLE.zoomed(10, 0)

    assert close.scrolled_to(-50).first == 0
    assert close.scrolled_to(5000).first == 900


def test_a_video_of_one_frame_fills_the_width() -> None:
    one = TimeScale.fitted(1, 500)

    assert one.frame_at(499) == 0
    assert one.zoomed(3, 100).fits


def test_columns_cover_all_frames_once() -> None:
    edges = WHOLE.edges(333)

    assert (edges[0], edges[-1], len(edges)) == (0, 1000, 334)
    assert (np.diff(edges) >= 0).all()


@pytest.mark.parametrize("factor", [1, 3, 10, 40, 80])
def test_labels_of_the_ruler_do_not_touch(factor: float) -> None:
    labelled = [tick.x for tick in ticks(WHOLE.zoomed(factor, 200), TIMES) if tick.label]

    assert min(np.diff(labelled), default=100) >= 70


@pytest.mark.parametrize("factor", [1, 3, 10, 40, 80])
def test_the_ruler_always_has_labels(factor: float) -> None:
    scale = WHOLE.zoomed(factor, 200)

    assert any(tick.label and 0 <= tick.x <= 500 for tick in ticks(scale, TIMES))


def test_ticks_are_at_round_times() -> None:
    labels = [tick.label for tick in ticks(WHOLE, TIMES) if tick.label]

    assert labels == ["0:00", "0:10", "0:20", "0:30"]


def test_hours_are_named_only_where_there_are_some() -> None:
    long = np.arange(540_000) / 50

    labels = [t.label for t in ticks(TimeScale.fitted(540_000, 500), long) if t.label]
    assert labels == ["0:00", "1:00:00", "2:00:00"]


def test_a_variable_rate_has_its_ticks_where_the_time_comes() -> None:
    # twice as many frames a second in the first half
    times = np.concatenate([np.arange(500) / 50, 10 + np.arange(500) / 25])

    found = [tick.x for tick in ticks(WHOLE, times) if tick.label]
    assert found == pytest.approx([0, 250, 375], abs=1)


def test_close_up_each_frame_has_a_tick() -> None:
    scale = WHOLE.zoomed(1000, 0)

    assert [t.x for t in ticks(scale, TIMES)] == pytest.approx(np.arange(13) * 500 / 12)
    assert ticks(scale, TIMES)[5].label == "frame 5"


def test_a_short_video_has_labels_at_round_times() -> None:
    scale = TimeScale.fitted(150, 1000)
    labels = [tick.label for tick in ticks(scale, np.arange(150) / 30) if tick.label]

    assert labels == ["0:00", "0:01", "0:02", "0:03", "0:04"]


def test_nothing_has_no_ticks() -> None:
    assert ticks(TimeScale.fitted(0, 500), np.zeros(0)) == []
