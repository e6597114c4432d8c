"""What the command line says when something goes wrong, and with which status it ends."""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep

from storage.errors import UserError
from storage.foreign_text import one_line

_LONGEST = 2000  # characters of an error on the terminal
_PATIENCE = 5.0  # seconds
DONE, WORLD, USAGE, BUG, STOPPED = 0, 1, 2, 70, 130

logger = logging.getLogger(__name__)


class UsageError(Exception):
    """A command line that makes no sense; `help` is the command that explains it."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def print_error(error: UserError) -> None:
    """Say on standard error, in one line, what went wrong and what to do about it."""
    logger.info("told the user", exc_info=error)  # seen with --verbose alone
    print(f"touchline: {one_line(str(error), _LONGEST)}", file=sys.stderr)


def run_guarded(command: Callable[[], int], log: Path | None) -> int:
    """The exit status of `command`, with its errors told; `log` is where bugs are written."""
    try:
        status = command()
        sys.stdout.flush()
        return status
    except UserError as error:
        print_error(error)
        return WORLD
    except UsageError as error:
        print(f"touchline: {one_line(str(error), _LONGEST)} (see {error.help})", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("touchline: stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # the reader of our output has left (`touchline … | head`); the interpreter must not
        # flush into the closed pipe once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WORLD
    except Exception as error:
        return _report_bug(error, log)


def end_process_soon(status: int) -> None:
    """End this process in some seconds, should it not have ended by itself by then.

    The interpreter waits for every thread, and one may be in a call that never ends: a stranger's
    net, a driver, a network disk.
    """
    Thread(target=_end_process, args=(status,), daemon=True, name="end").start()


def _end_process(status: int) -> None:
    sleep(_PATIENCE)
    logger.warning("the process did not end by itself")
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _report_bug(error: Exception, log: Path | None) -> int:
    logger.critical("unexpected error", exc_info=error)
    if log is None:
        traceback.print_exception(error)
    where = f"The log is in {log}" if log else "No log file could be written"
    print(
        f"touchline: unexpected {type(error).__name__}: {one_line(str(error), _LONGEST)}. "
        f"This is a bug in Touchline. {where}.",
        file=sys.stderr,
    )
    return BUG
