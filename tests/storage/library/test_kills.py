"""A process that is killed while it writes loses nothing it has said was written."""

from sqlite_utils import Database

from storage.library.library import Library
from tests.storage.library.killing import kill_a_writer


def test_what_was_written_outlives_the_writer(library: Library, db: Database) -> None:
    promised = set()
    for seed in range(5):
        killed = kill_a_writer(library, seed)
        promised |= killed.promised

        assert promised <= killed.found
        # at most the one gesture that was written and not yet told
        assert len(killed.found) <= len(promised) + seed + 1
