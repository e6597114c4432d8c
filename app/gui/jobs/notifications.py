"""The one place where the window says what went wrong; it never blocks."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

from storage.errors import UserError
from widgets.window.notice_bar import Kind, NoticeBar

_SECONDS = 15  # for which news is shown; what needs an answer stays until it is closed

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, what to do about it, and perhaps a button that does it."""

    title: str
    advice: str = ""
    kind: Kind = "info"
    action: tuple[str, Callable[[], object]] | None = None


class Notifications(QObject):
    """Shows errors and news in the window's notice bar."""

    def __init__(self, bar: NoticeBar, log: str, parent: QObject | None = None) -> None:
        """`log` says where details of unexpected errors are."""
        super().__init__(parent)
        self._bar = bar
        self._log = log
        self._action: Callable[[], object] | None = None
        self._kind: Kind = "info"
        self._expiry = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._expiry.timeout.connect(bar.clear)
        bar.action_asked.connect(self._act)

    def show_error(self, error: Exception) -> None:
        """The user's world in plain words; anything else is a bug of ours, and is logged."""
        if isinstance(error, UserError):
            self.show(error.title, error.advice, "error")
            return
        logger.error("unexpected error", exc_info=error)
        self.show(
            f"Unexpected error: {type(error).__name__}: {error}",
            f"This is a bug in Touchline. Your labels are safe. Details are in {self._log}.",
            "error",
        )

    def show(
        self,
        title: str,
        advice: str = "",
        kind: Kind = "info",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a notice; `action` is the text of a button and what it does."""
        self._action, self._kind = action[1] if action else None, kind
        self._bar.show_notice(title, advice, kind, action[0] if action else "")
        if kind in ("info", "done") and action is None:
            self._expiry.start()
        else:
            self._expiry.stop()

    def notify(self, notice: Notice) -> None:
        """Show a notice that was made elsewhere."""
        self.show(notice.title, notice.advice, notice.kind, notice.action)

    def clear(self) -> None:
        self._bar.clear()

    def clear_hint(self, action: str = "") -> None:
        """Take away what was said of the last gesture, since `action` is about to be done.

        Errors and news stay; but news may be wrong once something is undone.
        """
        if self._kind == "info" or (self._kind == "done" and action in ("undo", "redo")):
            self._bar.clear()

    def _act(self) -> None:
        if self._action is not None:
            self._bar.clear()
            self._action()


@contextmanager
def unexpected_errors_shown(notifications: Notifications) -> Iterator[None]:
    """Show what escapes a slot in the meantime; Qt would print it and go on as if nothing was."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            notifications.show_error(error)
        else:
            before(kind, error, trace)

    before, sys.excepthook = sys.excepthook, tell
    try:
        yield
    finally:
        sys.excepthook = before
