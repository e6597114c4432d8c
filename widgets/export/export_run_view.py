"""An export at work and after: how far it is, how it ended, and what can be done then."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from storage.quantities import number, percent, remaining
from widgets.common import theme
from widgets.common.icons import pixmap
from widgets.common.plain_text import PlainLabel


class ExportRunView(QWidget):
    """One export; it never goes by itself."""

    cancel_asked = Signal()
    resume_asked = Signal()
    discard_asked = Signal()
    open_asked = Signal()
    back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._details = PlainLabel(), PlainLabel(), PlainLabel()
        self._bar, self._facts = QProgressBar(), PlainLabel()
        self._reached = ""
        self._cancel = self._button("Cancel", "cancel_export", self.cancel_asked)
        self._resume = self._button("Resume", "resume", self.resume_asked, primary=True)
        self._open = self._button("Open folder", "open_folder", self.open_asked, primary=True)
        self._discard = self._button("Discard written files", "discard", self.discard_asked)
        self._back = self._button("Back to options", "back", self.back_asked)
        self._build()

    @property
    def text(self) -> str:
        """Title and explanation as shown."""
        return f"{self._title.text()} {self._details.text()}".strip()

    @property
    def done(self) -> float:
        """How far it is, 0 to 1; 0 while nobody knows."""
        return self._bar.value() / 1000 if self._bar.maximum() else 0.0

    def show_running(self, title: str, target: str) -> None:
        """A new export has begun."""
        self._show(
            "export",
            theme.ACCENT,
            title,
            f"To {target}. You can close this window and keep working.",
        )
        self._bar.setRange(0, 0)
        self._facts.setText("")
        self._reached = ""
        self._bar.show()
        self._cancel.setText("Cancel")
        self._cancel.setEnabled(True)
        self._offer(self._cancel)

    def set_progress(self, done: int, total: int, rate: str, seconds: float | None) -> None:
        """How far it is: `rate` as "212 frames/s", `seconds` left or None while unknown."""
        if not total:
            return
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * done / total))
        self._reached = f"{number(done)} of {number(total)}"
        facts = [percent(done / total), self._reached, rate]
        if seconds is not None:
            facts.append(remaining(seconds))
        self._facts.setText("  ·  ".join(fact for fact in facts if fact))

    def show_cancelling(self) -> None:
        """Between the wish to stop and the stop."""
        self._cancel.setEnabled(False)
        self._cancel.setText("Stopping…")

    def show_cancelled(self, stays: bool) -> None:
        """Stopped by the user; `stays` says whether it can go on."""
        details = (
            "The files written so far are kept, and the export can be resumed." if stays else ""
        )
        self._show("warning", theme.WARNING, "The export was stopped.", details)
        self._facts.setText(self._reached)
        self._offer(*((self._resume, self._discard) if stays else ()), self._back)

    def show_failed(self, title: str, advice: str, stays: bool) -> None:
        """The world did not allow it; `stays` as above."""
        self._show("error", theme.DANGER, title, advice)
        self._bar.hide()
        self._facts.setText(self._reached)
        self._offer(*((self._resume, self._discard) if stays else ()), self._back)

    def show_done(self, title: str, details: str, can_open: bool) -> None:
        """All is written."""
        self._show("done", theme.DONE, title, details)
        self._bar.hide()
        self._facts.setText("")
        self._offer(*((self._open,) if can_open else ()), self._back)

    def _show(self, icon: str, colour: object, title: str, details: str) -> None:
        self._icon.setPixmap(pixmap(icon, 24, colour, self.devicePixelRatioF()))  # type: ignore[arg-type]
        self._title.setText(title)
        self._details.setText(details)
        self.setAccessibleName(self.text)

    def _offer(self, *buttons: QPushButton) -> None:
        """Show these buttons alone, the first of them ready for Enter."""
        every = (self._cancel, self._resume, self._open, self._discard, self._back)
        for button in every:
            button.setVisible(button in buttons)
        buttons[0].setFocus()

    def _button(self, title: str, name: str, asked: object, primary: bool = False) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setAutoDefault(True)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda: asked.emit())  # type: ignore[attr-defined]
        return button

    def _build(self) -> None:
        self._title.setFont(theme.font(15, QFont.Weight.DemiBold))
        self._details.setProperty("role", "muted")
        self._facts.setProperty("role", "muted")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        for label in (self._title, self._details):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self._cancel, self._resume, self._open, self._discard, self._back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._details)
        column.addWidget(self._bar)
        column.addWidget(self._facts)
        column.addLayout(buttons)
        column.addStretch(2)
