"""The start page at work (app.gui.start.controller)."""

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QLineEdit

from app.gui.start.start_page import StartPage
from tests.app.user import User
from tests.finding import found


def test_a_known_video_is_opened_by_its_card(reviewer: User, tracked: Path) -> None:
    reviewer.leaves()
    page = found(reviewer.window, StartPage)
    reviewer.qtbot.waitUntil(lambda: len(page.videos.cards) == 1)
    [card] = page.videos.cards
    card.chosen.emit(card.facts.fingerprint)

    reviewer.qtbot.waitUntil(lambda: reviewer.window.session is not None)
    assert reviewer.session.opened.video.path == tracked


def test_the_name_on_labels_can_be_changed_from_the_menu(user: User) -> None:
    user.action("author").trigger()
    dialog = found(user.window, QInputDialog)
    dialog.setTextValue("bob")
    dialog.accept()

    assert found(found(user.window, StartPage), QLineEdit).text() == "bob"
