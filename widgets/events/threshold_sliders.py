"""How sure a model must be for its proposals to be shown: a slider for each class."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from storage.foreign_text import one_line
from storage.quantities import number, percent
from widgets.common.plain_text import PlainLabel, tool_tip


@dataclass(frozen=True, slots=True)
class ClassThreshold:
    """A class with its threshold, 0 to 1, and how many of its proposals are as sure as that."""

    name: str
    threshold: float
    shown: int
    proposed: int


class ThresholdSliders(QWidget):
    """One row a class; what lies below its threshold is hidden."""

    threshold_changed = Signal(str, float)  # class, 0 to 1, by the user, also while dragging

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QSlider, QLabel, QLabel]] = {}

    @property
    def names(self) -> list[str]:
        """The classes that have a slider."""
        return list(self._rows)

    def slider(self, name: str) -> QSlider:
        """The slider of a class, in percent."""
        return self._rows[name][1]

    def set_thresholds(self, thresholds: Sequence[ClassThreshold]) -> None:
        """Show these classes; a slider that is being dragged stays in the hand."""
        if [threshold.name for threshold in thresholds] != self.names:
            self._make_rows([threshold.name for threshold in thresholds])
        for threshold in thresholds:
            _, slider, least, count = self._rows[threshold.name]
            least.setText(percent(threshold.threshold))
            slider.blockSignals(True)
            slider.setValue(round(threshold.threshold * 100))
            slider.blockSignals(False)
            count.setText(f"{number(threshold.shown)} of {number(threshold.proposed)}")
            slider.setToolTip(
                tool_tip(f"Show proposals that the model is at least {slider.value()} % sure of")
            )

    def _make_rows(self, names: Sequence[str]) -> None:
        for widget in (widget for row in self._rows.values() for widget in row):
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._rows = {name: self._make_row(row, name) for row, name in enumerate(names)}

    def _make_row(self, row: int, name: str) -> tuple[QLabel, QSlider, QLabel, QLabel]:
        title, slider, count = PlainLabel(), QSlider(Qt.Orientation.Horizontal), PlainLabel()
        least = PlainLabel()
        least.setFixedWidth(44)
        least.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        title.setFixedWidth(72)
        title.setText(
            title.fontMetrics().elidedText(one_line(name), Qt.TextElideMode.ElideRight, 72)
        )
        title.setProperty("role", "muted")
        slider.setRange(0, 100)
        slider.setAccessibleName(f"Threshold of {name}")
        # the keyboard belongs to the picture: a drag must not leave the arrows on a slider
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda value: self.threshold_changed.emit(name, value / 100))
        count.setMinimumWidth(72)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, widget in enumerate((title, slider, least, count)):
            self._grid.addWidget(widget, row, column)
        return title, slider, least, count
