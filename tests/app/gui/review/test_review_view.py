import pytest
from PySide6.QtGui import QImage

from app.gui.playback.pictures import ShownFrame
from app.gui.review.review_view import badge_text
from storage.records import Source
from tests.app.user import User

PICTURE = QImage(8, 8, QImage.Format.Format_RGB32)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (ShownFrame(5, 5, PICTURE, damaged=False), ""),
        (ShownFrame(5, 3, PICTURE, damaged=True), "Frame 5 is damaged: frame 3 is shown"),
        (ShownFrame(5, 5, PICTURE, damaged=False, full=False), "Reading the frame…"),
    ],
)
def test_a_frame_that_is_not_what_it_seems_says_so(shown: ShownFrame, said: str) -> None:
    assert badge_text(shown) == said


def test_a_gesture_speaks_of_the_frame_on_screen_not_of_one_on_its_way(reviewer: User) -> None:
    reviewer.session.page.timeline.frame_chosen.emit(30)
    assert (reviewer.session.player.position, reviewer.session.view.frame) == (30, 0)

    reviewer.presses("X")
    reviewer.rests()

    assert reviewer.track.source[0] == Source.HUMAN
    assert reviewer.track.source[30] == Source.MODEL


def test_the_ball_that_is_drawn_is_that_of_the_frame_on_screen(reviewer: User) -> None:
    reviewer.goes_to(10)
    at_ten = reviewer.picture.grab().toImage()
    reviewer.session.page.timeline.frame_chosen.emit(30)
    reviewer.session.view.show_labels(0, len(reviewer.track))

    assert reviewer.picture.grab().toImage() == at_ten


def test_a_stand_in_cannot_be_edited(reviewer: User) -> None:
    stand_in = ShownFrame(3, 3, PICTURE, damaged=False, full=False)
    reviewer.session.player.frame_shown.emit(stand_in)

    reviewer.clicks(4, 4)
    reviewer.rests()

    assert (reviewer.track.source != Source.HUMAN).all()


def test_the_playhead_and_the_time_code_follow(reviewer: User) -> None:
    reviewer.goes_to(30)

    assert "Frame 30 (0 to 49)" in reviewer.transport_text
    assert "00:00:01.200" in reviewer.transport_text


def test_a_kept_clip_comes_onto_the_timeline(reviewer: User) -> None:
    timeline = reviewer.session.page.timeline
    before = timeline.grab().toImage()
    reviewer.session.in_out_range.set_marks(10, 30)
    reviewer.presses("C")
    reviewer.rests()
    reviewer.session.in_out_range.clear()

    assert timeline.grab().toImage() != before
