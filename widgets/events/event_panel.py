"""The panel "Events": the one at hand, what can be done to it, thresholds, and all of them."""

from collections.abc import Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from storage.quantities import number
from storage.records import Event
from widgets.common.collapsible import Collapsible
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.events.confusion_matrix import Cell, ConfusionMatrix
from widgets.events.event_table_model import EventTableModel
from widgets.events.event_text import attributes_text, confidence_text, source_text
from widgets.events.threshold_curve import ClassCurve
from widgets.events.threshold_sliders import ClassThreshold, ThresholdSliders
from widgets.window.key_button import KeyButton

WIDTH = 328
MAX_NAME = 64  # characters of a class
_MARGIN, _SPACE = 10, 5
# name, text, icon, tool tip
JUDGING = (
    ("accept_event", "Accept", "check", "The event is right; go to the next proposal"),
    ("reject_event", "Reject", "reject", "There is no such event; it is not proposed again"),
    ("previous_event", "Back", "jump-start", "Go to the event before"),
    ("next_event", "Next", "jump-end", "Go to the next event"),
    ("earlier", "Earlier", "step-back", "Move the event one frame back"),
    ("later", "Later", "step-forward", "Move the event one frame forward"),
)
MARKING = (
    ("add_hit", "Hit", "plus", "Mark a hit in the frame on screen"),
    ("add_bounce", "Bounce", "plus", "Mark a bounce in the frame on screen"),
    ("add_event", "Mark", "plus", "Mark an event of the class beside it in the frame on screen"),
    ("delete_event", "Delete", "remove", "Delete the event; a model's proposal comes back"),
    ("reclass_event", "Class", "reset", "Change the event to the class above"),
)
ACTIONS = (*JUDGING, *MARKING)
_EMPTY = "No events yet. Track the ball, or press {hit} for a hit and {bounce} for a bounce."
_HIDDEN = "All proposals are below their thresholds. Move a threshold to the left to see them."


