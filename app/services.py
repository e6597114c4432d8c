"""What each part of the window works with."""

from dataclasses import dataclass

from app.job_strip import JobStrip
from app.jobs import Jobs
from app.notices import Notices
from app.settings import Settings
from app.writer import LibraryWriter
from storage.library.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    """The library, and the one place each to write it, to run work, to show it, to speak."""

    library: Library
    writer: LibraryWriter
    jobs: Jobs
    strip: JobStrip
    notices: Notices
    settings: Settings
