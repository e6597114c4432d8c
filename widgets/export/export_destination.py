"""Where an export goes: a folder of this computer or a prefix in S3, and a name."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

LABELS = 78  # pixels that the names of rows take, in all forms of the wizard
_HERE, _S3 = "here", "s3"


class ExportDestination(QWidget):
    """Two rows; each kind of place keeps what was entered for it."""

    changed = Signal()  # by the user
    bucket_asked = Signal()  # look for a place in S3

    def __init__(self, folder: Path, address: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._folder, self._browse = QComboBox(), QLineEdit(), QPushButton("Browse…")
        self._name = QLineEdit()
        self._kept = {_HERE: str(folder), _S3: address or "s3://"}
        self._browses_s3 = False
        self._proposed = ""
        for title, kind in (("This computer", _HERE), ("S3", _S3)):
            self._kind.addItem(title, kind)
        self._build()
        self._show_kind()

    @property
    def folder(self) -> str:
        """A path, or an address that begins with s3:."""
        return self._folder.text().strip()

    @property
    def name(self) -> str:
        """Name of the file, or of the folder that is made."""
        return self._name.text().strip()

    @property
    def in_s3(self) -> bool:
        return bool(self._kind.currentData() == _S3)

    def set_folder(self, folder: str) -> None:
        """Show another place, of whichever kind it is."""
        kind = _S3 if folder.lower().startswith("s3:") else _HERE
        self._kept[kind] = folder
        self._kind.setCurrentIndex(self._kind.findData(kind))
        self._show_kind()

    def set_name(self, name: str) -> None:
        self._name.setText(name)

    def propose_name(self, name: str) -> None:
        """Show `name` unless the user has given one of their own."""
        if self._name.text() in ("", self._proposed):
            self._name.setText(name)
        self._proposed = name

    @property
    def is_proposed(self) -> bool:
        """Whether the name is the one that was proposed, and not the user's own."""
        return self._name.text() == self._proposed

    def set_buckets_offered(self, offered: bool) -> None:
        """Whether somebody listens to `bucket_asked`."""
        self._browses_s3 = offered
        self._show_kind()

    def _build(self) -> None:
        self._kind.setAccessibleName("Write to")
        self._folder.setAccessibleName("Folder")
        self._name.setAccessibleName("Name")
        self._kind.activated.connect(self._change_kind)
        self._folder.textEdited.connect(self.changed)
        self._name.textEdited.connect(self.changed)
        self._browse.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._kind)
        row.addWidget(self._folder, 1)
        row.addWidget(self._browse)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.addRow("Write to", row)
        form.addRow("Name", self._name)
        for field in (row, self._name):
            form.labelForField(field).setMinimumWidth(LABELS)

    def _change_kind(self) -> None:
        other = _HERE if self.in_s3 else _S3
        self._kept[other] = self._folder.text()
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        self._folder.setText(self._kept[self._kind.currentData()])
        self._folder.setPlaceholderText("s3://bucket/folder" if self.in_s3 else "")
        self._browse.setVisible(not self.in_s3 or self._browses_s3)

    def _choose(self) -> None:
        if self.in_s3:
            self.bucket_asked.emit()
            return
        dialog = QFileDialog(self, "Export to", self.folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, folder: str) -> None:
        self.set_folder(folder)
        self.changed.emit()
