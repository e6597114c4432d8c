"""The command line as it is where PySide6 is not installed: its import is blocked."""

import sys
import warnings

from app.cli.main import main


def main_without_qt(words: list[str]) -> int:
    """Run a command line in a process that has not imported PySide6 yet."""
    assert "PySide6" not in sys.modules
    sys.modules["PySide6"] = None  # type: ignore[assignment]
    warnings.simplefilter("error")
    return main(words)
