"""The page on which a video is looked at and corrected: where its widgets stand."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from widgets.picture.picture_view import PictureView
from widgets.review.conflict_panel import ConflictPanel
from widgets.review.track_panel import TrackPanel
from widgets.review.transport import Transport
from widgets.timeline.timeline import Timeline


class ReviewPage(QWidget):
    """Picture large in the middle, decisions on the right, transport and timeline below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PictureView()
        self.panel = TrackPanel()
        self.conflicts = ConflictPanel()
        self._taken = QLabel()
        self.transport = Transport()
        self.timeline = Timeline()
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.picture, 1)
        row.addWidget(self.panel)
        row.addWidget(self.conflicts)
        self.conflicts.hide()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._taken)
        column.addWidget(self.transport)
        column.addWidget(self.timeline, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(top)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(splitter)
        self._taken.setTextFormat(Qt.TextFormat.PlainText)  # names come from anywhere
        self._taken.setProperty("role", "muted")
        self._taken.setContentsMargins(12, 3, 12, 3)
        self._taken.hide()
        self.setFocusProxy(self.picture)

    def show_conflicts(self, shown: bool) -> None:
        """Show conflicts in the place of the ball's panel, or that one again."""
        self.panel.setVisible(not shown)
        self.conflicts.setVisible(shown)

    @property
    def taken(self) -> str:
        """Who works on what, as the page says."""
        return self._taken.text()

    def set_taken(self, words: str) -> None:
        """Say who works on what; "" takes no room."""
        self._taken.setText(words)
        self._taken.setVisible(bool(words))

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action, for the buttons they stand beside."""
        self.panel.set_keys(keys)
        self.transport.set_keys(
            {
                **keys,
                "jump_start": keys["home"],
                "jump_end": keys["end"],
                "step_back": keys["previous"],
                "step_forward": keys["next"],
            }
        )
