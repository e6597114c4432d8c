"""Kills a writing process at a random moment, and checks that the library lost nothing."""

import random
from dataclasses import dataclass
from threading import Timer
from uuid import UUID

from storage.library.database import rows
from storage.library.journal.journal import edits
from storage.library.library import Library, open_library
from tests.forking import running
from tests.storage.library.builders import VIDEO, present
from tests.storage.library.gesture_writer import write_for_ever
from tests.storage.library.replay import replayed


@dataclass(frozen=True)
class Killed:
    """What a killed writer had said, and what was found after it."""

    promised: set[UUID]  # gestures it said were written
    found: set[UUID]  # gestures in the journal


def kill_a_writer(library: Library, seed: int) -> Killed:
    """Let a process write gestures and kill it up to half a second after its first one."""
    delay = random.Random(seed).uniform(0, 0.5)
    with running(write_for_ever, library.folder, seed) as process:
        first = process.stdout.readline()
        timer = Timer(delay, process.kill)
        timer.start()
        lines = [first, *process.stdout]
        timer.join()
    assert process.returncode == -9, f"the writer ended by itself: {process.returncode}"
    # the last line may be cut short by the kill
    return Killed({UUID(line.strip()) for line in lines if line.endswith("\n")}, _found(library))


def _found(library: Library) -> set[UUID]:
    """The gestures in the journal, once labels, journal and file have been seen to agree."""
    with open_library(library.folder).connect() as db:
        history = edits(db, VIDEO)
        assert replayed(history) == present(db)
        assert [edit.sequence for edit in history] == list(range(1, len(history) + 1))
        assert rows(db, "pragma integrity_check") == [("ok",)]
    return {edit.gesture for edit in history}
