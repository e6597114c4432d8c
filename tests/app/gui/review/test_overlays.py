"""The module under test is app.gui.review.overlays, driven through the window."""

from PySide6.QtGui import QImage

from tests.app.user import User


def seen(user: User) -> QImage:
    return user.picture.grab().toImage()


def test_what_is_said_of_heat_goes_with_it(reviewer: User) -> None:
    before = seen(reviewer)
    reviewer.presses("M")
    assert seen(reviewer) != before

    reviewer.presses("M")
    assert seen(reviewer) == before
