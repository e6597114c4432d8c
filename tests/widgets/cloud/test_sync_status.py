import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from widgets.cloud.sync_status import SyncStatus, SyncWords

MODES = ("automatic", "on command", "off")


@pytest.fixture
def status(qtbot: QtBot) -> SyncStatus:
    status = SyncStatus(MODES)
    qtbot.addWidget(status)
    return status


def entry(status: SyncStatus, text: str) -> QAction:
    return next(action for action in status.menu().actions() if action.text() == text)


def test_it_says_how_sync_stands(status: SyncStatus) -> None:
    status.set_words(SyncWords("done", "Synced at 14:05", "s3://club"))

    assert (status.text().strip(), status.toolTip()) == ("Synced at 14:05", "s3://club")


def test_conflicts_can_be_seen_while_there_are_some(status: SyncStatus) -> None:
    status.set_words(SyncWords("done", "", ""))
    assert not entry(status, "Conflicts…").isEnabled()

    status.set_words(SyncWords("conflict", "", "", conflicts=2))
    assert entry(status, "Conflicts…").isEnabled()


def test_publishing_again_is_offered_when_labels_were_removed(status: SyncStatus) -> None:
    status.set_words(SyncWords("attention", "", "", removed=True))

    assert entry(status, "Publish removed labels again").isVisible()


def test_a_mode_can_be_chosen(status: SyncStatus, qtbot: QtBot) -> None:
    status.set_mode("automatic", possible=True)
    with qtbot.waitSignal(status.mode_chosen) as chosen:
        entry(status, "On command").trigger()

    assert chosen.args == ["on command"]


def test_without_a_place_there_is_nothing_to_sync(status: SyncStatus) -> None:
    status.set_mode("automatic", possible=False)

    assert not entry(status, "Sync now").isEnabled()
