import numpy as np
import pytest

from tests.app.rally import CLIP_FRAMES
from tests.app.user import User


def test_home_and_end_go_to_the_first_and_the_last_frame(reviewer: User) -> None:
    reviewer.presses("End")
    reviewer.sees_frame(CLIP_FRAMES - 1)

    reviewer.presses("Home")
    reviewer.sees_frame(0)


def test_a_loop_follows_the_marks(reviewer: User) -> None:
    reviewer.presses("P")
    assert reviewer.session.player.loop == (0, CLIP_FRAMES)

    reviewer.marks_range(3, 7)
    assert reviewer.session.player.loop == (3, 8)

    reviewer.presses("P")
    assert reviewer.session.player.loop is None


def test_marks_of_the_timeline_are_the_marks(reviewer: User) -> None:
    reviewer.session.page.timeline.range_changed.emit(3, 8)
    assert reviewer.session.in_out_range.frames == range(3, 8)

    reviewer.presses("Shift+I")
    assert reviewer.session.in_out_range.frames is None


def test_undo_shows_the_frame_that_it_changed(reviewer: User) -> None:
    reviewer.goes_to(30)
    reviewer.presses("X")
    reviewer.rests()
    reviewer.goes_to(2)

    reviewer.undoes()

    reviewer.sees_frame(30)
    assert not np.isnan(reviewer.track.x[30])


@pytest.mark.parametrize(
    "title", ["Play", "Loop the range", "Set in point", "Set out point", "Next frame", "Last frame"]
)
def test_the_buttons_under_the_picture_are_connected(reviewer: User, title: str) -> None:
    said: list[object] = []
    reviewer.session.player.position_changed.connect(said.append)
    reviewer.session.player.state_changed.connect(lambda: said.append("state"))
    reviewer.session.in_out_range.changed.connect(lambda: said.append("marked"))

    reviewer.clicks_transport(title)

    assert said


def test_labels_carry_the_name_of_the_settings(reviewer: User) -> None:
    reviewer.presses("X")
    reviewer.rests()

    reviewer.sees_fact("Author", "ana")
