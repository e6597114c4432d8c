"""The start page's content: recent videos, or an invitation while there are none."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from widgets.common.flow_layout import FlowLayout
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.library.drop_area import DropArea, dropped_paths
from widgets.library.video_card import VideoCard, VideoFacts


class VideoList(QWidget):
    """Cards of recent videos, newest first; a file can be dropped anywhere on it."""

    video_chosen = Signal(str)  # fingerprint
    removal_asked = Signal(str)
    open_asked = Signal()
    sample_asked = Signal()
    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, VideoCard] = {}
        self._drop = DropArea()
        self._open = QPushButton("Open video\u2026")
        self._known, self._empty = QWidget(), QWidget()
        self._pages = QStackedLayout()
        self._flow = FlowLayout()
        self.setAcceptDrops(True)
        self._build()
        self.set_videos(())

    def set_videos(self, videos: Sequence[VideoFacts]) -> None:
        """Show these videos in this order; thumbnails come later."""
        here = (*self._cards.values(), *self._drop.findChildren(QPushButton))
        had_focus = any(widget.hasFocus() for widget in here)
        self._flow.clear()
        self._cards = {}
        for facts in videos:
            card = VideoCard(facts)
            card.chosen.connect(self.video_chosen)
            card.removal_asked.connect(self.removal_asked)
            self._cards[facts.fingerprint] = card
            self._flow.addWidget(card)
            card.show()  # now, since only what is seen takes the keyboard
        self._pages.setCurrentWidget(self._known if videos else self._empty)
        # the keyboard begins at the newest video, or at what opens one
        self.setFocusProxy(self.cards[0] if videos else self._drop.first)
        if had_focus:
            self.setFocus()

    def set_thumbnail(self, fingerprint: str, picture: QImage) -> None:
        """Give a card its picture; cards that have gone meanwhile are passed over."""
        if card := self._cards.get(fingerprint):
            card.set_thumbnail(picture)

    def set_open_key(self, key: str) -> None:
        """The key that opens a video, for the tool tips."""
        self._drop.set_key(key)
        self._open.setToolTip(tool_tip(f"Open video  ({key})" if key else ""))

    def set_sample_offered(self, offered: bool) -> None:
        self._drop.set_sample_offered(offered)

    def set_sample_picture(self, picture: QImage) -> None:
        """The sample is on its way, and begins like this."""
        self._drop.set_picture(picture)

    @property
    def cards(self) -> Sequence[VideoCard]:
        """The cards as shown."""
        return tuple(self._cards.values())

    def _build(self) -> None:
        self._build_known()
        self._drop.open_asked.connect(self.open_asked)
        self._drop.sample_asked.connect(self.sample_asked)
        self._drop.file_dropped.connect(self.file_dropped)
        middle = QHBoxLayout(self._empty)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(self._drop)
        self._pages.addWidget(self._known)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 32)
        column.addLayout(self._pages)

    def _build_known(self) -> None:
        title = PlainLabel("Recent videos")
        title.setProperty("role", "title")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(self._ask_to_open)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._open)
        inside = QWidget()
        inside.setLayout(self._flow)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self._known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def _ask_to_open(self) -> None:
        self.open_asked.emit()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in dropped_paths(event.mimeData())[:1]:  # one video is reviewed at a time
            self.file_dropped.emit(path)
        event.acceptProposedAction()
