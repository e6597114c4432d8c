"""Somebody with a library who labels VIDEO and syncs."""

from typing import Any

from sqlite_utils import Database

from storage.cloud.sync.remote import Remote
from storage.cloud.sync.sync_pass import SyncResult, sync
from storage.library.database import rows
from storage.library.journal.conflicts import Conflict, conflicts
from storage.library.journal.journal import edits, write_gesture
from storage.library.journal.sync_state import count_unsent, location_id
from storage.library.library import Library
from storage.records import Edit, Label, ball_key
from tests.draining import drained
from tests.storage.library.builders import VIDEO, ball, present


class Client:
    """One device. `db` is a connection to its library, for looking into it."""

    def __init__(self, name: str, library: Library, remote: Remote) -> None:
        self.name = name
        self.library = library
        self.remote = remote
        self.db: Database = library.connect()

    def close(self) -> None:
        self.db.close()

    def says(self, x: float, frame: int = 1) -> Edit:
        """Place the ball of a frame."""
        [edit] = self.writes({ball_key(frame): ball(x)})
        return edit

    def writes(self, changes: dict[str, Label | None]) -> list[Edit]:
        return write_gesture(self.db, VIDEO, changes, self.name)

    def syncs(self, **options: Any) -> SyncResult:
        return drained(sync(self.library, self.remote, **options))

    def waiting(self, remote: Remote | None = None) -> int:
        """How many edits have not been sent yet."""
        place = (remote or self.remote).place
        location = location_id(self.db, place.bucket, place.prefix, place.endpoint)
        return count_unsent(self.db, location)

    @property
    def labels(self) -> dict[str, Label]:
        return present(self.db)

    @property
    def conflicts(self) -> list[Conflict]:
        return conflicts(self.db, VIDEO)

    @property
    def edits(self) -> list[Edit]:
        return edits(self.db, VIDEO)

    @property
    def device(self) -> str:
        """This device now; it may have become another one."""
        sql = "select uuid from devices join this_device on device = devices.id"
        return str(rows(self.db, sql)[0][0])

    @property
    def state(self) -> object:
        """What must be equal wherever the same edits are."""
        found = {(edit.id, edit.key, edit.parent, edit.others, edit.after) for edit in self.edits}
        sides = {
            (one.key, frozenset((side.label, side.edits) for side in one.sides))
            for one in self.conflicts
        }
        return self.labels, found, sides
