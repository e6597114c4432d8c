"""The panel "Queue": the places that want a look, which one is at hand, what to say of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.review.queue_rows import PlaceDelegate, PlaceListModel, PlaceRow
from widgets.window.key_button import KeyButton

WIDTH = 328
ORDERS = (("worst", "Worst first"), ("time", "In order"))
# name, text, icon, tool tip
ACTIONS = (
    ("previous_doubtful", "Back", "jump-start", "Go to the place before"),
    ("next_doubtful", "Next", "jump-end", "Go to the next place that wants a look"),
    ("accept_place", "All right", "check", "All frames of the place are right; go to the next"),
    ("reject_place", "Wrong", "reject", "The balls of the place are wrong; go to the next"),
    ("absent_place", "No ball", "absent", "There is no ball in the place; go to the next"),
    ("fill_place", "Fill", "interpolate", "Fill the gap between the balls on either side"),
)
_NEEDS_PLACE = {"accept_place", "reject_place", "absent_place"}


class QueuePanel(QWidget):
    """Lists places in the order of visits, and offers what can be said of the one at hand."""

    action_asked = Signal(str)  # a name of ACTIONS
    place_chosen = Signal(int)  # a row, by the user
    order_chosen = Signal(str)  # a name of ORDERS, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PlaceListModel()
        self._count, self._reason, self._note = PlainLabel(), PlainLabel(), PlainLabel()
        self._buttons = {name: KeyButton(text, drawing) for name, text, drawing, _ in ACTIONS}
        self._order = QComboBox()
        self._list = QListView()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._build()
        self._connect()
        self.set_places((), -1, "")

    def set_places(self, rows: Sequence[PlaceRow], current: int, count: str) -> None:
        """List `rows`; `current` is at hand, -1 for none; `count` says how many, and how long."""
        self.model.set_rows(rows, current)
        self._count.setText(count)
        self._note.setVisible(not rows)
        self._list.setVisible(bool(rows))
        at_hand = rows[current] if 0 <= current < len(rows) else None
        self._reason.setText(at_hand.reason if at_hand else "")
        self._reason.setVisible(at_hand is not None)
        for name in _NEEDS_PLACE:
            self._buttons[name].setEnabled(at_hand is not None)
        for name in ("next_doubtful", "previous_doubtful"):
            self._buttons[name].setEnabled(bool(rows))
        if at_hand is not None:
            here = self.model.index(current)
            self._list.scrollTo(here, QAbstractItemView.ScrollHint.PositionAtCenter)

    def set_note(self, text: str) -> None:
        """Say this while there are no places."""
        self._note.setText(text)

    def set_thumbnail(self, frame: int, image: QImage) -> None:
        self.model.set_thumbnail(frame, image)

    def set_order(self, order: str) -> None:
        """Show which order of ORDERS is used."""
        self._order.setCurrentIndex([name for name, _ in ORDERS].index(order))

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Key texts by action."""
        for name, _, _, advice in ACTIONS:
            key = keys.get("interpolate" if name == "fill_place" else name, "")
            self._buttons[name].set_key(key)
            self._buttons[name].setToolTip(tool_tip(f"{advice}  ({key})" if key else advice))

    @property
    def count_text(self) -> str:
        """How many places there are, as the panel says."""
        return self._count.text()

    @property
    def note(self) -> str:
        """What is said in place of a list; empty where there is one."""
        return "" if self._note.isHidden() else self._note.text()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        for _, text in ORDERS:
            self._order.addItem(text)
        self._order.setAccessibleName("Order of the places")
        self._order.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head.addWidget(self._order)
        column.addLayout(head)
        for label in (self._reason, self._note):
            label.setWordWrap(True)
        self._note.setProperty("role", "muted")
        column.addWidget(self._reason)
        grid = QGridLayout()
        grid.setSpacing(5)
        for place, (name, *_) in enumerate(ACTIONS):
            grid.addWidget(self._buttons[name], *divmod(place, 2))
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        column.addLayout(grid)
        column.addWidget(self._note)
        self._build_list()
        column.addWidget(self._list, 1)
        column.addStretch(0)

    def _build_list(self) -> None:
        self._list.setModel(self.model)
        self._list.setItemDelegate(PlaceDelegate(self._list))
        self._list.setAccessibleName("Places that want a look")
        self._list.setMinimumHeight(2 * 56)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys belong to the picture
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _connect(self) -> None:
        self._list.clicked.connect(self._choose)
        self._order.activated.connect(lambda at: self.order_chosen.emit(ORDERS[at][0]))
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.clicked.connect(self._ask)

    def _choose(self, index: QModelIndex) -> None:
        self.place_chosen.emit(index.row())

    def _ask(self) -> None:
        name = self.sender().objectName()
        self.action_asked.emit("interpolate" if name == "fill_place" else name)
