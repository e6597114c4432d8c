"""The panel "Ball": tracking, what is done, what this frame says, and what can be done to it."""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import TypeGuard

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from storage.quantities import percent
from storage.records import Review, Source, Visibility
from widgets.common.collapsible import Collapsible
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.picture.ball_legend import BallLegend
from widgets.picture.ball_marks import BallMark
from widgets.review.model_box import ModelBox
from widgets.window.key_button import KeyButton

WIDTH = 328
_MARGIN, _SPACE = 14, 5
_NOTHING = "\u2013"
_SOURCES = {
    Source.NONE: "Not analysed",
    Source.MODEL: "Model",
    Source.HUMAN: "Person",
    Source.INTERPOLATED: "Interpolated",
    Source.RELINKED: "Re-linked",
}
_VISIBILITY = {
    Visibility.ABSENT: "No ball",
    Visibility.CLEAR: "Visible",
    Visibility.HARD: "Blurred",
    Visibility.OCCLUDED: "Occluded",
}
_REVIEW = {
    Review.UNREVIEWED: "Unreviewed",
    Review.ACCEPTED: "Accepted",
    Review.CORRECTED: "Corrected",
    Review.REJECTED: "Rejected",
}
_FACTS = ("Analysis", "Source", "Ball", "Review", "Author")
# name, text, icon, tool tip
ACTIONS = (
    ("accept", "Accept", "check", "The ball is where it is shown"),
    ("reject", "Reject", "reject", "The ball is not there"),
    ("clear", "Visible", "clear", "The ball is clearly visible"),
    ("blurred", "Blurred", "blurred", "The ball is blurred or hard to see"),
    ("occluded", "Occluded", "occluded", "The ball is hidden; its position is inferred"),
    ("absent", "No ball", "absent", "The ball is not in the picture, or cannot be found"),
    ("interpolate", "Fill the gap", "interpolate", "Interpolate between the labels around it"),
    (
        "remove",
        "Delete",
        "remove",
        "Delete your label and show the model's prediction again",
    ),
)
_STATES = {
    Visibility.CLEAR: "clear",
    Visibility.HARD: "blurred",
    Visibility.OCCLUDED: "occluded",
    Visibility.ABSENT: "absent",
}


