"""What each part of the window works with: one place each to write, to run work, to speak."""

from dataclasses import dataclass

from app.job_strip import JobStrip
from app.jobs import Jobs
from app.notices import Notices
from app.settings import Settings
from app.writer import LibraryWriter
from storage.library.library import Library


@dataclass(frozen=True, slots=True)
class Services:
    library: Library
    writer: LibraryWriter
    jobs: Jobs
    strip: JobStrip
    notices: Notices
    settings: Settings
