"""Steps of a test, one below the other: how each stands, what it found, what to do about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets.common import theme
from widgets.common.icons import pixmap
from widgets.common.plain_text import PlainLabel, tool_tip

_ICON = 18  # pixels
_LOOKS = {
    "waiting": ("waiting", theme.DISABLED, "not yet"),
    "running": ("loop", theme.ACCENT, "running"),
    "passed": ("done", theme.DONE, "passed"),
    "warned": ("warning", theme.WARNING, "passed, with a warning"),
    "failed": ("error", theme.DANGER, "failed"),
    "skipped": ("waiting", theme.DISABLED, "left out"),
}


class StepList(QWidget):
    """Shows steps; a state is one of waiting, running, passed, warned, failed, skipped."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = {name: _StepRow(name) for name in names}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, row in enumerate(self._rows.values()):
            grid.addWidget(row.icon, number, 0, top)
            grid.addWidget(row.name, number, 1, top)
            grid.addWidget(row.words, number, 2)
        grid.setRowStretch(len(self._rows), 1)
        self.clear()

    def clear(self) -> None:
        """Show all steps as not yet begun."""
        for name in self._rows:
            self.set_step(name, "waiting")

    def set_step(self, name: str, state: str, result: str = "", advice: str = "") -> None:
        """Show how a step stands, and what it says."""
        self._rows[name].show_state(state, result, advice, self.devicePixelRatioF())

    def text(self) -> str:
        """All that is shown, a line a step, for copying and for who cannot see the icons."""
        return "\n".join(row.text for row in self._rows.values())


class _StepRow:
    """The three cells of a step."""

    def __init__(self, name: str) -> None:
        self.icon, self.name, self.words = PlainLabel(), PlainLabel(name), PlainLabel()
        self.icon.setFixedSize(_ICON, _ICON)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = ""

    def show_state(self, state: str, result: str, advice: str, ratio: float) -> None:
        drawing, colour, spoken = _LOOKS[state]
        self.icon.setPixmap(pixmap(drawing, _ICON, colour, ratio))
        self.icon.setToolTip(tool_tip(spoken))
        words = "\n".join(part[0].upper() + part[1:] for part in (result, advice) if part)
        self.words.setText(words)
        muted = state in ("waiting", "skipped", "passed")
        for label, role in ((self.name, ""), (self.words, "muted" if muted else "")):
            label.setProperty("role", "muted" if state in ("waiting", "skipped") else role)
            label.style().unpolish(label)
            label.style().polish(label)
        self.text = f"{self.name.text()}: {spoken}" + (f". {words}" if words else "")
        self.name.setAccessibleName(self.text)
