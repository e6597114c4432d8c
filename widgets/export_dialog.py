"""What to export, of which frames, and where to: one dialog for all formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_ROW = 30  # pixels that the name of a format takes


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export: what it is called, what it is for, and which choices it has."""

    id: str
    title: str
    about: str
    suffix: str = ""  # of the file; empty: a folder
    many: bool = False  # whether several ranges can be exported at once
    choices: frozenset[str] = frozenset()  # rows of the form, as in `ExportDialog._rows`


@dataclass(frozen=True, slots=True)
class Pieces:
    """A choice of frames, as "Frames 120 to 320"."""

    title: str
    ranges: tuple[range, ...]


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the user wants."""

    format: str
    ranges: tuple[range, ...]
    path: Path
    effective: bool = False
    prefix: str = ""
    image: str = "jpeg"
    fast_copy: bool = False


class ExportDialog(QDialog):
    """Says `export_asked` once; it never blocks the window."""

    export_asked = Signal(ExportChoice)

    def __init__(
        self,
        formats: Sequence[Format],
        pieces: Sequence[Pieces],
        stem: str,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self._pieces = pieces
        self._stem = stem
        self._folder = folder
        self._list, self._about = QListWidget(), QLabel()
        self._frames, self._path, self._browse = QComboBox(), QLineEdit(), QPushButton("Browse…")
        self._effective = QCheckBox("Also what only the model says, marked as not human")
        self._fast_copy = QCheckBox("Fast copy: starts at the key frame before, in seconds")
        self._prefix, self._image = QLineEdit(), QComboBox()
        self._warning = QLabel()
        self._warning.setProperty("role", "warning")
        self._form = QFormLayout()
        self._rows: dict[str, QWidget] = {
            "frames": self._frames,
            "effective": self._effective,
            "fast_copy": self._fast_copy,
            "prefix": self._prefix,
            "image": self._image,
        }
        self.setWindowTitle("Export")
        self.resize(760, 440)
        self._build()
        self._list.setCurrentRow(0)

    @property
    def format(self) -> Format:
        """The format that is chosen."""
        return self._formats[max(0, self._list.currentRow())]

    @property
    def choice(self) -> ExportChoice:
        """Everything as it is chosen now."""
        shown = self.format.choices
        return ExportChoice(
            self.format.id,
            self._frames.currentData(),
            self._folder / Path(self._path.text().strip()).expanduser(),
            effective="effective" in shown and self._effective.isChecked(),
            prefix=self._prefix.text().strip() if "prefix" in shown else "",
            image=str(self._image.currentData()),
            fast_copy="fast_copy" in shown and self._fast_copy.isChecked(),
        )

    def choose(self, format: str) -> None:
        """Choose a format by its id."""
        ids = [each.id for each in self._formats]
        self._list.setCurrentRow(ids.index(format))

    def set_path(self, path: Path) -> None:
        self._path.setText(str(path))

    def _build(self) -> None:
        for each in self._formats:
            item = QListWidgetItem(each.title)
            item.setSizeHint(QSize(0, _ROW))  # the list is laid out before its style is known
            self._list.addItem(item)
        self._frames.setObjectName("frames")
        self._list.setFixedWidth(230)
        self._list.setAccessibleName("Format")
        self._list.currentRowChanged.connect(self._show_format)
        self._about.setWordWrap(True)
        self._about.setProperty("role", "muted")
        self._about.setMinimumHeight(3 * self._about.fontMetrics().lineSpacing() + 4)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        for title, value in (("JPEG, smaller", "jpeg"), ("PNG, lossless", "png")):
            self._image.addItem(title, value)
        self._prefix.setPlaceholderText("s3://bucket/folder (empty: paths of this machine)")
        self._browse.clicked.connect(self._choose_path)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._about)
        right.addLayout(self._build_form())
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._list)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 16)
        whole.setSpacing(14)
        whole.addLayout(row, 1)
        whole.addWidget(self._build_buttons())

    def _build_form(self) -> QFormLayout:
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._path, 1)
        where.addWidget(self._browse)
        self._form.setVerticalSpacing(10)
        self._form.addRow("Frames", self._frames)
        self._form.addRow("Pictures", self._image)
        self._form.addRow("Address in S3", self._prefix)
        self._form.addRow("", self._effective)
        self._form.addRow("", self._fast_copy)
        self._form.addRow("Write to", where)
        self._form.addRow("", self._warning)
        self._path.setAccessibleName("Write to")
        self._path.textChanged.connect(self._warn)
        return self._form

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        export = buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        export.setProperty("role", "primary")
        export.setObjectName("export")
        buttons.accepted.connect(self._export)
        buttons.rejected.connect(self.reject)
        self._path.textChanged.connect(lambda text: export.setEnabled(bool(text.strip())))
        return buttons

    def _show_format(self) -> None:
        format = self.format
        self._about.setText(format.about)
        for name, widget in self._rows.items():
            self._form.setRowVisible(widget, name in format.choices)
        self._frames.clear()
        for piece in self._pieces:
            if len(piece.ranges) == 1 or format.many:
                self._frames.addItem(piece.title, piece.ranges)
        self.set_path(self._folder / f"{self._stem}{format.suffix or '-' + format.id}")

    def _warn(self) -> None:
        """Say so before a file is replaced; a data set's folder is never."""
        there = bool(self.format.suffix) and self.choice.path.is_file()
        self._warning.setText("This file exists, and will be replaced." if there else "")

    def _choose_path(self) -> None:
        format = self.format
        dialog = QFileDialog(self, f"Export: {format.title}", str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(Path(self._path.text()).name)
        if format.suffix:
            dialog.setDefaultSuffix(format.suffix.lstrip("."))
        dialog.fileSelected.connect(lambda name: self.set_path(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export(self) -> None:
        self.export_asked.emit(self.choice)
        self.accept()
