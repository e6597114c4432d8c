"""The log file: errors with their tracebacks, in the user's folder for logs.

It holds module names, messages and tracebacks; no arguments, no environment, no credentials.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError:
        yield None
        return
    handler.setFormatter(logging.Formatter(_FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield path
    finally:
        root.removeHandler(handler)
        handler.close()


def log_to_terminal() -> None:
    """Show on standard error what is logged from here on, also what is no warning."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=_FORM)
