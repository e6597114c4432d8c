"""The module under test is app.gui.review.overlays, driven through the window."""

from PySide6.QtGui import QImage

from app.gui.review.overlays import PictureOverlays
from tests.app.user import User
from widgets.picture.picture_overlays import NOTHING


def grabbed_picture(user: User) -> QImage:
    return user.picture.grab().toImage()


def test_what_is_said_of_heat_goes_with_it(reviewer: User) -> None:
    before = grabbed_picture(reviewer)
    reviewer.presses("M")
    assert grabbed_picture(reviewer) != before

    reviewer.presses("M")
    assert grabbed_picture(reviewer) == before


def test_showing_it_again_changes_nothing(reviewer: User) -> None:
    [overlays] = reviewer.session.findChildren(PictureOverlays)
    reviewer.goes_to(7)
    before = grabbed_picture(reviewer)

    overlays.show()

    assert grabbed_picture(reviewer) == before


def test_a_picture_that_lost_its_overlays_gets_them_back(reviewer: User) -> None:
    [overlays] = reviewer.session.findChildren(PictureOverlays)
    reviewer.presses("M")
    with_note = grabbed_picture(reviewer)
    reviewer.picture.set_overlays(NOTHING)
    assert grabbed_picture(reviewer) != with_note

    overlays.show()

    assert grabbed_picture(reviewer) == with_note
