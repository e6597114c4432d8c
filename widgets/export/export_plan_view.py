"""The dry run: what an export would write, or why it cannot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from storage.formats.export.options import ExportPlan
from storage.quantities import bytes_text, plural
from widgets.common import theme
from widgets.common.icons import pixmap
from widgets.common.plain_text import PlainLabel


class ExportPlanView(QWidget):
    """Two lines under the form, which are always there, so that nothing moves."""

    name_taken = Signal(str)  # the user takes the name that is free

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._more = PlainLabel(), PlainLabel(), PlainLabel()
        self._free, self._use_free = "", QPushButton("Use free name")
        self._use_free.setObjectName("use_free_name")
        self._use_free.setAutoDefault(False)
        self._use_free.clicked.connect(self._take_free)
        self.setObjectName("plan")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._more.setProperty("role", "muted")
        self._icon.setFixedWidth(20)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._more):
            label.setWordWrap(True)
            words.addWidget(label)
        self._more.setMinimumHeight(2 * self._more.fontMetrics().lineSpacing())
        self._more.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._use_free)
        self.show_counting()

    @property
    def text(self) -> str:
        """All that is said."""
        return f"{self._title.text()} {self._more.text()}".strip()

    def show_counting(self) -> None:
        """A new dry run has begun; what the last one said is stale."""
        self._show("info", "Counting…", "")

    def show_plan(self, plan: ExportPlan) -> None:
        """What would be written."""
        self._show("warning" if plan.notes else "info", plan_text(plan), " ".join(plan.notes))

    def show_problem(self, title: str, advice: str, free_name: str = "") -> None:
        """Why it cannot begin, and what to do; perhaps take a name that is free."""
        self._show("error", title, advice, free_name)

    def _show(self, kind: str, title: str, more: str, free_name: str = "") -> None:
        self._free = free_name
        self._use_free.setVisible(bool(free_name))
        colours = {"info": theme.ACCENT, "warning": theme.WARNING, "error": theme.DANGER}
        self._icon.setPixmap(pixmap(kind, 18, colours[kind], self.devicePixelRatioF()))
        self._title.setText(title)
        self._more.setText(more)
        self.setAccessibleName(self.text)

    def _take_free(self) -> None:
        self.name_taken.emit(self._free)


def plan_text(plan: ExportPlan) -> str:
    """`1,240 frames  ·  1,240 labels  ·  about 212 MB  ·  1,251 files`."""
    parts = []
    if plan.frames:
        parts.append(plural(plan.frames, "frame"))
    if plan.labels:
        parts.append(plural(plan.labels, "label"))
    parts.append(f"about {bytes_text(plan.bytes)}")
    if plan.files:
        parts.append(plural(plan.files, "file"))
    if plan.requests:
        parts.append(f"{plural(plan.requests, 'request')} to S3")
    return "  ·  ".join(parts)