class EventPanel(QWidget):
    """Shows the current event and the list of all, and offers what can be done to them."""

    action_asked = Signal(str)  # a name of ACTIONS, or "accept_events"
    row_chosen = Signal(int)  # of the list, by the user
    threshold_changed = Signal(str, float)
    cell_chosen = Signal(object)  # a Cell of the matrix
    model_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EventTableModel()
        self.sliders = ThresholdSliders()
        self.matrix = ConfusionMatrix()
        self._judged = Collapsible("Your labels against the model", self.matrix)
        self._title, self._facts, self._empty = PlainLabel(), PlainLabel(), PlainLabel()
        self._buttons = {name: KeyButton(text, drawing) for name, text, drawing, _ in ACTIONS}
        self._all = KeyButton("Accept all shown", "check")
        self._class, self._models = QComboBox(), QComboBox()
        self._table = QTableView()
        self._proposed, self._keys = 0, {"add_hit": "", "add_bounce": ""}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._build()
        self.set_events((), 0)
        self.set_models((), "")
        self.set_judged((), {}, {})
        self.set_current(None)
        self.set_enabled_actions(set())

    def set_times(self, times: NDArray[np.float64]) -> None:
        """The frames of the video are on screen from `times` on, seconds."""
        self.model.set_times(times)

    def set_events(self, events: Sequence[Event], proposed: int) -> None:
        """List these events; `proposed` counts all proposals, also those that are hidden."""
        self.model.set_events(events)
        self._proposed = proposed
        self._show_empty()

    def set_current(self, event: Event | None, row: int = -1) -> None:
        """Say what the current event says, and mark its row."""
        if event is None:
            self._title.setText("No event at this frame")
            self._facts.setText("\u2013")
            self._table.clearSelection()
            return
        metrics = self._title.fontMetrics()
        name = metrics.elidedText(one_line(event.name), Qt.TextElideMode.ElideRight, WIDTH // 2)
        self._title.setText(f"{name}  \u00b7  frame {number(event.frame)}")
        self._title.setToolTip(tool_tip(event.name))
        facts = [source_text(event), confidence_text(event), attributes_text(event)]
        text = "  \u00b7  ".join(fact for fact in facts if fact)
        room = WIDTH - 2 * _MARGIN - 16
        elide = Qt.TextElideMode.ElideRight
        self._facts.setText(self._facts.fontMetrics().elidedText(one_line(text), elide, room))
        self._facts.setToolTip(tool_tip(text))
        self._table.selectRow(row)
        self._table.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def set_thresholds(self, thresholds: Sequence[ClassThreshold]) -> None:
        """The classes that models propose here."""
        self.sliders.set_thresholds(thresholds)
        self.sliders.setVisible(bool(thresholds))
        self._all.setVisible(bool(thresholds))

    def set_models(self, names: Sequence[str], chosen: str) -> None:
        """Offer models that find events; one alone is no choice, and takes no room."""
        self._models.clear()
        for name in names:
            self._models.addItem(one_line(name), name)
        self._models.setCurrentIndex(max(0, self._models.findData(chosen)))
        self._models.setVisible(len(names) > 1)

    def set_judged(
        self, names: Sequence[str], counts: Mapping[Cell, int], curves: Mapping[str, ClassCurve]
    ) -> None:
        """What people's labels say of the model; without any it takes no room."""
        self.sliders.set_curves(curves)
        self.matrix.set_counts(names, counts)
        self._judged.setVisible(bool(counts))

    def set_classes(self, names: Sequence[str]) -> None:
        """The classes that can be chosen; what is typed stays."""
        text = self._class.currentText()
        self._class.blockSignals(True)
        self._class.clear()
        # one that cannot be typed cannot be chosen either
        self._class.addItems([name for name in names if name == one_line(name, MAX_NAME)])
        self._class.setCurrentText(text or (names[0] if names else ""))
        self._class.blockSignals(False)

    @property
    def chosen_class(self) -> str:
        """The class that is marked with the button beside it; empty for none."""
        return self._class.currentText().strip()

    def set_enabled_actions(self, names: Set[str]) -> None:
        """Which actions make sense now; all others are greyed."""
        for name, button in self._buttons.items():
            button.setEnabled(name in names)
        self._all.setEnabled("accept_events" in names)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action."""
        for name, _, _, advice in ACTIONS:
            _set_key(self._buttons[name], keys.get(name, ""), advice)
        advice = "Accept every proposal that is shown, in the range if one is set; one undo"
        _set_key(self._all, keys.get("accept_events", ""), advice)
        self._keys = {name: keys.get(name, "") for name in self._keys}
        self._show_empty()

    @property
    def empty_text(self) -> str:
        """What is said in place of a list; empty where there is one."""
        return "" if self._empty.isHidden() else self._empty.text()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 6)
        column.setSpacing(_SPACE)
        self._facts.setProperty("role", "muted")
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        for label in (self._title, self._facts, self._empty):
            label.setTextFormat(Qt.TextFormat.PlainText)  # names come from anywhere
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addLayout(self._grid([self._buttons[name] for name, *_ in JUDGING]))
        column.addWidget(self._models)
        column.addWidget(self.sliders)
        column.addWidget(self._all)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        column.addWidget(self._judged)
        hit, bounce, *others = (self._buttons[name] for name, *_ in MARKING)
        column.addLayout(self._grid([hit, bounce, self._class, *others]))
        column.addStretch(0)
        self._build_class()
        self._build_table()
        self._connect()
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _grid(self, widgets: Sequence[QWidget]) -> QGridLayout:
        """Two in a row."""
        grid = QGridLayout()
        grid.setSpacing(_SPACE)
        for place, widget in enumerate(widgets):
            grid.addWidget(widget, *divmod(place, 2))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid

    def _build_class(self) -> None:
        self._models.setAccessibleName("Model for events")
        self._models.setToolTip("The model that finds events in the path of the ball")
        self._models.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._class.setObjectName("event_class")
        self._class.setEditable(True)
        self._class.setMinimumContentsLength(6)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self._class.setSizeAdjustPolicy(policy)
        self._class.setAccessibleName("Class of events")
        self._class.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        line = self._class.lineEdit()
        assert line is not None
        line.setMaxLength(MAX_NAME)

    def _build_table(self) -> None:
        table = self._table
        table.setModel(self.model)
        table.setAccessibleName("Events")
        table.setMinimumHeight(96)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the picture
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 68), (2, 52), (3, 84)):
            header.resizeSection(section, width)
        header.setHighlightSections(False)

    def _connect(self) -> None:
        self._table.clicked.connect(self._choose_row)
        self.sliders.threshold_changed.connect(self.threshold_changed)
        self._models.activated.connect(self._choose_model)
        self.matrix.cell_chosen.connect(self.cell_chosen)
        for name, button in (*self._buttons.items(), ("accept_events", self._all)):
            button.setObjectName(name)
            button.clicked.connect(self._ask_for_action)

    def _show_empty(self) -> None:
        hit, bounce = self._keys["add_hit"] or "Hit", self._keys["add_bounce"] or "Bounce"
        self._empty.setText(_HIDDEN if self._proposed else _EMPTY.format(hit=hit, bounce=bounce))
        self._empty.setVisible(not self.model.rowCount())
        self._table.setVisible(bool(self.model.rowCount()))

    def _choose_model(self, row: int) -> None:
        self.model_chosen.emit(self._models.itemData(row))

    def _choose_row(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.row())

    def _ask_for_action(self) -> None:
        self.action_asked.emit(self.sender().objectName())


def _set_key(button: KeyButton, key: str, advice: str) -> None:
    button.set_key(key)
    button.setToolTip(tool_tip(f"{advice}  ({key})" if key else advice))