class TrackPanel(QWidget):
    """Shows the ball of the current frame and offers what can be done to it."""

    action_asked = Signal(str)  # a name of ACTIONS, or what the big button offers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ModelBox()
        self.marks = Collapsible("Legend", BallLegend())
        self._track = KeyButton("Track the ball", "track", primary=True)
        self._track_text, self._track_possible = "Track the ball", True
        self._track_action = "track"
        self._track_keys: Mapping[str, str] = {}
        self._tracking = False
        self._analysed, self._reviewed = _Share("Analysed"), _Share("Reviewed")
        self._facts = {name: PlainLabel(_NOTHING) for name in _FACTS}
        self._confidence = _Share("Confidence")
        self._buttons = {name: KeyButton(text, drawing) for name, text, drawing, _ in ACTIONS}
        self._grid = QGridLayout()
        self._scroll = QScrollArea()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._build()
        self.set_done(0, 0)
        self.set_mark(None)

    def set_done(self, analysed: float, reviewed: float) -> None:
        """Shares of the video's frames, 0 to 1."""
        self._analysed.set_share(analysed)
        self._reviewed.set_share(reviewed)

    def set_track_offer(self, text: str, possible: bool, action: str = "track") -> None:
        """What a press of the big button would do, and whether there is anything to do."""
        self._track_text, self._track_possible, self._track_action = text, possible, action
        self._track.set_key(self._track_keys.get(action, ""))
        self.set_tracking(self._tracking)

    def set_analysis(self, name: str) -> None:
        """Name the analysis whose predictions are shown; "" while there is none."""
        self._set_fact("Analysis", name or _NOTHING)

    def set_tracking(self, tracking: bool) -> None:
        """While the ball is being tracked it cannot be asked for again."""
        self._tracking = tracking
        self._track.setEnabled(self._track_possible and not tracking)
        self.model.set_busy(tracking)
        self._track.setText("Tracking\u2026" if tracking else self._track_text)

    def set_mark(
        self, mark: BallMark | None, author: str = "", time: datetime | None = None
    ) -> None:
        """Say what the current frame says; `author` and local `time` of a person's label."""
        when = f", {time:%d %b %H:%M}" if author and time else ""
        texts = {
            "Source": _SOURCES[mark.source if mark else Source.NONE],
            "Ball": _ball_text(mark),
            "Review": _REVIEW[mark.review] if mark else _NOTHING,
            "Author": f"{author}{when}" or _NOTHING,
        }
        for name, text in texts.items():
            self._set_fact(name, text)
        self._confidence.set_share(mark.confidence if mark else None)
        state = _STATES[mark.visibility] if _says_visibility(mark) else ""
        for name in _STATES.values():
            self._buttons[name].setChecked(name == state)

    def _set_fact(self, name: str, text: str) -> None:
        label = self._facts[name]
        room = WIDTH - 2 * _MARGIN - _Share.NAME - 24
        elide = Qt.TextElideMode.ElideMiddle
        label.setText(label.fontMetrics().elidedText(text, elide, room))
        label.setToolTip(tool_tip(text))

    def set_enabled_actions(self, names: Set[str]) -> None:
        """Which actions make sense on this frame; all others are greyed."""
        for name, button in self._buttons.items():
            button.setEnabled(name in names)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action, those of the big button among them."""
        self._track_keys = keys
        self._track.set_key(keys.get(self._track_action, ""))
        for name, _, _, advice in ACTIONS:
            key = keys.get(name, "")
            self._buttons[name].set_key(key)
            self._buttons[name].setToolTip(tool_tip(f"{advice}  ({key})" if key else advice))
        self._lay_out_buttons()

    def _build(self) -> None:
        self._track.setObjectName("track")
        self._track.clicked.connect(self._ask_to_track)
        self.marks.toggled.connect(self._bring_marks_up)
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.setCheckable(name in _STATES.values())
            button.clicked.connect(self._ask_for_action)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN, 10, _MARGIN, 6)
        column.setSpacing(_SPACE)
        for part in (self.model, self._track, self._analysed, self._reviewed):
            column.addWidget(part)
        column.addWidget(_section("This frame"))
        column.addLayout(self._form())
        column.addWidget(self._confidence)
        self._grid.setSpacing(_SPACE)
        self._lay_out_buttons()
        column.addLayout(self._grid)
        column.addWidget(self.marks)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _form(self) -> QGridLayout:
        form = QGridLayout()
        form.setVerticalSpacing(2)
        form.setColumnMinimumWidth(0, _Share.NAME)
        form.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts.items()):
            label = PlainLabel(name)
            label.setProperty("role", "muted")
            value.setAccessibleName(name)
            value.setTextFormat(Qt.TextFormat.PlainText)
            form.addWidget(label, row, 0)
            form.addWidget(value, row, 1)
        return form

    def _lay_out_buttons(self) -> None:
        """Two in a row, or one where a long key needs the room."""
        buttons = list(self._buttons.values())
        widest = max(button.sizeHint().width() for button in buttons)
        scroll_bar = 12
        across = 2 if 2 * widest + _SPACE <= WIDTH - 2 * _MARGIN - scroll_bar else 1
        for number, button in enumerate(buttons):
            self._grid.addWidget(button, *divmod(number, across))

    def _bring_marks_up(self, is_open: bool) -> None:
        """Who unfolds the marks wants to see them, however low the window is."""
        if is_open:
            bar = self._scroll.verticalScrollBar()
            bar.rangeChanged.connect(self._scroll_down, Qt.ConnectionType.SingleShotConnection)

    def _scroll_down(self, least: int, most: int) -> None:
        self._scroll.verticalScrollBar().setValue(most)

    def _ask_to_track(self) -> None:
        self.action_asked.emit(self._track_action)

    def _ask_for_action(self) -> None:
        self.action_asked.emit(self.sender().objectName())


class _Share(QWidget):
    """A name, a bar and a percentage in one line."""

    NAME = 84  # width of the name

    def __init__(self, name: str) -> None:
        super().__init__()
        self._share: float | None = -1.0
        self._bar, self._text = QProgressBar(), PlainLabel()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        label = PlainLabel(name)
        label.setProperty("role", "muted")
        label.setFixedWidth(self.NAME)
        self._text.setFixedWidth(48)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 0, 0)
        row.addWidget(self._bar, 0, 1)
        row.addWidget(self._text, 0, 2)

    def set_share(self, share: float | None) -> None:
        if share == self._share:
            return
        self._share = share
        self._bar.setValue(round(1000 * (share or 0)))
        self._text.setText(_NOTHING if share is None else percent(share))


def _says_visibility(mark: BallMark | None) -> TypeGuard[BallMark]:
    """A model knows only ball or no ball, and a rejection says nothing of the ball."""
    if mark is None or mark.source is Source.MODEL:
        return False
    return mark.review is not Review.REJECTED


def _ball_text(mark: BallMark | None) -> str:
    if mark is None:
        return _NOTHING
    if mark.review is Review.REJECTED:
        return "Not where the model found it"
    if mark.x is None or mark.y is None:
        return "Not found" if mark.source is Source.MODEL else _VISIBILITY[Visibility.ABSENT]
    place = f"{mark.x:.1f}, {mark.y:.1f}"
    return f"{_VISIBILITY[mark.visibility]} at {place}" if _says_visibility(mark) else f"At {place}"


def _section(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("role", "section")
    label.setContentsMargins(0, 6, 0, 0)
    return label
