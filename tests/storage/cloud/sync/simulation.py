"""Three people label one match for weeks, through everything that networks and machines do.

After that, with the faults over, every edit must be in the final state or in a conflict that can
be seen, and all clients must be equal.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from storage.cloud.s3.errors import CloudError
from storage.cloud.sync.remote import Remote
from storage.cloud.sync.sync_pass import sync
from storage.library.database import rows
from storage.library.journal.conflicts import ConflictChoice, choose
from storage.library.journal.journal import redo, undo
from storage.library.library import open_library
from storage.records import Clip, Edit, Event, Label, ball_key, clip_key, event_key
from tests.storage.cloud.sync.clients import Client
from tests.storage.cloud.sync.memory import Killed
from tests.storage.library.builders import VIDEO, ball

NAMES = ("ana", "bob", "cleo")
KEYS = [
    *(ball_key(frame) for frame in range(5)),
    event_key(UUID(int=1)),
    clip_key(UUID(int=2)),
]


class Simulation:
    """Clients with libraries below `folder`, each with its own way to one bucket."""

    def __init__(self, seed: int, folder: Path, bare: Path, remotes: list[Remote]) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.clients = []
        for name, remote in zip(NAMES, remotes, strict=True):
            library = open_library(Path(shutil.copytree(bare, folder / name)))
            self.clients.append(Client(name, library, remote))
        self.made: dict[UUID, Edit] = {}  # every edit that was ever on a disk and was not lost

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def live(self, steps: int) -> None:
        """So many random things happen."""
        deeds: list[Callable[[int], None]] = [
            *[self.write] * 6,
            *[self.sync] * 4,
            self.turn,
            self.choose,
            self.restore,
        ]
        for _ in range(steps):
            self.random.choice(deeds)(self.random.randrange(len(self.clients)))

    def write(self, which: int) -> None:
        client = self.clients[which]
        keys = self.random.sample(KEYS, self.random.choice([1, 1, 2, 5]))
        client.writes({key: self.label(key) for key in keys})
        self.note(client)

    def turn(self, which: int) -> None:
        client = self.clients[which]
        self.random.choice([undo, redo])(client.db, VIDEO, client.name)
        self.note(client)

    def choose(self, which: int) -> None:
        client = self.clients[which]
        choices = [
            ConflictChoice(
                one.key, one.edits, self.random.choice([one.sides[0].label, self.label(one.key)])
            )
            for one in client.conflicts
            if self.random.random() < 0.7
        ]
        choose(client.db, VIDEO, choices, client.name)
        self.note(client)

    def sync(self, which: int) -> None:
        """One pass, which may end anywhere: of itself, by a fault, by a kill."""
        client = self.clients[which]
        before = {edit.id for edit in client.edits}
        work = sync(client.library, client.remote)
        patience = self.random.choice([1, 2, 5, 99])
        with suppress(CloudError, Killed):
            for _ in zip(range(patience), work, strict=False):
                pass
        work.close()
        assert before <= {edit.id for edit in client.edits}

    def restore(self, which: int) -> None:
        """A disk breaks: back to a copy of the library, made a while ago, and on from there."""
        client, copy = self.clients[which], self.folder / f"copy-{which}"
        if copy.exists():
            client.close()
            shutil.rmtree(client.library.folder)
            copy.rename(client.library.folder)
            self.clients[which] = Client(
                client.name, open_library(client.library.folder), client.remote
            )
            self.count_anew()
        else:
            copy.mkdir()
            client.db.execute("vacuum into ?", [str(copy / "library.db")])

    def label(self, key: str) -> Label | None:
        number = self.random.randrange(4)
        if not number:
            return None
        if key.startswith("ball/"):
            return ball(number)
        return Event(number, "hit") if key.startswith("event/") else Clip(number, 9, "rally")

    def note(self, client: Client) -> None:
        """Remember the edits there are, and set the clock of the last one wrong by years."""
        shift = timedelta(days=self.random.uniform(-5 * 365, 5 * 365))
        for number, time in rows(
            client.db, "select id, time from gestures order by id desc limit 1"
        ):
            wrong = (datetime.fromisoformat(time) + shift).isoformat()
            client.db.execute("update gestures set time = ? where id = ?", [wrong, number])
            client.db.conn.commit()
        self.made |= {edit.id: edit for edit in client.edits}

    def count_anew(self) -> None:
        """Edits that were on the broken disk alone are gone, and nobody could keep them."""
        self.made = {edit.id: edit for client in self.clients for edit in client.edits}

    def settle(self) -> None:
        """Once the faults are over, all sync until there is nothing to do."""
        for _ in range(3):
            for client in self.clients:
                client.syncs()
        for client in self.clients:
            result = client.syncs()
            assert (result.sent, result.received, result.issues) == (0, 0, [])

    def check(self) -> None:
        """Nothing is lost, all are equal, and what is shown is what a simple model shows."""
        first, *others = self.clients
        for other in others:
            assert other.state == first.state
        known = {edit.id: edit for edit in first.edits}
        assert self.made.keys() <= known.keys()
        contested = {one.key: one for one in first.conflicts}
        for key in KEYS:
            mine = {id: edit for id, edit in known.items() if edit.key == key}
            leaves = _leaves(mine)
            said = {mine[leaf].after for leaf in leaves}
            shown = max(leaves, key=lambda leaf: (_depth(mine, leaf), leaf), default=None)
            assert first.labels.get(key) == (mine[shown].after if shown else None)
            assert (key in contested) == (len(said) > 1)
            if key in contested:
                assert {side.label for side in contested[key].sides} == said
                assert contested[key].edits == leaves


def _parents(edit: Edit) -> list[UUID]:
    return [parent for parent in (edit.parent, *edit.others) if parent is not None]


def _leaves(edits: dict[UUID, Edit]) -> set[UUID]:
    return edits.keys() - {parent for edit in edits.values() for parent in _parents(edit)}


def _depth(edits: dict[UUID, Edit], edit: UUID) -> int:
    return 1 + max((_depth(edits, parent) for parent in _parents(edits[edit])), default=0)
