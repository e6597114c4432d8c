"""How sure a model must be of an event for it to be listed: a threshold for each class."""

import json
import math
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from app.gui.shell.settings import Settings
from storage.formats.export.options import USUAL_THRESHOLD

_PURPOSE, _NAME = "events", "thresholds"


class EventThresholds(QObject):
    """Kept on this computer, for all videos."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._values = read_thresholds(settings)
        self._model: Mapping[str, float] = {}

    def of(self, name: str) -> float:
        """The threshold of the class `name`, 0 to 1: the user's, else the shown model's."""
        return self._values.get(name, self._model.get(name, USUAL_THRESHOLD))

    def set_model(self, thresholds: Mapping[str, float]) -> None:
        """Begin with the thresholds of another model, where the user has moved none."""
        if thresholds != self._model:
            self._model = thresholds
            self.changed.emit()

    def set(self, name: str, threshold: float) -> None:
        """Let a class have another threshold, now and when the window is opened again."""
        if threshold != self.of(name):
            self._values[name] = threshold
            self._settings.remember(_PURPOSE, {_NAME: json.dumps(self._values)})
            self.changed.emit()


def read_thresholds(settings: Settings) -> dict[str, float]:
    """The thresholds that the user has moved; none where somebody has damaged the settings."""
    try:
        values = json.loads(settings.remembered(_PURPOSE).get(_NAME) or "{}")
        pairs = {str(name): float(value) for name, value in values.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return {name: value for name, value in pairs.items() if math.isfinite(value)}
