from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.gui.shell.action_table import ActionTable
from app.gui.shell.actions import ACTIONS
from app.gui.shell.feature import Commands, Feature

KEYS = {action.id: action.key for action in ACTIONS}


class Player(Feature[str]):
    """Plays where something is under review."""

    def __init__(self, done_actions: list[str]) -> None:
        super().__init__()
        self._done = done_actions

    def commands(self) -> Commands:
        video = self._session
        play: dict[str, Callable[[], object]] = {}
        if video is not None:
            play["play"] = lambda: self._done.append(f"play {video}")
        return {"quit": lambda: self._done.append("quit"), **play}


@pytest.fixture
def done_actions() -> list[str]:
    return []


@pytest.fixture
def player(done_actions: list[str]) -> Player:
    return Player(done_actions)


@pytest.fixture
def table(player: Player, qapp: object) -> ActionTable:
    table = ActionTable(KEYS)
    table.follow([player])
    return table


def enabled(table: ActionTable) -> set[str]:
    return {action.objectName() for action in table.actions if action.isEnabled()}


def test_only_what_a_feature_offers_can_be_done(
    table: ActionTable, done_actions: list[str]
) -> None:
    table.perform("quit")
    table.perform("play")

    assert enabled(table) == {"quit"}
    assert done_actions == ["quit"]


def test_a_video_brings_its_actions_and_takes_them_away(
    table: ActionTable, player: Player, done_actions: list[str]
) -> None:
    player.enter("final")
    table.refresh()
    assert enabled(table) == {"quit", "play"}
    table.perform("play")

    player.leave()
    table.refresh()
    assert enabled(table) == {"quit"}
    assert done_actions == ["play final"]


def test_a_feature_says_when_other_actions_make_sense(table: ActionTable, player: Player) -> None:
    player.enter("final")
    player.commands_changed.emit()

    assert "play" in enabled(table)


def test_it_says_what_is_about_to_be_done(table: ActionTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.performed) as performed:
        table.perform("quit")

    assert performed.args == ["quit"]


def test_changed_keys_are_told(table: ActionTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.keys_changed):
        table.set_keys(KEYS | {"play": "F2"})

    assert table.key_texts()["play"] == "F2"
