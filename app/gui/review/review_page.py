"""The page on which a video is looked at and corrected: where its widgets stand."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.events.event_panel import EventPanel
from widgets.picture.picture_view import PictureView
from widgets.review.conflict_panel import ConflictPanel
from widgets.review.queue_panel import QueuePanel
from widgets.review.track_panel import TrackPanel
from widgets.review.transport import Transport
from widgets.timeline.timeline import Timeline

_LONGEST = 110  # characters of who works on what


class ReviewPage(QWidget):
    """Picture large, transport and timeline below it, decisions on the right from top to bottom.

    A panel that ended where the timeline begins would have to be scrolled on a low screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = PictureView()
        self.panel = TrackPanel()
        self.queue = QueuePanel()
        self.events = EventPanel()
        self.conflicts = ConflictPanel()
        self._side, self._tabs, self._panels = QWidget(), QTabBar(), QStackedWidget()
        self._taken = PlainLabel()
        self.transport = Transport()
        self.timeline = Timeline()
        self.conflicts.hide()
        self._build_side()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._taken)
        column.addWidget(self.transport)
        column.addWidget(self.timeline, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.picture)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(splitter, 1)
        page.addWidget(self._side)
        page.addWidget(self.conflicts)
        self._taken.setProperty("role", "muted")
        self._taken.setContentsMargins(12, 3, 12, 3)
        self._taken.hide()
        self.setFocusProxy(self.picture)

    def show_conflicts(self, shown: bool) -> None:
        """Show conflicts in the place of the panels of ball and events, or these again."""
        self._side.setVisible(not shown)
        self.conflicts.setVisible(shown)

    @property
    def shows_events(self) -> bool:
        """Whether the panel of events is in front of that of the ball."""
        return self._tabs.currentIndex() == 1

    def show_events(self, shown: bool) -> None:
        """Bring the panel of events to the front, or that of the ball."""
        self._tabs.setCurrentIndex(int(shown))

    def show_queue(self) -> None:
        """Bring the panel of doubtful places to the front."""
        self._tabs.setCurrentIndex(2)

    @property
    def taken(self) -> str:
        """Who works on what, as the page says."""
        return self._taken.text()

    def set_taken(self, words: str) -> None:
        """Say who works on what; "" takes no room."""
        self._taken.setText(one_line(words, _LONGEST))
        self._taken.setToolTip(tool_tip(words))
        self._taken.setVisible(bool(words))

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action, for the buttons they stand beside."""
        self.panel.set_keys(keys)
        self.events.set_keys(keys)
        self.queue.set_keys(keys)
        for tab, name in enumerate(("The ball of this frame", "The events of the video")):
            key = keys.get("show_events", "")
            self._tabs.setTabToolTip(tab, f"{name}  ({key})" if key else name)
        self.transport.set_keys(
            {
                **keys,
                "jump_start": keys["home"],
                "jump_end": keys["end"],
                "step_back": keys["previous"],
                "step_forward": keys["next"],
            }
        )

    def _build_side(self) -> None:
        """The panels of ball, events and queue, one behind the other."""
        for title, panel in (("Ball", self.panel), ("Events", self.events), ("Queue", self.queue)):
            self._tabs.addTab(title)
            self._panels.addWidget(panel)
        self._tabs.setExpanding(True)
        self._tabs.setDrawBase(False)
        # the keyboard belongs to the picture: a click must not leave the arrows on a tab
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.currentChanged.connect(self._panels.setCurrentIndex)
        self._side.setObjectName("side")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._panels, 1)
