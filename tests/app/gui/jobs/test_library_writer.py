from collections.abc import Iterator
from functools import partial
from threading import enumerate as threads

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from storage.errors import UserError
from storage.library.library import Library


@pytest.fixture
def writer(library: Library) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(library)
    yield writer
    writer.close()


def reply(number: int, _: Database) -> int:
    return number


def note(done: list[int], number: int, _: Database) -> None:
    done.append(number)


def failing(_: Database) -> None:
    raise UserError("The disk is full.", "Make room.")


def test_requests_run_in_order_and_answers_come_in_order(
    writer: LibraryWriter, qtbot: QtBot
) -> None:
    told: list[int] = []
    for number in range(20):
        writer.submit(writer, partial(reply, number), told.append)
    qtbot.waitUntil(lambda: len(told) == 20)

    assert told == list(range(20))


def test_a_failure_is_told_and_done_comes_all_the_same(writer: LibraryWriter, qtbot: QtBot) -> None:
    told: list[str] = []
    with qtbot.waitSignal(writer.failed) as failed:
        writer.submit(writer, failing, lambda _: told.append("answer"), lambda: told.append("done"))
    qtbot.waitUntil(lambda: bool(told))

    assert failed.args[0].title == "The disk is full."
    assert told == ["done"]


def test_who_has_gone_is_told_nothing(writer: LibraryWriter, qtbot: QtBot) -> None:
    asked: list[int] = []
    told: list[object] = []
    asker = QObject()
    writer.submit(asker, lambda db: asked.append(1), told.append)
    asker.deleteLater()
    QCoreApplication.sendPostedEvents(asker, QEvent.Type.DeferredDelete)
    writer.submit(writer, lambda db: "last", told.append)
    qtbot.waitUntil(lambda: bool(told))

    assert (asked, told) == ([1], ["last"])


def test_closing_finishes_what_was_asked_and_leaves_no_thread(library: Library) -> None:
    writer = LibraryWriter(library)
    done: list[int] = []
    for number in range(20):
        writer.submit(writer, partial(note, done, number))

    writer.close()

    assert done == list(range(20))
    assert not [thread for thread in threads() if thread.name.startswith("library")]
