import pytest

from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_painting import hover_box

LANES = lay_out(1112, 220, ["hit"])


@pytest.mark.parametrize("x", [104, 300, 1104])
def test_the_note_at_the_pointer_stays_in_the_ruler(x: float) -> None:
    assert LANES.ruler.contains(hover_box(x, "00:01:02.040  ·  1551  ·  bounce", LANES))
