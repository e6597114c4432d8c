"""A bucket as folders: look around, open a video, bring a folder of them into the library."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.cloud.bucket_model import BucketModel, BucketRow
from widgets.common import theme
from widgets.common.icons import icon
from widgets.common.plain_text import PlainLabel

_ROW = 30  # pixels
_WHOLE = "A video is downloaded completely before it opens, so that every frame can be found."


class BucketDialog(QDialog):
    """Says what the user wants; what is listed comes page by page."""

    folder_chosen = Signal(str)  # its key
    video_chosen = Signal(str)
    address_entered = Signal(str)  # s3://…
    up_asked = Signal()
    retry_asked = Signal()
    settings_asked = Signal()
    ingest_asked = Signal()  # all videos of the folder and below
    folder_taken = Signal(str)  # the address of the folder in view, where one is to be chosen

    def __init__(self, parent: QWidget | None = None, choosing: bool = False) -> None:
        """`choosing` a folder: videos are in view, and are not what it is about."""
        super().__init__(parent)
        self._choosing = choosing
        self._take = QPushButton("Use this folder")
        self._model = BucketModel()
        self._shown = QSortFilterProxyModel(self)
        self._address, self._search = QLineEdit(), QLineEdit()
        self._up, self._table = QToolButton(), QTableView()
        self._words, self._advice, self._count = PlainLabel(), PlainLabel(), PlainLabel()
        self._retry, self._settings = QPushButton("Try again"), QPushButton("S3 settings…")
        self._ingest, self._open = QPushButton("Add all to the library"), QPushButton("Open")
        self._stack = QStackedLayout()
        self.setWindowTitle("Choose a folder in S3" if choosing else "Videos in S3")
        self.resize(760, 560)
        self._build()
        self._enable()

    @property
    def names(self) -> list[str]:
        """Names of the rows in view, in their order."""
        shown = self._shown
        return [str(shown.index(row, 0).data()) for row in range(shown.rowCount())]

    @property
    def text(self) -> str:
        """What is said in place of a list, or below it."""
        is_list = self._stack.currentIndex() == 0
        text = self._count.text() if is_list else f"{self._words.text()} {self._advice.text()}"
        return text.strip()

    def begin(self, address: str, can_go_up: bool) -> None:
        """Show that the folder at `address` is being listed."""
        self._model.clear()
        self._address.setText(address)
        self._up.setEnabled(can_go_up)
        self._search.clear()
        self._show_message("Listing the bucket…", "")

    def add(self, rows: Sequence[BucketRow]) -> None:
        """Show more of the folder; what is selected stays."""
        self._model.add(rows)
        if self._model.rowCount():
            self._stack.setCurrentIndex(0)
            if not self._table.currentIndex().isValid():
                self._select(0)
                self._table.setFocus()
        self._enable()

    def end(self, more: bool = False) -> None:
        """Show that the list is whole, or as long as lists get here if there is `more`."""
        count = self._model.rowCount()
        if not count:
            self._show_message(
                "This folder is empty.", "Videos added to this folder will appear here."
            )
        shown = f"The first {count:,} entries. Enter a longer address to see the others."
        self._count.setText(shown if more else f"{count:,} entries" if count != 1 else "1 entry")
        self._enable()

    def fail(self, title: str, advice: str) -> None:
        """Show what is in the way, and what to do about it."""
        self._show_message(title, advice, failed=True)

    def choose(self, key: str) -> None:
        """Go into a folder, or open a video, as a double click on it does."""
        rows = (self._model.row(number) for number in range(self._model.rowCount()))
        row = next(row for row in rows if row.key == key)
        if row.is_folder:
            self.folder_chosen.emit(row.key)
        elif row.is_video and not self._choosing:
            self.video_chosen.emit(row.key)

    def _show_message(self, title: str, advice: str, failed: bool = False) -> None:
        self._words.setText(title)
        self._advice.setText(advice)
        self._retry.setVisible(failed)
        self._settings.setVisible(failed)
        self._stack.setCurrentIndex(1)
        self._count.clear()
        self._enable()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._build_table()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._message())
        column.addLayout(self._stack, 1)
        note = PlainLabel(_WHOLE)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setHidden(self._choosing)
        column.addWidget(note)
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        self._up.setIcon(icon("up", theme.TEXT))
        self._up.setIconSize(QSize(18, 18))
        self._up.setToolTip("Parent folder  (Backspace)")
        self._up.setAccessibleName("Parent folder")
        self._up.setEnabled(False)  # until there is a folder
        self._up.clicked.connect(self.up_asked)
        self._address.setAccessibleName("Address")
        self._address.setPlaceholderText("s3://bucket/folder")
        self._address.textChanged.connect(self._enable)
        self._address.returnPressed.connect(
            lambda: self.address_entered.emit(self._address.text().strip())
        )
        self._search.setPlaceholderText("Find in this folder")
        self._search.setAccessibleName("Find in this folder")
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(200)
        self._search.textChanged.connect(self._filter)
        row = QHBoxLayout()
        row.addWidget(self._up)
        row.addWidget(self._address, 1)
        row.addWidget(self._search)
        return row

    def _build_table(self) -> None:
        self._shown.setSourceModel(self._model)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        table = self._table
        table.setModel(self._shown)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setIconSize(QSize(16, 16))
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 100)
        header.resizeSection(2, 150)
        table.activated.connect(self._choose_index)  # by a double click, or Enter
        table.selectionModel().currentRowChanged.connect(self._enable)

    def _message(self) -> QWidget:
        whole = QWidget()
        self._words.setProperty("role", "heading")
        self._advice.setProperty("role", "muted")
        column = QVBoxLayout(whole)
        column.setSpacing(10)
        column.addStretch(1)
        for label in (self._words, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button, asked in (
            (self._retry, self.retry_asked),
            (self._settings, self.settings_asked),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(asked)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(2)
        return whole

    def _foot(self) -> QHBoxLayout:
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        self._open.setObjectName("open")
        self._ingest.setObjectName("ingest")
        self._ingest.setToolTip("Download every video in this folder and its subfolders")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(lambda: self._choose_index(self._table.currentIndex()))
        self._ingest.clicked.connect(self.ingest_asked)
        self._count.setProperty("role", "muted")
        self._take.setObjectName("take")
        self._take.setProperty("role", "primary")
        self._take.clicked.connect(self._take_folder)
        for button in (close, self._ingest, self._open, self._take):
            button.setAutoDefault(False)
        self._take.setVisible(self._choosing)
        for button in (self._ingest, self._open):
            button.setHidden(self._choosing)
        row = QHBoxLayout()
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self._ingest, close, self._open, self._take):
            row.addWidget(button)
        return row

    def _take_folder(self) -> None:
        self.folder_taken.emit(self._address.text().strip().rstrip("/"))
        self.accept()

    def _select(self, number: int) -> None:
        index = self._shown.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag
        self._table.selectionModel().setCurrentIndex(index, flags.SelectCurrent | flags.Rows)

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text)
        if self._shown.rowCount():
            self._select(0)
        self._enable()

    def _row_at(self, index: QModelIndex) -> BucketRow | None:
        source = self._shown.mapToSource(index)
        return self._model.row(source.row()) if source.isValid() else None

    def _choose_index(self, index: QModelIndex) -> None:
        if row := self._row_at(index):
            self.choose(row.key)

    def _enable(self) -> None:
        is_list = self._stack.currentIndex() == 0
        row = self._row_at(self._table.currentIndex()) if is_list else None
        self._open.setEnabled(row is not None and (row.is_folder or row.is_video))
        self._ingest.setEnabled(is_list)
        self._take.setEnabled(self._address.text().strip().lower().startswith("s3://"))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self._up.isEnabled():
            self.up_asked.emit()
        else:
            super().keyPressEvent(event)
