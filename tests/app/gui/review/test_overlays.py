"""The module under test is app.gui.review.overlays, driven through the window."""

from PySide6.QtGui import QImage

from app.gui.review.overlays import PictureOverlays
from tests.app.user import User
from widgets.picture.picture_overlays import NOTHING


def seen(user: User) -> QImage:
    return user.picture.grab().toImage()


def test_what_is_said_of_heat_goes_with_it(reviewer: User) -> None:
    before = seen(reviewer)
    reviewer.presses("M")
    assert seen(reviewer) != before

    reviewer.presses("M")
    assert seen(reviewer) == before


def test_showing_it_again_changes_nothing(reviewer: User) -> None:
    [overlays] = reviewer.session.findChildren(PictureOverlays)
    reviewer.goes_to(7)
    before = seen(reviewer)

    overlays.show()

    assert seen(reviewer) == before


def test_a_picture_that_lost_its_overlays_gets_them_back(reviewer: User) -> None:
    [overlays] = reviewer.session.findChildren(PictureOverlays)
    reviewer.presses("M")
    with_note = seen(reviewer)
    reviewer.picture.set_overlays(NOTHING)
    assert seen(reviewer) != with_note

    overlays.show()

    assert seen(reviewer) == with_note
