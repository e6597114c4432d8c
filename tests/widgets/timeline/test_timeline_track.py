from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_track import overview_window

LANES = lay_out(1112, 220, ["hit"])


def test_the_overview_window_is_as_wide_as_what_is_shown() -> None:
    half = TimeScale.fitted(1000, 1000).zoomed(2, 0)

    assert overview_window(half, LANES.overview).width() == LANES.overview.width() / 2


def test_the_overview_window_can_always_be_taken_hold_of() -> None:
    close = TimeScale.fitted(500_000, 1000).zoomed(1e6, 1000)

    window = overview_window(close, LANES.overview)
    assert window.width() >= 12
    assert LANES.overview.contains(window)
