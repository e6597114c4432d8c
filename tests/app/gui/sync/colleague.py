"""Somebody at a window who shares labels: what they see of sync, and what they do about it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.gui.sync.background import BackgroundSync, SyncState
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.sync_status import SyncStatus
from widgets.picture.conflict_marks import ConflictMarks
from widgets.review.conflict_panel import ConflictPanel, _ConflictList


class Colleague(User):
    """A user of sync."""

    @property
    def sync(self) -> BackgroundSync:
        background = self.window.findChild(BackgroundSync)
        assert isinstance(background, BackgroundSync)
        return background

    @property
    def state(self) -> SyncState:
        return self.sync.state

    @property
    def indicator(self) -> str:
        return find_child(self.window, SyncStatus).text()

    @property
    def details(self) -> str:
        return find_child(self.window, SyncStatus).toolTip()

    @property
    def conflicts(self) -> ConflictPanel:
        return self.session.page.conflicts

    @property
    def sides(self) -> list[str]:
        """What the cards of the conflict that is looked at say."""
        return [card.text for card in self.conflicts.cards]

    @property
    def marks(self) -> ConflictMarks:
        return find_child(self.picture, ConflictMarks)

    def presses(self, keys: str, on: QWidget | None = None) -> None:
        """Turn to the window, and press the keys."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        super().presses(keys, on)

    def places(self, frame: int, x: float, y: float) -> None:
        """Say where the ball is."""
        self.goes_to(frame)
        self.session.gestures.place(x, y)
        self.rests()

    def syncs(self) -> None:
        """Sync on command, and wait until the window shows what came."""
        before = self.state.synced
        self.qtbot.waitUntil(lambda: not self.state.running)
        self.presses("F5")
        self.qtbot.waitUntil(lambda: self.state.synced != before, timeout=20_000)
        self.qtbot.waitUntil(lambda: not self.state.running)

    def sees_indicator(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.indicator, timeout=20_000)

    def looks_at_conflicts(self, number: int) -> None:
        """Open the panel and wait until it lists so many."""
        self.presses("Ctrl+K")
        self.sees_conflicts(number)

    def sees_conflicts(self, number: int) -> None:
        self.qtbot.waitUntil(lambda: find_child(self.conflicts, _ConflictList).count() == number)

    def decides(self, key: str) -> None:
        """Press a key in the list of conflicts."""
        QTest.keyClicks(find_child(self.conflicts, _ConflictList), key)

    def closes_conflicts(self) -> None:
        QTest.keyClick(find_child(self.conflicts, _ConflictList), Qt.Key.Key_Escape)
