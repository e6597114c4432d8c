"""Long work at a glance: what it is, how far, how fast, how long still, and a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from storage.quantities import number, percent, remaining
from widgets.common.plain_text import PlainLabel


class JobBar(QWidget):
    """One job at work; it never blocks and never goes by itself."""

    cancel_asked = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title)
        self._bar = QProgressBar()
        self._facts = PlainLabel("")
        self._cancel = QPushButton("Cancel")
        self.setObjectName("job")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setMinimumWidth(120)
        self._bar.setAccessibleName("Progress")
        self._facts.setProperty("role", "muted")
        self._cancel.clicked.connect(self._ask_to_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1)
        row.addWidget(self._facts)
        row.addWidget(self._cancel)

    def set_progress(
        self,
        done: int,
        total: int | None,
        rate: str = "",
        seconds_left: float | None = None,
    ) -> None:
        """Show how far it is: `rate` as "212 frames/s"; a total of None is not known yet."""
        facts = [rate] if rate else []
        if total:
            # the bar counts in ints of 32 bits, work may be counted in bytes
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * done / total))
            facts.insert(0, percent(done / total))
        else:
            self._bar.setRange(0, 0)
            facts.insert(0, number(done)) if done else None
        if seconds_left is not None:
            facts.append(remaining(seconds_left))
        self._facts.setText("  ·  ".join(facts))

    def set_cancelling(self, cancelling: bool) -> None:
        """Between the wish to stop and the stop."""
        self._cancel.setEnabled(not cancelling)
        self._cancel.setText("Stopping…" if cancelling else "Cancel")

    def _ask_to_cancel(self) -> None:
        self.cancel_asked.emit()
