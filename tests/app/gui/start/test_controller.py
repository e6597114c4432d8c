"""The start page at work (app.gui.start.controller)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.gui.shell.context import WindowContext
from app.gui.start.controller import StartController
from app.gui.start.start_page import StartPage
from tests.app.user import User
from tests.finding import find_child


def test_a_known_video_is_opened_by_its_card(reviewer: User, tracked: Path) -> None:
    reviewer.leaves()
    page = find_child(reviewer.window, StartPage)
    reviewer.qtbot.waitUntil(lambda: len(page.videos.cards) == 1)
    [card] = page.videos.cards
    card.chosen.emit(card.facts.fingerprint)

    reviewer.qtbot.waitUntil(lambda: reviewer.window.session is not None)
    assert reviewer.session.opened.video.path == tracked


def test_the_name_on_labels_can_be_changed_from_the_menu(user: User) -> None:
    user.action("author").trigger()
    dialog = find_child(user.window, QInputDialog)
    dialog.setTextValue("bob")
    dialog.accept()

    assert find_child(find_child(user.window, StartPage), QLineEdit).text() == "bob"


# by itself, without the window


@pytest.fixture
def asked_paths() -> list[Path]:
    """The videos that were asked back from the cloud."""
    return []


@pytest.fixture
def start(
    context: WindowContext, host: QWidget, asked_paths: list[Path], qtbot: QtBot
) -> StartController:
    def bring_back(path: Path, otherwise: Callable[[], object]) -> None:
        asked_paths.append(path)
        otherwise()

    start = StartController(context, bring_back, host)
    qtbot.addWidget(start.page)
    return start


def test_it_offers_what_makes_sense_without_a_video(start: StartController) -> None:
    assert set(start.commands()) == {"open", "start_page", "author"}


def test_a_dropped_file_is_to_be_opened(
    start: StartController, context: WindowContext, clip: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.navigation.video_asked) as told:
        start.page.videos.file_dropped.emit(clip)

    assert told.args == [clip]


def test_a_file_is_chosen_in_a_dialog(
    start: StartController, context: WindowContext, host: QWidget, clip: Path, qtbot: QtBot
) -> None:
    start.commands()["open"]()

    with qtbot.waitSignal(context.navigation.video_asked) as told:
        find_child(host, QFileDialog).fileSelected.emit(str(clip))
    assert told.args == [clip]


def test_a_known_video_is_looked_for_in_the_cloud_then_on_disk(
    start: StartController,
    context: WindowContext,
    tracked: Path,
    asked_paths: list[Path],
    qtbot: QtBot,
) -> None:
    start.show()
    qtbot.waitUntil(lambda: len(start.page.videos.cards) == 1)
    [card] = start.page.videos.cards

    with qtbot.waitSignal(context.navigation.video_offered) as told:
        card.chosen.emit(card.facts.fingerprint)
    assert (asked_paths, told.args) == ([tracked], [tracked])


def test_the_name_that_is_entered_is_kept(start: StartController, context: WindowContext) -> None:
    start.show()
    start.page.author_entered.emit("bo")

    assert context.settings.author == "bo"
