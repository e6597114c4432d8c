"""What each part of the window works with."""

from dataclasses import dataclass

from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications
from app.gui.shell.settings import Settings
from storage.library.library import Library


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The library, and the one place each to write it, to run work, to show it, to speak."""

    library: Library
    writer: LibraryWriter
    jobs: Jobs
    job_bars: JobBars
    notifications: Notifications
    settings: Settings
