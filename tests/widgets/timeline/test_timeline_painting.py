import pytest

from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_painting import hover_box, overview_window
from widgets.timeline.timeline_scale import Scale

LANES = lay_out(1112, 220, ["hit"])


@pytest.mark.parametrize("x", [104, 300, 1104])
def test_the_note_at_the_pointer_stays_in_the_ruler(x: float) -> None:
    assert LANES.ruler.contains(hover_box(x, "00:01:02.040  ·  1551  ·  bounce", LANES))


def test_the_overview_window_is_as_wide_as_what_is_shown() -> None:
    half = Scale.fitted(1000, 1000).zoomed(2, 0)

    assert overview_window(half, LANES.overview).width() == LANES.overview.width() / 2


def test_the_overview_window_can_always_be_taken_hold_of() -> None:
    close = Scale.fitted(500_000, 1000).zoomed(1e6, 1000)

    window = overview_window(close, LANES.overview)
    assert window.width() >= 12
    assert LANES.overview.contains(window)
