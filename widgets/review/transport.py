"""The bar under the picture: buttons, time code and frame number, speed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from storage.quantities import number, time_code
from widgets.common import theme
from widgets.common.icons import icon
from widgets.common.plain_text import PlainLabel, tool_tip

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class Transport(QWidget):
    """Play, step, jump, loop and marks; it shows where the player is and how fast."""

    play_toggled = Signal()
    stepped = Signal(int)  # frames, negative is back
    jumped = Signal(str)  # "home" or "end"
    speed_chosen = Signal(float)
    loop_toggled = Signal(bool)
    in_marked = Signal()
    out_marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: Mapping[str, str] = {}
        self._titles: dict[str, str] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._time = PlainLabel("00:00:00.000")
        self._frame = PlainLabel("No video")
        self._dropped = PlainLabel("")
        self._speed = QToolButton()
        self._speed_actions: dict[float, QAction] = {}
        self._icons = {name: icon(name) for name in ("play", "pause")}
        self._build()

    def set_position(self, frame: int, frames: int, seconds: float) -> None:
        """Show frame `frame` of `frames`, counted from 0, and its media time."""
        self._time.setText(time_code(seconds))
        self._frame.setText(f"Frame {number(frame)} (0 to {number(max(0, frames - 1))})")

    def set_playing(self, playing: bool) -> None:
        button = self._buttons["play"]
        button.setIcon(self._icons["pause" if playing else "play"])
        self._set_title("play", "Pause" if playing else "Play")

    def set_speed(self, speed: float) -> None:
        """Show the speed, negative when playing backwards."""
        self._speed.setText(_speed_text(speed))
        for value, action in self._speed_actions.items():
            action.setChecked(value == speed)

    def set_loop(self, on: bool) -> None:
        self._buttons["loop"].setChecked(on)

    def set_dropped(self, frames: int) -> None:
        """Frames dropped since playback started."""
        self._dropped.setText(f"{number(frames)} dropped" if frames else "")
        self._dropped.setVisible(bool(frames))

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts for the tool tips, by button: play, step_back, loop … (see `names`)."""
        self._keys = dict(keys)
        for name, title in self._titles.items():
            self._set_title(name, title)

    @property
    def names(self) -> Sequence[str]:
        """The buttons, as `set_keys` calls them."""
        return tuple(self._buttons)

    def _build(self) -> None:
        self.setObjectName("transport")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        left, right = QHBoxLayout(), QHBoxLayout()
        self._time.setFont(theme.font(19, QFont.Weight.Medium))
        self._time.setAccessibleName("Time code")
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance("00:00:00.000") + 4)
        self._frame.setProperty("role", "muted")
        self._dropped.setProperty("role", "warning")
        self._dropped.setToolTip("Frames dropped since playback started")
        self._dropped.hide()
        left.setSpacing(14)
        for label in (self._time, self._frame, self._dropped):
            left.addWidget(label)
        left.addStretch(1)
        right.setSpacing(4)
        right.addStretch(1)
        self._build_marks(right)
        self._build_speed(right)
        row.addLayout(left, 1)
        self._build_buttons(row)
        row.addLayout(right, 1)

    def _build_buttons(self, row: QHBoxLayout) -> None:
        for name, title in (
            ("jump_start", "First frame"),
            ("step_back", "Previous frame"),
            ("play", "Play"),
            ("step_forward", "Next frame"),
            ("jump_end", "Last frame"),
        ):
            row.addWidget(self._button(name, title))
        self._buttons["jump_start"].clicked.connect(self._jump_home)
        self._buttons["step_back"].clicked.connect(self._step_back)
        self._buttons["play"].clicked.connect(self._toggle_play)
        self._buttons["step_forward"].clicked.connect(self._step_forward)
        self._buttons["jump_end"].clicked.connect(self._jump_end)
        for name in ("step_back", "step_forward"):
            self._buttons[name].setAutoRepeat(True)

    def _build_marks(self, row: QHBoxLayout) -> None:
        for name, title in (
            ("mark_in", "Set in point"),
            ("mark_out", "Set out point"),
            ("loop", "Loop the range"),
        ):
            row.addWidget(self._button(name, title))
        self._buttons["mark_in"].clicked.connect(self._mark_in)
        self._buttons["mark_out"].clicked.connect(self._mark_out)
        self._buttons["loop"].setCheckable(True)
        self._buttons["loop"].clicked.connect(self.loop_toggled)

    def _build_speed(self, row: QHBoxLayout) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(_speed_text(speed))
            action.setCheckable(True)
            action.setData(speed)
            group.addAction(action)
            self._speed_actions[speed] = action
        menu.triggered.connect(self._choose_speed)
        self._speed.setMenu(menu)
        self._speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._speed.setAccessibleName("Speed")
        self._speed.setToolTip("Speed")
        self._speed.setFixedSize(64, 32)
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addSpacing(8)
        row.addWidget(self._speed)
        self.set_speed(1.0)

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton()
        file = {"step_back": "step-back", "step_forward": "step-forward"}.get(name, name)
        button.setIcon(icon(file.replace("_", "-")))
        button.setIconSize(QSize(24, 24) if name == "play" else QSize(20, 20))
        button.setFixedSize(44 if name == "play" else 34, 34 if name == "play" else 32)
        button.setProperty("role", "flat" if name != "play" else "")
        # the keyboard belongs to the picture: a click must not leave Space on a button
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button
        self._set_title(name, title)
        return button

    def _set_title(self, name: str, title: str) -> None:
        self._titles[name] = title
        key = self._keys.get(name, "")
        self._buttons[name].setToolTip(tool_tip(f"{title}  ({key})" if key else title))
        self._buttons[name].setAccessibleName(title)

    def _jump_home(self) -> None:
        self.jumped.emit("home")

    def _jump_end(self) -> None:
        self.jumped.emit("end")

    def _step_back(self) -> None:
        self.stepped.emit(-1)

    def _step_forward(self) -> None:
        self.stepped.emit(1)

    def _toggle_play(self) -> None:
        self.play_toggled.emit()

    def _mark_in(self) -> None:
        self.in_marked.emit()

    def _mark_out(self) -> None:
        self.out_marked.emit()

    def _choose_speed(self, action: QAction) -> None:
        self.speed_chosen.emit(float(action.data()))


def _speed_text(speed: float) -> str:
    sign = "\u2212" if speed < 0 else ""
    return f"{sign}{abs(speed):g}\u00d7"
