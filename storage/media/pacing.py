"""How often long work reports: soon enough to be cancelled, rarely enough to cost nothing."""

from time import monotonic

_PERIOD = 0.02  # seconds
_STRIDE = 32  # calls between two looks at the clock


class Pacing:
    """Says every some 20 ms that a report is due."""

    def __init__(self) -> None:
        self._calls = 0
        self._next = 0.0  # the first look is always due

    def due(self) -> bool:
        """Whether 20 ms have passed since the last time this was true."""
        self._calls += 1
        if self._calls % _STRIDE != 1 or monotonic() < self._next:
            return False
        self._next = monotonic() + _PERIOD
        return True
