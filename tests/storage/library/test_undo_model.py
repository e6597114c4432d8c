"""Random gestures, undo, redo and reopening, against a dict and two lists."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage.library.journal.journal import edits, redo, undo, write_gesture
from storage.library.library import open_library
from storage.library.videos import put_video
from storage.records import Changes, Label
from tests.storage.library.builders import VIDEO, present, video
from tests.storage.library.replay import replayed
from tests.storage.library.strategies import changes
from tests.storage.library.undoable import undoable

Labels = dict[str, Label]


class UndoMachine(RuleBasedStateMachine):
    """The library does what snapshots of a dict do."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.open()
        put_video(self.db, video())
        self.labels: Labels = {}
        self.past: list[Labels] = []
        self.future: list[Labels] = []

    def open(self) -> None:
        self.db = open_library(Path(self.folder.name)).connect()

    @rule(changes=changes)
    def gesture(self, changes: Changes) -> None:
        write_gesture(self.db, VIDEO, changes, "me")
        after = {key: label for key, label in {**self.labels, **changes}.items() if label}
        if after != self.labels:
            self.past.append(self.labels)
            self.future.clear()
            self.labels = after

    @rule()
    def undo(self) -> None:
        made = undo(self.db, VIDEO, "me").edits
        assert bool(made) == bool(self.past)
        if self.past:
            self.future.append(self.labels)
            self.labels = self.past.pop()

    @rule()
    def redo(self) -> None:
        made = redo(self.db, VIDEO, "me").edits
        assert bool(made) == bool(self.future)
        if self.future:
            self.past.append(self.labels)
            self.labels = self.future.pop()

    @rule()
    def reopen(self) -> None:
        self.db.close()
        self.open()

    @invariant()
    def labels_are_those_of_the_model(self) -> None:
        assert present(self.db) == self.labels
        assert undoable(self.db, VIDEO) == (bool(self.past), bool(self.future))

    @invariant()
    def labels_are_those_of_the_journal(self) -> None:
        history = edits(self.db, VIDEO)
        assert replayed(history) == self.labels
        assert [edit.sequence for edit in history] == list(range(1, len(history) + 1))

    def teardown(self) -> None:
        self.db.close()
        self.folder.cleanup()


UndoMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
test_the_library_does_what_a_dict_with_snapshots_does = UndoMachine.TestCase
