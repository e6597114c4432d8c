"""The page that greets: recent videos, a place to drop one, and whose labels they will be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.common.plain_text import PlainLabel
from widgets.library.video_list import VideoList


class StartPage(QWidget):
    """Recent videos above, the name on labels below."""

    author_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.videos = VideoList()
        self.setFocusProxy(self.videos)
        self._author = QLineEdit()
        self._proposed = PlainLabel("Is this your name? Change it here at any time.")
        self._watch = PlainLabel()
        self._author.setMaxLength(100)
        self._author.setFixedWidth(220)
        self._author.setAccessibleName("Your name")
        self._author.editingFinished.connect(self._enter_author)
        caption = PlainLabel("Your name, stored with your labels")
        caption.setBuddy(self._author)
        caption.setProperty("role", "muted")
        self._watch.setProperty("role", "muted")
        self._proposed.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.setContentsMargins(40, 8, 40, 20)
        foot.setSpacing(10)
        foot.addWidget(caption)
        foot.addWidget(self._author)
        foot.addWidget(self._proposed)
        foot.addStretch(1)
        foot.addWidget(self._watch)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.videos, 1)
        page.addLayout(foot)

    def set_author(self, name: str, known: bool = True) -> None:
        """Show the name on labels; one that is not `known` is only proposed."""
        self._author.setText(name)
        self._author.setCursorPosition(0)
        self._proposed.setVisible(not known)

    def set_watch(self, words: str) -> None:
        """Say how the watch over new videos in S3 stands; "" while there is none."""
        self._watch.setText(words)

    def _enter_author(self) -> None:
        self.author_entered.emit(self._author.text())
