"""Choosing the model that looks for the ball, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from storage.foreign_text import one_line
from widgets.common import theme
from widgets.common.icons import icon
from widgets.common.plain_text import PlainLabel, tool_tip

_IMPORT = "Import a model…"
_DEVICES = {"auto": "On the fastest device", "cpu": "On the CPU", "cuda": "On the CUDA GPU"}


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One model, in words."""

    name: str
    title: str = ""
    training: tuple[str, ...] = ()  # what it was trained on
    results: tuple[str, ...] = ()  # what it scores, and where
    fault: str = ""  # why it cannot be used; empty if it can, as far as is known


@dataclass(frozen=True, slots=True)
class SpeedFacts:
    """How fast the chosen model is here, in words; `details` say on what."""

    text: str
    details: str = ""
    measuring: bool = False


class ModelBox(QWidget):
    """A list of models, one line on the chosen one, and more of it to fold out."""

    model_chosen = Signal(str)
    import_asked = Signal()
    list_opened = Signal()  # now is the time to look for faults
    measure_asked = Signal()
    stop_asked = Signal()  # of measuring
    device_chosen = Signal(str)  # auto, cpu or cuda
    about_toggled = Signal(bool)  # whether all that is known is shown now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[ModelFacts, ...] = ()
        self._chosen = ""
        self._speed = SpeedFacts("")
        self._list, self._devices = _ModelList(), _ModelList()
        self._line, self._measure = PlainLabel(), QPushButton("Measure")
        self._more, self._about = QToolButton(), QLabel()
        self._build()
        self.set_devices((), "auto")

    def set_models(self, models: Sequence[ModelFacts], chosen: str) -> None:
        """Offer these models; those with a fault are grey, with the fault as their tool tip."""
        self._models, self._chosen = tuple(models), chosen
        with QSignalBlocker(self._list):
            self._list.clear()
            for facts in models:
                self._list.addItem(one_line(facts.name), facts.name)
            self._list.insertSeparator(len(models))
            self._list.addItem(_IMPORT)
        self._mark_faults()
        self._show_chosen()

    def set_faults(self, models: Sequence[ModelFacts]) -> None:
        """The same models, looked at more closely: the list stays open if it is."""
        self._models = tuple(models)
        self._mark_faults()
        self._show_chosen()

    def set_speed(self, speed: SpeedFacts) -> None:
        self._speed = speed
        self._measure.setText("Stop" if speed.measuring else "Measure")
        self._show_chosen()

    def set_devices(self, devices: Sequence[str], chosen: str) -> None:
        """Offer devices by their names on the command line; none: nothing is to be chosen."""
        with QSignalBlocker(self._devices):
            self._devices.clear()
            for device in devices:
                self._devices.addItem(_DEVICES[device], device)
            self._devices.setCurrentIndex(max(0, self._devices.findData(chosen)))
        self._devices.setVisible(bool(devices))

    def set_about_shown(self, shown: bool) -> None:
        """Show all that is known of the chosen model, or one line of it."""
        self._more.setChecked(shown)
        self._about.setVisible(shown)

    def set_busy(self, busy: bool) -> None:
        """While a model is at work there is no other to be chosen, and nothing to be measured."""
        for part in (self._list, self._devices, self._measure):
            part.setEnabled(not busy)

    def choose(self, name: str) -> None:
        """Choose from the list, as a click on the entry `name` does; "" is the import."""
        row = self._list.findData(name) if name else self._list.findText(_IMPORT)
        self._list.setCurrentIndex(row)
        self._list.activated.emit(row)

    def _build(self) -> None:
        self._list.setAccessibleName("Model")
        self._list.setPlaceholderText("Model")  # until the list is read
        self._list.opened.connect(self.list_opened)
        self._list.activated.connect(self._take)
        self._devices.setAccessibleName("Device")
        self._devices.activated.connect(self._take_device)
        self._line.setProperty("role", "muted")
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line.setAccessibleName("Speed")
        self._measure.setObjectName("measure")
        self._measure.setProperty("role", "small")
        self._measure.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._measure.setToolTip("Run the model on a few frames from here to measure its speed")
        self._measure.clicked.connect(self._ask_to_measure)
        self._more.setObjectName("about_model")
        self._more.setCheckable(True)
        self._more.setProperty("role", "flat")
        self._more.setIcon(icon("info", theme.MUTED))
        self._more.setIconSize(QSize(16, 16))
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setToolTip("About this model")
        self._more.setAccessibleName("About this model")
        self._more.clicked.connect(self._toggle_about)
        self._line.setWordWrap(True)
        self._about.hide()
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.RichText)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about.setContentsMargins(0, 4, 0, 8)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._line, 1)
        line.addWidget(self._measure)
        line.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._list)
        column.addLayout(line)
        column.addWidget(self._devices)
        column.addWidget(self._about)

    def _mark_faults(self) -> None:
        items = self._list.model()
        assert isinstance(items, QStandardItemModel)
        for row, facts in enumerate(self._models):
            items.item(row).setEnabled(not facts.fault)
            items.item(row).setForeground(theme.DISABLED if facts.fault else theme.TEXT)
            items.item(row).setToolTip(tool_tip(facts.fault or facts.title))

    def _show_chosen(self) -> None:
        self._list.setCurrentIndex(self._list.findData(self._chosen))
        facts = next((m for m in self._models if m.name == self._chosen), ModelFacts(self._chosen))
        first = facts.results[0].split(" on ")[0] if facts.results else ""
        line = " · ".join(part for part in (first, self._speed.text) if part)
        self._line.setText("Cannot be used" if facts.fault else line)
        self._line.setToolTip(
            tool_tip(facts.fault or "\n".join([*facts.results, self._speed.details]))
        )
        self._list.setToolTip(tool_tip(facts.title))
        self._about.setText(about_text(facts, self._speed))

    def _take(self, row: int) -> None:
        name = str(self._list.itemData(row) or "")
        if row >= len(self._models):
            self._list.setCurrentIndex(self._list.findData(self._chosen))
            self.import_asked.emit()
        elif name != self._chosen:
            self._chosen = name
            self._show_chosen()
            self.model_chosen.emit(name)

    def _take_device(self, row: int) -> None:
        self.device_chosen.emit(self._devices.itemData(row))

    def _toggle_about(self, shown: bool) -> None:
        self.set_about_shown(shown)
        self.about_toggled.emit(shown)

    def _ask_to_measure(self) -> None:
        (self.stop_asked if self._speed.measuring else self.measure_asked).emit()


class _ModelList(QComboBox):
    """A list to choose from that leaves the keyboard to the picture, and the wheel to the panel."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # its own one knows no colours
        self.setMinimumContentsLength(10)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)

    # Qt

    def showPopup(self) -> None:
        super().showPopup()
        self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A model is not chosen by scrolling past it."""
        event.ignore()


def about_text(facts: ModelFacts, speed: SpeedFacts) -> str:
    """All that is known of a model, as rich text; cards come from anywhere, so it is escaped."""
    speeds = (speed.details or speed.text,)
    parts = [("Trained on", facts.training), ("Scores", facts.results), ("Speed here", speeds)]
    lines = [escape(facts.title or facts.name)]
    if facts.fault:
        lines.append(f"<span style='color:{theme.DANGER.name()}'>{escape(facts.fault)}</span>")
    for heading, entries in parts:
        if any(entries):
            lines.append(f"<span style='color:{theme.MUTED.name()}'>{heading}</span>")
            lines += [escape(entry) for entry in entries]
    return "".join(f"<p style='margin:0 0 6px 0'>{line}</p>" for line in lines)
