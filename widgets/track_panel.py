"""The panel "Ball": tracking, what is done, what this frame says, and what can be done to it."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from storage.records import Review, Source, Visibility
from widgets.ball_legend import BallLegend
from widgets.ball_marks import BallMark
from widgets.key_button import KeyButton
from widgets.time_code import percent

_SOURCES = {
    Source.NONE: "Not looked at",
    Source.MODEL: "Model",
    Source.HUMAN: "Person",
    Source.INTERPOLATED: "Interpolated",
    Source.RELINKED: "Re-linked",
}
_VISIBILITY = {
    Visibility.ABSENT: "Not in the picture",
    Visibility.CLEAR: "Clear",
    Visibility.HARD: "Blurred",
    Visibility.OCCLUDED: "Occluded",
}
_REVIEW = {
    Review.UNREVIEWED: "Unreviewed",
    Review.ACCEPTED: "Accepted",
    Review.CORRECTED: "Corrected",
    Review.REJECTED: "Rejected",
}
ACTIONS = (
    ("accept", "Accept", "check"),
    ("reject", "Reject", "reject"),
    ("clear", "Clear", "clear"),
    ("blurred", "Blurred", "blurred"),
    ("occluded", "Occluded", "occluded"),
    ("absent", "Not in picture", "absent"),
    ("interpolate", "Interpolate", "interpolate"),
    ("remove", "Remove label", "remove"),
)


class TrackPanel(QWidget):
    """Shows the ball of the current frame and offers what can be done to it."""

    track_asked = Signal()
    action_asked = Signal(str)  # a name of ACTIONS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = KeyButton("Track the ball", "track")
        self._analysed, self._reviewed = _Share("Analysed"), _Share("Reviewed")
        self._facts = {name: QLabel("\u2013") for name in ("Source", "Ball", "Review", "Author")}
        self._confidence = _Share("Confidence")
        self._buttons = {name: KeyButton(text, icon) for name, text, icon in ACTIONS}
        self.setMinimumWidth(252)
        self._build()
        self.set_done(0, 0)
        self.set_mark(None)

    def set_done(self, analysed: float, reviewed: float) -> None:
        """Shares of the video's frames, 0 to 1; they decide what the button is called."""
        self._analysed.set_share(analysed)
        self._reviewed.set_share(reviewed)
        if analysed >= 1:
            text = "Track again"
        else:
            text = "Continue tracking" if analysed > 0 else "Track the ball"
        self._track.setText(text)
        self._track.set_key(self._track.key)

    def set_tracking(self, tracking: bool) -> None:
        """While the ball is being tracked it cannot be asked for again."""
        self._track.setEnabled(not tracking)

    def set_mark(
        self, mark: BallMark | None, author: str = "", time: datetime | None = None
    ) -> None:
        """Say what the current frame says; `author` and local `time` of a person's label."""
        source = mark.source if mark else Source.NONE
        self._facts["Source"].setText(_SOURCES[source])
        self._facts["Ball"].setText(_ball_text(mark))
        self._facts["Review"].setText(_REVIEW[mark.review] if mark else "\u2013")
        when = f", {time:%d %b %H:%M}" if author and time else ""
        self._facts["Author"].setText(f"{author}{when}" or "\u2013")
        self._confidence.set_share(mark.confidence if mark else None)

    def set_enabled_actions(self, names: set[str]) -> None:
        """Which actions make sense on this frame; all others are greyed."""
        for name, button in self._buttons.items():
            button.setEnabled(name in names)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action, and "track"."""
        self._track.set_key(keys.get("track", ""))
        for name, button in self._buttons.items():
            button.set_key(keys.get(name, ""))

    def _build(self) -> None:
        self._track.setProperty("role", "primary")
        self._track.clicked.connect(self._ask_to_track)
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.clicked.connect(self._ask_for_action)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(_heading("Ball"))
        for part in (self._track, self._analysed, self._reviewed):
            column.addWidget(part)
        column.addWidget(_section("This frame"))
        column.addLayout(self._form())
        column.addWidget(self._confidence)
        column.addLayout(self._grid())
        column.addWidget(_section("Marks"))
        column.addWidget(BallLegend())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(3)
        form.setHorizontalSpacing(12)
        for name, value in self._facts.items():
            label = QLabel(name)
            label.setProperty("role", "muted")
            value.setAccessibleName(name)
            value.setWordWrap(True)
            form.addRow(label, value)
        return form

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, button in enumerate(self._buttons.values()):
            grid.addWidget(button, *divmod(number, 2))
        return grid

    def _ask_to_track(self) -> None:
        self.track_asked.emit()

    def _ask_for_action(self) -> None:
        self.action_asked.emit(self.sender().objectName())


class _Share(QWidget):
    """A name, a bar and a percentage."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bar, self._text = QProgressBar(), QLabel()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        label = QLabel(name)
        label.setProperty("role", "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._bar, 1, 0, 1, 2)

    def set_share(self, share: float | None) -> None:
        self._bar.setValue(round(1000 * (share or 0)))
        self._text.setText("\u2013" if share is None else percent(share))


def _ball_text(mark: BallMark | None) -> str:
    if mark is None:
        return "\u2013"
    if mark.x is None or mark.y is None:
        return "No ball found" if mark.source is Source.MODEL else _VISIBILITY[Visibility.ABSENT]
    return f"{_VISIBILITY[mark.visibility]}, {mark.x:.1f} \u00d7 {mark.y:.1f}"


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def _section(text: str) -> QLabel:
    label = QLabel(text.upper())
    label.setProperty("role", "section")
    label.setContentsMargins(0, 10, 0, 0)
    return label
