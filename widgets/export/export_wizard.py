"""Export step by step in one window: choose, see what it would cost, follow it, open it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from storage.formats.entry.export_format import ExportFormat
from storage.formats.export.options import ExportPlan, ExportRequest
from widgets.common import theme
from widgets.common.plain_text import PlainLabel
from widgets.export.export_form import ExportForm
from widgets.export.export_plan_view import ExportPlanView
from widgets.export.export_run_view import ExportRunView

_ROW, _HEAD = 30, 32  # pixels that the name of a format and of a group take
_PATIENCE = 250  # milliseconds of rest before a dry run: nobody counts at each key
_FORMAT = Qt.ItemDataRole.UserRole


class ExportWizard(QDialog):
    """Not modal: videos can be reviewed while it is open, and closing it stops nothing."""

    plan_asked = Signal(ExportRequest)  # the choices have changed, and now rest
    export_asked = Signal(ExportRequest)

    def __init__(
        self,
        formats: Sequence[ExportFormat],
        folder: Path,
        address: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        groups = list(dict.fromkeys(format.group for format in formats))
        by_group = sorted(formats, key=lambda format: groups.index(format.group))
        self._formats = {format.name: format for format in by_group}
        self._list, self._about = QListWidget(), PlainLabel()
        self.form = ExportForm(folder, address)
        self.plan, self.run = ExportPlanView(), ExportRunView()
        self._pages = QStackedWidget()
        self._export, self._close = QPushButton("Export"), QPushButton("Close")
        self._rest = QTimer(self, singleShot=True, interval=_PATIENCE)
        self.setWindowTitle("Export")
        self.resize(900, 640)
        self._build()
        self._connect()
        self.choose(formats[0].name)

    @property
    def request(self) -> ExportRequest:
        """Everything as it is chosen now."""
        return self.form.request

    @property
    def format(self) -> ExportFormat:
        """The format that is chosen."""
        return self._formats[self._list.currentItem().data(_FORMAT)]

    def choose(self, format: str) -> None:
        """Choose a format by its name."""
        for row in range(self._list.count()):
            if self._list.item(row).data(_FORMAT) == format:
                self._list.setCurrentRow(row)

    def set_values(self, values: Mapping[str, str]) -> None:
        """Choose what was remembered, the format among it."""
        self.choose(values.get("format", ""))
        self.form.set_values(values)

    def values(self) -> dict[str, str]:
        """What is worth remembering."""
        return {"format": self.format.name, **self.form.values()}

    def take_folder(self, folder: str) -> None:
        """Write into `folder`, a path or an address that was looked for."""
        self.form.destination.set_folder(folder)
        self.ask_for_plan()

    def ask_for_plan(self) -> None:
        """Have the dry run done again, once the choices rest."""
        self.plan.show_counting()
        self._export.setEnabled(True)
        self._rest.start()

    def show_plan(self, plan: ExportPlan) -> None:
        self.plan.show_plan(plan)
        self._export.setEnabled(True)

    def show_problem(self, title: str, advice: str, free_name: str = "") -> None:
        """Why it cannot begin; it is tried again when the user chooses, or comes back to it.

        Where the name is taken, `free_name` takes the place of a proposed one, and is offered in
        the place of the user's own.
        """
        if free_name and self.form.destination.is_proposed:
            self.form.destination.propose_name(free_name)
            self.ask_for_plan()
            return
        self.plan.show_problem(title, advice, free_name)
        self._export.setEnabled(False)

    def show_choices(self) -> None:
        """Back from an export to the form."""
        self._pages.setCurrentIndex(0)
        self._export.show()
        self._list.setEnabled(True)
        self.ask_for_plan()

    def show_run(self) -> None:
        """Show the export instead of the form; formats can be chosen again when it has ended."""
        self._pages.setCurrentIndex(1)
        self._export.hide()
        self._list.setEnabled(False)
        self._rest.stop()

    def show_ended(self) -> None:
        """The export shown is over: a click on a format leads back to the form."""
        self._list.setEnabled(True)

    def _build(self) -> None:
        group = ""
        for format in self._formats.values():
            if format.group != group:
                group = format.group
                self._list.addItem(_heading(group))
            item = QListWidgetItem(format.title)
            item.setData(_FORMAT, format.name)
            item.setSizeHint(QSize(0, _ROW))  # the list is laid out before its style is known
            self._list.addItem(item)
        self._list.setFixedWidth(230)
        self._list.setAccessibleName("Format")
        self._about.setWordWrap(True)
        self._about.setProperty("role", "muted")
        self._about.setMinimumHeight(2 * self._about.fontMetrics().lineSpacing() + 4)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._export.setObjectName("export")
        self._export.setProperty("role", "primary")
        self._export.setDefault(True)
        self._export.setShortcut(QKeySequence("Ctrl+Return"))  # of the button: none while hidden
        self._export.setToolTip("Export  (Ctrl+Enter)")
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._list)
        row.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(14)
        whole.addLayout(row, 1)
        whole.addLayout(self._build_buttons())
        self._pages.addWidget(self._build_choices())
        self._pages.addWidget(self.run)

    def _build_choices(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._about)
        column.addWidget(scroll, 1)
        column.addWidget(self.form.destination)
        column.addWidget(self.plan)
        return page

    def _build_buttons(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._export)
        foot.addWidget(self._close)
        return foot

    def _connect(self) -> None:
        self._list.currentRowChanged.connect(self._show_format)
        self._list.itemClicked.connect(self._leave_run)
        self.form.changed.connect(self.ask_for_plan)
        self._rest.timeout.connect(lambda: self.plan_asked.emit(self.request))
        self._export.clicked.connect(lambda: self.export_asked.emit(self.request))
        self._close.clicked.connect(self.reject)
        self.run.back_asked.connect(self.show_choices)
        self.plan.name_taken.connect(self._take_name)

    def _show_format(self) -> None:
        item = self._list.currentItem()
        if item is None or item.data(_FORMAT) is None:
            return
        self._about.setText(self.format.about)
        self.form.set_format(self.format)
        self._leave_run()
        self.ask_for_plan()

    def _leave_run(self) -> None:
        if self._pages.currentIndex() == 1:
            self.show_choices()

    def _take_name(self, name: str) -> None:
        self.form.destination.set_name(name)
        self.ask_for_plan()

    # Qt

    def changeEvent(self, event: QEvent) -> None:
        # whoever comes back may have mended what was in the way: reviewed a frame, made room
        refused = self._export.isVisible() and not self._export.isEnabled()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and refused:
            self.ask_for_plan()
        super().changeEvent(event)


def _heading(text: str) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setForeground(theme.MUTED)
    item.setFont(theme.font(11, QFont.Weight.DemiBold))
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    item.setSizeHint(QSize(0, _HEAD))
    return item
