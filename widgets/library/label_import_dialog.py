"""What has to be said of a file of labels before it is imported, with labels on their frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QIntValidator, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.common import theme
from widgets.common.plain_text import PlainLabel

_AUTOMATIC = "Automatic"
_PREVIEW_WIDTH = 220
_RING = 9.0  # radius, pixels
# field, title, what an empty field shows
_FIELDS = (
    ("class_name", "Class of the ball", _AUTOMATIC),
    ("ball", "Ball in play", _AUTOMATIC),
    ("source", "Video in the file", _AUTOMATIC),
    ("first_number", "Number of frame 0", "As many pictures as frames"),
    ("half", "Half", _AUTOMATIC),
    ("attribute", "Label attribute", _AUTOMATIC),
    ("fit", "Pictures of another shape", _AUTOMATIC),
)
_FLAGS = (
    ("stored_pixels", "Positions count stored pixels"),
    ("complete", "Pictures without a ball show none: someone looked in all of them"),
)
_HALVES = (("First", 1), ("Second", 2))
_FITS = (
    ("Stretched", "stretch"),
    ("Fitted, with edges beside the frame", "pad"),
    ("Cropped to the middle of the frame", "crop"),
)
_FIXED: dict[str, tuple[tuple[str, str | int], ...]] = {"half": _HALVES, "fit": _FITS}
_MAX_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class LabelPreview:
    """A picture of a frame, what is said of it, and where the label is in the picture."""

    caption: str
    picture: QImage
    place: QPointF | None


class LabelImportDialog(QDialog):
    """Shows the choices of a format and what they would bring; asks for a preview at each change.

    Fields that are left alone are not among the `choices`.
    """

    choices_changed = Signal()
    import_asked = Signal()
    folder_asked = Signal()  # let the user choose the folder of the pictures

    def __init__(self, name: str, fields: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Import {name}")
        self._combos: dict[str, QComboBox] = {}
        self._checks: dict[str, QCheckBox] = {}
        self._folder = QLineEdit()
        self._counts = PlainLabel()
        self._message = PlainLabel()
        self._previews = [_PreviewCard() for _ in range(3)]
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = self._buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._build(fields)
        self.set_busy()

    @property
    def choices(self) -> dict[str, str | int | bool | Path]:
        """What has been chosen, by the name of the field."""
        chosen: dict[str, str | int | bool | Path] = {}
        for name, combo in self._combos.items():
            text = combo.currentText().strip()
            if name in _FIXED and combo.currentIndex() > 0:
                chosen[name] = combo.currentData()
            elif name not in _FIXED and text and text != combo.itemText(0):
                chosen[name] = int(text) if name == "first_number" else text
        chosen |= {name: True for name, check in self._checks.items() if check.isChecked()}
        if folder := self._folder.text().strip():
            chosen["images"] = Path(folder)
        return chosen

    def set_values(self, field: str, values: Sequence[str]) -> None:
        """Offer what may be chosen in a field; what is chosen stays."""
        if field in _FIXED:
            return
        combo = self._combos[field]
        kept = combo.currentText()
        combo.blockSignals(True)
        while combo.count() > 1:
            combo.removeItem(1)
        combo.addItems([value for value in values if value != combo.itemText(0)])
        combo.setCurrentText(kept)
        combo.blockSignals(False)

    def set_folder(self, folder: Path) -> None:
        """Show the folder of the pictures."""
        self._folder.setText(str(folder))

    def set_busy(self) -> None:
        """Say that the file is being read."""
        self._import.setEnabled(False)
        self._counts.setText("Reading…")
        self._message.clear()

    def set_preview(
        self, counts: str, notes: Sequence[str], previews: Sequence[LabelPreview]
    ) -> None:
        """Show what would be imported."""
        self._import.setEnabled(True)
        self._counts.setText(counts)
        self._message.setText("\n".join(notes))
        for place, card in enumerate(self._previews):
            card.set_preview(previews[place] if place < len(previews) else None)

    def set_problem(self, title: str, advice: str) -> None:
        """Show why nothing can be imported as things are chosen."""
        self._import.setEnabled(False)
        self._counts.setText(title)
        self._message.setText(advice)
        for card in self._previews:
            card.set_preview(None)

    def _build(self, fields: frozenset[str]) -> None:
        form = QFormLayout()
        for name, title, empty in _FIELDS:
            if name in fields:
                form.addRow(title, self._combo(name, empty))
        if "images" in fields:
            form.addRow("Folder of the pictures", self._folder_row())
        for name, title in _FLAGS:
            if name in fields:
                self._checks[name] = check = QCheckBox(title)
                check.setObjectName(name)
                check.toggled.connect(self.choices_changed)
                form.addRow("", check)
        pictures = QHBoxLayout()
        for card in self._previews:
            pictures.addWidget(card)
        for label in (self._counts, self._message):
            label.setWordWrap(True)
        self._message.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(pictures)
        column.addWidget(self._counts)
        column.addWidget(self._message)
        column.addWidget(self._buttons)
        self._import.setObjectName("import")
        self._import.setProperty("role", "primary")
        self._import.clicked.connect(self.import_asked)
        self._buttons.rejected.connect(self.reject)

    def _combo(self, name: str, empty: str) -> QComboBox:
        self._combos[name] = combo = QComboBox()
        combo.setObjectName(name)
        combo.addItem(empty)
        for title, value in _FIXED.get(name, ()):
            combo.addItem(title, value)
        if name == "first_number":
            combo.addItems(["0", "1"])
        if name not in _FIXED:
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if name == "first_number":
            combo.setValidator(QIntValidator(0, _MAX_NUMBER, combo))
        combo.activated.connect(self._tell_change)
        if (edit := combo.lineEdit()) is not None:
            edit.editingFinished.connect(self._tell_change)
        return combo

    def _folder_row(self) -> QHBoxLayout:
        self._folder.setObjectName("images")
        self._folder.setPlaceholderText("Beside the labels, if they are needed")
        self._folder.editingFinished.connect(self._tell_change)
        browse = QPushButton("Browse…")
        browse.setObjectName("browse")
        browse.setAutoDefault(False)
        browse.clicked.connect(self.folder_asked)
        row = QHBoxLayout()
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        return row

    def _tell_change(self) -> None:
        self.choices_changed.emit()


class _PreviewCard(QWidget):
    """One frame with its label, and what it is."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = PlainLabel()
        self._caption = PlainLabel()
        self._caption.setProperty("role", "muted")
        self._picture.setFixedWidth(_PREVIEW_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picture)
        column.addWidget(self._caption)
        column.addStretch(1)

    def set_preview(self, preview: LabelPreview | None) -> None:
        """Show a label on its frame, or nothing."""
        self._caption.setText(preview.caption if preview else "")
        self._picture.setPixmap(_ringed(preview) if preview else QPixmap())


def _ringed(preview: LabelPreview) -> QPixmap:
    """The picture at the width of a card, with a ring around the label."""
    picture = preview.picture.scaledToWidth(
        _PREVIEW_WIDTH, Qt.TransformationMode.SmoothTransformation
    )
    pixmap = QPixmap.fromImage(picture)
    if preview.place is not None:
        scale = pixmap.width() / max(1, preview.picture.width())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ACCENT, 2))
        painter.drawEllipse((preview.place + QPointF(0.5, 0.5)) * scale, _RING, _RING)
        painter.end()
    return pixmap
