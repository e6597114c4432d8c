"""Videos that are not where they were: said, looked for, found again by their content."""

from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import at_once
from app.gui.jobs.notifications import Notice
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import choose_folder
from app.workflows.videos import find_moved
from storage.library.library import Library
from storage.library.videos import video
from storage.progress import Progress


class MissingVideos(QObject):
    """Offers to look for a file in a folder the user names; one that is there is opened."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def look_at(self, fingerprint: str, path: Path) -> None:
        """Open the video if it is where it was last; offer to find it if not.

        As a job: a sleeping disk or a network may take seconds to answer.
        """
        job = self._context.jobs.start(at_once(path.is_file))
        job.succeeded.connect(partial(self._take, fingerprint, path))

    def _take(self, fingerprint: str, path: Path, there: bool) -> None:
        if there:
            self._context.navigation.offer_video(path)
            return
        self._context.notifications.show(
            f"{path.name} is no longer in {path.parent}.",
            "If you moved it, choose the folder to search. The video is recognised by its content "
            "and keeps all its labels.",
            "warning",
            ("Find…", partial(self._choose_folder, fingerprint, path.name)),
        )

    def _choose_folder(self, fingerprint: str, file: str) -> None:
        look = partial(self.look, fingerprint, file)
        choose_folder(
            self._window, self._context.settings, "videos", "Choose a folder to search", look
        )

    def look(self, fingerprint: str, name: str, folder: Path) -> None:
        """Look for the video, last called `name`, in `folder` and below, as a job."""
        work = _search(self._context.library, fingerprint, folder)
        self._context.workflows.run(f"Looking for {name}", work, partial(self._end, name, folder))

    def _end(self, name: str, folder: Path, path: Path | None) -> Notice | None:
        if path is None:
            return Notice(
                f"{name} was not found in {folder} or its subfolders.",
                "Try another folder.",
                "warning",
            )
        self._context.navigation.offer_video(path)
        return None


def _search(
    library: Library, fingerprint: str, folder: Path
) -> Generator[Progress, None, Path | None]:
    with closing(library.connect()) as db:
        record = video(db, fingerprint)
    if record is None:  # removed meanwhile
        return None
    return (yield from find_moved(library, record, folder))
