"""The protocol of a feature: the actions it offers, and what it does as videos come and go."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Session = TypeVar("Session")
Commands = Mapping[str, Callable[[], object]]


class Feature(QObject, Generic[Session]):
    """One thing that the window can do. A new feature is a class of this kind, and one line there.

    `Session` is the type of a video under review.
    """

    commands_changed = Signal()  # other actions make sense now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None

    def commands(self) -> Commands:
        """What to do for each action that makes sense now, by its id."""
        return {}

    def enter(self, session: Session) -> None:
        """A video is under review from now on."""
        self._session = session

    def leave(self) -> None:
        """The video is not under review any more."""
        self._session = None

    def close(self) -> None:
        """The window closes: begin nothing any more."""
