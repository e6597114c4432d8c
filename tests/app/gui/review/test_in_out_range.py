import pytest
from pytestqt.qtbot import QtBot

from app.gui.review.in_out_range import InOutRange


@pytest.fixture
def marked() -> InOutRange:
    return InOutRange(100)


def test_without_marks_there_is_no_range(marked: InOutRange) -> None:
    assert marked.frames is None


def test_a_missing_out_mark_is_the_end_of_the_video(marked: InOutRange) -> None:
    marked.mark_in(40)

    assert (marked.frames, marked.marks) == (range(40, 100), (40, None))


def test_the_frame_of_the_out_mark_is_inside(marked: InOutRange) -> None:
    marked.mark_out(40)

    assert (marked.frames, marked.marks) == (range(41), (None, 41))


def test_one_frame_is_a_range(marked: InOutRange) -> None:
    marked.mark_in(40)
    marked.mark_out(40)

    assert marked.frames == range(40, 41)


def test_an_in_mark_behind_the_out_mark_takes_it_away(marked: InOutRange) -> None:
    marked.mark_out(40)
    marked.mark_in(41)

    assert marked.marks == (41, None)


def test_an_out_mark_before_the_in_mark_takes_it_away(marked: InOutRange) -> None:
    marked.mark_in(40)
    marked.mark_out(39)

    assert marked.marks == (None, 40)


def test_clearing_takes_both_away(marked: InOutRange) -> None:
    marked.set_marks(3, 8)
    marked.clear()

    assert marked.frames is None


def test_only_a_change_is_told(marked: InOutRange, qtbot: QtBot) -> None:
    with qtbot.waitSignal(marked.changed):
        marked.mark_in(40)

    with qtbot.assertNotEmitted(marked.changed):
        marked.mark_in(40)
