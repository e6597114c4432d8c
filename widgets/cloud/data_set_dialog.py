"""What is published as a Ground Truth data set, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets.common.plain_text import PlainLabel

_ABOUT = (
    "Publish all reviewed labels of this library to your bucket, as training data for SageMaker "
    "Ground Truth. Earlier versions are kept; output.manifest always points to the latest."
)


@dataclass(frozen=True, slots=True)
class DataSetFields:
    """What stands in the fields."""

    name: str = ""
    task: str = "keypoints"
    every: int = 1
    png: bool = False
    when: str = "on demand"


class DataSetDialog(QDialog):
    """Asks for a data set; nothing is kept before `save_asked` or `publish_asked`."""

    save_asked = Signal(DataSetFields)
    publish_asked = Signal(DataSetFields)

    def __init__(
        self, tasks: Mapping[str, str], when: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """`tasks` are words by name, `when` the times at which it can be published."""
        super().__init__(parent)
        self._name, self._task, self._every = QLineEdit(), QComboBox(), QSpinBox()
        self._pictures, self._when, self._error = QComboBox(), QComboBox(), PlainLabel()
        for name, words in tasks.items():
            self._task.addItem(words, name)
        self._pictures.addItems(["JPEG, smaller", "PNG, lossless"])
        for words in when:
            self._when.addItem(words[0].upper() + words[1:], words)
        self.setWindowTitle("Data set")
        self.resize(560, 340)
        self._build()
        self.set_error("")

    @property
    def fields(self) -> DataSetFields:
        """What stands in the fields now."""
        return DataSetFields(
            self._name.text().strip(),
            str(self._task.currentData()),
            self._every.value(),
            self._pictures.currentIndex() == 1,
            str(self._when.currentData()),
        )

    @property
    def error(self) -> str:
        """What is said to be wrong."""
        return self._error.text()

    def set_fields(self, fields: DataSetFields) -> None:
        """Show a data set."""
        self._name.setText(fields.name)
        self._task.setCurrentIndex(max(0, self._task.findData(fields.task)))
        self._every.setValue(fields.every)
        self._pictures.setCurrentIndex(int(fields.png))
        self._when.setCurrentIndex(max(0, self._when.findData(fields.when)))

    def set_error(self, words: str) -> None:
        """Say what is wrong with the fields; "" takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _build(self) -> None:
        about = PlainLabel(_ABOUT)
        about.setProperty("role", "muted")
        self._error.setProperty("role", "warning")
        for label in (about, self._error):
            label.setWordWrap(True)
        self._name.setPlaceholderText("final-2026")
        self._every.setRange(1, 10_000)
        # the style sheet's padding does not reach the text
        self._every.lineEdit().setTextMargins(6, 0, 0, 0)
        self._every.setPrefix("every ")
        self._every.setSuffix(" frames")
        self._every.setSpecialValueText("all frames")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for title, field in (
            ("Name", self._name),
            ("Labels as", self._task),
            ("Frames", self._every),
            ("Pictures", self._pictures),
            ("Publish", self._when),
        ):
            form.addRow(title, field)
            field.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self._error)
        column.addStretch(1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        close, save, publish = QPushButton("Close"), QPushButton("Save"), QPushButton("Publish now")
        save.setObjectName("save")
        publish.setObjectName("publish")
        publish.setProperty("role", "primary")
        close.clicked.connect(self.reject)
        save.clicked.connect(lambda: self.save_asked.emit(self.fields))
        publish.clicked.connect(lambda: self.publish_asked.emit(self.fields))
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        for button in (save, publish):
            row.addWidget(button)
        for button in (close, publish):
            button.setAutoDefault(False)  # Enter in a field sends nothing to a bucket
        save.setDefault(True)
        return row
