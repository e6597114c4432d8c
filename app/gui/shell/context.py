"""What each part of the window works with."""

from dataclasses import dataclass

from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications
from app.gui.jobs.workflow_runner import WorkflowRunner
from app.gui.shell.action_table import ActionTable
from app.gui.shell.navigation import Navigation
from app.gui.shell.settings import Settings
from storage.library.library import Library


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The library, and the one place each to write it, to run work, to speak, to go elsewhere."""

    library: Library
    writer: LibraryWriter
    jobs: Jobs
    workflows: WorkflowRunner
    notifications: Notifications
    settings: Settings
    actions: ActionTable
    navigation: Navigation
