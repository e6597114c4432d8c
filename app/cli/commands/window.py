"""`touchline [VIDEO]`: the window."""

import os
import sys
from argparse import Namespace

from app.cli.context import library_folder_of
from storage.errors import UserError


def run(args: Namespace) -> int:
    video = args.video
    if video is not None and not video.is_file():
        raise UserError(
            f"The video file {video} does not exist.",
            "Check the name; touchline --help lists the commands.",
        )
    if not has_display():
        raise UserError(
            "There is no screen to open a window on.",
            "Start Touchline in a desktop session, or use its commands: touchline --help.",
        )
    _check_qt()
    from app.gui.window import run_window  # Qt is loaded when a window is really wanted

    return run_window(library_folder_of(args), video)


def _check_qt() -> None:
    try:
        import PySide6  # noqa: F401
    except ModuleNotFoundError as error:
        raise UserError(
            "The window needs PySide6, which is not installed.",
            "Install it with pip install PySide6; all other commands work without it.",
        ) from error


def has_display() -> bool:
    """Whether Qt will find a screen; it would end the process with a riddle if not."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
