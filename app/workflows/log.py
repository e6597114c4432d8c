"""The log file: errors with their tracebacks, in the user's folder for logs.

It holds module names, messages and tracebacks; no arguments, no environment, no credentials.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from storage.foreign_text import printable

_BYTES = 1 << 20
_OLD_FILES = 3
_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_path() -> Path:
    """Where the log is, or would be."""
    from platformdirs import user_log_path  # late: a command that ends well in no time needs it not

    return user_log_path("touchline", appauthor=False) / "touchline.log"


@contextmanager
def log_file() -> Iterator[Path | None]:
    """Write what is logged in the meantime to the log file; None if it cannot be written."""
    path = log_path()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield path if _opened(path, root) else None
    finally:
        for handler in set(root.handlers) - set(handlers):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)


def log_to_terminal() -> None:
    """From here to the end of `log_file`, show on standard error all that is logged, and more."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    _add(root, logging.StreamHandler(sys.stderr))


def _opened(path: Path, root: logging.Logger) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # opened now: a bug must not be the first to learn that the file cannot be written
        file = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
    except OSError:
        return False
    _add(root, file)
    return True


class _PrintableFormatter(logging.Formatter):
    """Names of strangers are in messages and tracebacks, and somebody will print the file."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def _add(root: logging.Logger, handler: logging.Handler) -> None:
    handler.setFormatter(_PrintableFormatter(_FORM))
    root.addHandler(handler)
