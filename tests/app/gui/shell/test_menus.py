from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from app.gui.review.commands import review_commands
from app.gui.shell.actions import ACTIONS
from app.gui.shell.menus import key_text, make_actions, set_keys
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User

KEYS = {action.id: action.key for action in ACTIONS}


def in_menus(bar: QMenuBar) -> Iterator[QAction]:
    for group in bar.actions():
        menu = group.menu()
        yield from menu.actions()  # type: ignore[attr-defined]


def enabled(user: User) -> set[str]:
    return {action.objectName() for action in user.window.actions() if action.isEnabled()}


WITHOUT_A_VIDEO = {
    "open", "browse", "start_page", "export", "quit", "author", "place", "shortcuts",
    "import_model", "sync", "data_set", "publish", "full_screen",
}  # fmt: skip


@pytest.fixture
def actions(qapp: object) -> dict[str, QAction]:
    return make_actions(KEYS, qapp)  # type: ignore[arg-type]


def test_every_action_stands_in_a_menu_once(user: User) -> None:
    named = [action.objectName() for action in in_menus(user.window.menuBar())]

    assert named == [action.id for action in ACTIONS]


def test_only_what_is_done_in_small_steps_repeats_while_its_key_is_held(
    actions: dict[str, QAction],
) -> None:
    held = {id for id, action in actions.items() if action.autoRepeat()}

    assert held == {action.id for action in ACTIONS if action.held}
    assert {"next", "nudge_left"} <= held
    assert not held & {"undo", "reject", "keep_clip", "track", "play"}


def test_a_key_can_be_taken_away(actions: dict[str, QAction]) -> None:
    set_keys(actions, KEYS | {"accept": ""})

    assert actions["accept"].shortcut().isEmpty()
    assert key_text(actions, "accept") == ""


def test_the_start_page_offers_what_needs_no_video(user: User) -> None:
    assert enabled(user) == WITHOUT_A_VIDEO


def test_a_video_offers_all_that_can_be_done_to_it(reviewer: User) -> None:
    not_yet = {"undo", "redo", "cancel_track"}

    assert set(review_commands(reviewer.session)) - not_yet <= enabled(reviewer)
    assert not not_yet & enabled(reviewer)


def test_undo_and_redo_are_offered_while_there_is_something(reviewer: User) -> None:
    reviewer.presses("X")
    reviewer.rests()
    assert {"undo", "redo"} & enabled(reviewer) == {"undo"}

    reviewer.undoes()
    assert {"undo", "redo"} & enabled(reviewer) == {"redo"}


def test_leaving_takes_everything_back(reviewer: User) -> None:
    reviewer.presses("X")
    reviewer.leaves()

    assert enabled(reviewer) == WITHOUT_A_VIDEO


def test_an_action_of_a_menu_does_what_its_key_does(reviewer: User) -> None:
    reviewer.action("end").trigger()

    reviewer.sees_frame(CLIP_FRAMES - 1)
