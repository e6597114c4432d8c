"""How sure a model must be for its proposals to be shown: a slider for each class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from storage.foreign_text import one_line
from storage.quantities import number, percent
from widgets.common.plain_text import PlainLabel, tool_tip
from widgets.events.threshold_curve import ClassCurve, CurveStrip


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
        self._curves: dict[str, CurveStrip] = {}

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
            self._curves[threshold.name].set_threshold(threshold.threshold)
            slider.setToolTip(
                tool_tip(f"Show proposals that the model is at least {slider.value()} % sure of")
            )

    def set_curves(self, curves: Mapping[str, ClassCurve]) -> None:
        """Show under a slider what its threshold is worth, where that is known."""
        for name, strip in self._curves.items():
            strip.set_curve(curves.get(name))

    def _make_rows(self, names: Sequence[str]) -> None:
        rows = (widget for row in self._rows.values() for widget in row)
        for widget in (*rows, *self._curves.values()):
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self._rows = {name: self._make_row(2 * row, name) for row, name in enumerate(names)}
        self._curves = {name: CurveStrip() for name in names}
        for row, strip in enumerate(self._curves.values()):
            self._grid.addWidget(strip, 2 * row + 1, 1)

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
