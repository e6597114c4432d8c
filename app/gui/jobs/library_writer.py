"""The thread that talks to the library for the window, one request after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid
from sqlite_utils import Database

from app.gui.jobs.gui_thread import GuiThread
from storage.library.database_file import check_in_place
from storage.library.library import Library

Request = Callable[[Database], Any]
Answer = Callable[[Any], None]
Done = Callable[[], None]


class LibraryWriter(QObject):
    """Runs short requests in order on one thread and brings the answers to the GUI thread.

    A disk may take its time to make a transaction durable; the window must not wait for it.
    """

    failed = Signal(Exception)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        self._db: Database | None = None
        self._gui = GuiThread(self)
        self._closed = False

    def submit(
        self,
        asker: QObject,
        request: Request,
        answer: Answer | None = None,
        done: Done | None = None,
    ) -> None:
        """Run `request` with a connection of the writer thread, then `answer` with its result.

        `done` comes last, whether the request succeeded or failed. An `asker` that has gone
        meanwhile is told nothing; what it asked for is done all the same.
        """
        self._thread.submit(self._run, asker, request, answer, done)

    def rescue(self, asker: QObject, request: Request, answer: Answer) -> None:
        """As `submit`, though the library's file was removed or replaced: only for reading."""
        self._thread.submit(self._run, asker, request, answer, None, in_place=False)

    def close(self) -> None:
        """Finish all that was asked for, then end the thread. Waits: nothing shown is lost.

        Nobody is answered after this: who is told something may ask for more.
        """
        self._closed = True
        self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=True)

    def _run(
        self,
        asker: QObject,
        request: Request,
        answer: Answer | None,
        done: Done | None,
        in_place: bool = True,
    ) -> None:
        try:
            if self._db is None:
                self._db = self._library.connect()
            if in_place:
                check_in_place(self._db)
            result = request(self._db)
        except Exception as error:
            self._tell(self, partial(self.failed.emit, error))
        else:
            if answer is not None:
                self._tell(asker, partial(answer, result))
        finally:
            if done is not None:
                self._tell(asker, done)

    def _tell(self, asker: QObject, what: Callable[[], object]) -> None:
        self._gui.call(lambda: what() if isValid(asker) and not self._closed else None)

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()
