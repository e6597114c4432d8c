"""The labels of the open video as the window sees them: arrays to draw, gestures to write."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal
from sqlite_utils import Database

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.labels.event_index import EventIndex
from app.gui.labels.moments import Moments, moments_after, read_moments
from app.gui.labels.undo_text import undo_text
from storage.library.journal.journal import (
    UndoResult,
    UndoStep,
    redo,
    undo,
    undo_steps,
    write_gesture,
)
from storage.library.label_format import first_frame
from storage.library.predictions.tracks import effective_range, effective_track
from storage.records import BallTrack, Changes, Clip, Edit, Event

Steps = tuple[UndoStep | None, UndoStep | None]  # to undo, to redo


@dataclass(frozen=True)
class LabelState:
    """All that the window shows of a video's labels, read at one moment."""

    track: BallTrack
    moments: Moments
    steps: Steps


def read_labels(db: Database, video: str, frames: int) -> LabelState:
    """Read everything; a second for a three-hour video, so never on the GUI thread."""
    return LabelState(
        effective_track(db, video, frames),
        read_moments(db, video),
        undo_steps(db, video),
    )


@dataclass(frozen=True)
class _BallPart:
    """Ball entries that were read again: what they are, and the whole track with them.

    The whole track is copied on the writer's thread: twelve megabytes for a video of three hours.
    """

    first: int
    part: BallTrack
    before: BallTrack  # shown when this was asked for
    after: BallTrack


@dataclass(frozen=True)
class _Written:
    """What one transaction changed, read back from the library."""

    edits: list[Edit]
    left: int  # labels left alone, because others changed them
    ball: "_BallPart"
    before: Moments  # shown when this was asked for
    moments: Moments  # the same where no edit is about any of them
    steps: Steps


@dataclass(frozen=True)
class _Asked:
    """Something to be written when its turn comes."""

    kind: Literal["write", "undo", "redo"]
    start: Callable[[], None]


class LabelModel(QObject):
    """Shows what the library holds: `changed` comes after the disk has it, never before."""

    changed = Signal(int, int)  # ball entries of frames [first, stop)
    moments_changed = Signal()  # events, clips
    edited = Signal()  # a person's labels have changed, of whatever kind
    replaced = Signal()  # all of it, because another process has changed the library
    undoable_changed = Signal()  # what can be undone or redone, or is about to be
    went_to = Signal(int)  # undo or redo changed this frame, which may be out of sight
    left_alone = Signal(int)  # undo or redo left so many labels to others who changed them since

    def __init__(
        self,
        writer: LibraryWriter,
        video: str,
        state: LabelState,
        author: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._writer = writer
        self._video = video
        self._author = author
        self._state = state
        self._queue: deque[_Asked] = deque()  # the first one is at work while `_busy`
        self._busy = False

    @property
    def track(self) -> BallTrack:
        return self._state.track

    @property
    def events(self) -> dict[UUID, Event]:
        return self._state.moments.events

    @property
    def proposed(self) -> list[Event]:
        """Events that a model or an imported file proposes beside people's."""
        return self._state.moments.proposed

    @property
    def predicted(self) -> Sequence[Event]:
        """All that the model of the proposals says, whatever people have said."""
        return self._state.moments.proposals.predicted

    @property
    def model_thresholds(self) -> Mapping[str, float]:
        """How sure the model of the proposals has to be, by class, as its card says."""
        return self._state.moments.proposals.thresholds

    @property
    def event_index(self) -> EventIndex:
        """Events and proposals in time order."""
        return self._state.moments.index

    @property
    def clips(self) -> dict[UUID, Clip]:
        return self._state.moments.clips

    @property
    def undoable(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and to redo, once all that was asked for is done.

        Whoever takes a gesture back at once is quicker than the disk: undo waits behind it.
        """
        undo, redo = (step is not None for step in self._state.steps)
        for asked in self._queue:
            undo, redo = undo or asked.kind != "undo", redo or asked.kind == "undo"
        return undo, redo

    @property
    def undo_texts(self) -> tuple[str, str]:
        """What undo and redo are about, in words; empty while that is not on disk."""
        if self._queue:
            return "", ""
        undo, redo = self._state.steps
        return undo_text(undo), undo_text(redo)

    def write(
        self,
        gesture: Callable[[BallTrack], Changes],
        refused: Callable[[], object] = lambda: None,
        done: Callable[[list[Edit]], object] = lambda edits: None,
    ) -> None:
        """Write what `gesture` makes of the track; `refused` is called where that is nothing.

        `done` is called with what has changed: no edits where all was as it should be before.

        The gesture is asked once everything before it is on disk, so that two quick nudges add up,
        and on the writer's thread, since a range may be hours long.
        """
        self._ask("write", partial(self._write_gesture, gesture, refused, done))

    def undo(self) -> None:
        self._ask("undo", lambda: self._submit(undo, self._merge_and_go))

    def redo(self) -> None:
        self._ask("redo", lambda: self._submit(redo, self._merge_and_go))

    def do(
        self, work: Callable[[Database, str, str], list[Edit]], done: Callable[[], object]
    ) -> None:
        """Write another kind of gesture in its turn; `done` is called when it is shown.

        `work` takes a connection, the video and the author, and returns the edits it has made.
        """

        def answer(written: _Written) -> None:
            self._merge(written)
            done()

        self._ask("write", lambda: self._submit(lambda *where: UndoResult(work(*where)), answer))

    def flush(self) -> None:
        """Wait until every gesture made so far is on disk."""
        while self._queue:
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
                | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )

    def refresh(self, first: int, stop: int) -> None:
        """Read the ball of frames [first, stop) again: a run has written there."""
        video, track = self._video, self.track
        self._writer.submit(
            self, lambda db: _read_part(db, video, track, first, stop), self._merge_ball
        )

    def replace(self, state: LabelState) -> None:
        """Show `state`, read elsewhere, because another process has changed the library."""
        self._state = state
        self.changed.emit(0, len(state.track))
        self.moments_changed.emit()
        self.edited.emit()
        self.undoable_changed.emit()
        self.replaced.emit()

    def _ask(self, kind: Literal["write", "undo", "redo"], start: Callable[[], None]) -> None:
        self._queue.append(_Asked(kind, start))
        self.undoable_changed.emit()
        self._next()

    def _next(self) -> None:
        if self._queue and not self._busy:
            self._busy = True
            self._queue[0].start()

    def _write_gesture(
        self,
        gesture: Callable[[BallTrack], Changes],
        refused: Callable[[], object],
        done: Callable[[list[Edit]], object],
    ) -> None:
        track = self.track

        def work(db: Database, video: str, author: str) -> UndoResult | None:
            changes = gesture(track)
            return UndoResult(write_gesture(db, video, changes, author)) if changes else None

        def answer(written: _Written | None) -> None:
            if written is None:
                refused()
            else:
                self._merge(written)
                done(written.edits)

        self._submit(work, answer)

    def _submit(
        self,
        work: Callable[[Database, str, str], UndoResult | None],
        answer: Callable[[Any], None],
    ) -> None:
        video, author, state = self._video, self._author(), self._state
        self._writer.submit(
            self,
            lambda db: _read_back(db, video, state, work(db, video, author)),
            answer,
            self._end,
        )

    def _end(self) -> None:
        self._busy = False
        self._queue.popleft()
        self.undoable_changed.emit()
        self._next()

    def _merge(self, written: _Written) -> None:
        moments = self._state.moments
        current = written.before is moments
        self._state = LabelState(self.track, written.moments if current else moments, written.steps)
        self._merge_ball(written.ball)
        if not current:  # seldom something else has come in between
            self._writer.submit(self, lambda db: read_moments(db, self._video), self._take_moments)
        elif written.moments is not moments:
            self.moments_changed.emit()
        self.edited.emit()

    def _take_moments(self, moments: Moments) -> None:
        self._state = replace(self._state, moments=moments)
        self.moments_changed.emit()

    def _merge_and_go(self, written: _Written) -> None:
        self._merge(written)
        if written.edits and (frame := _frame_of(written.edits[0])) is not None:
            self.went_to.emit(frame)
        if written.left:
            self.left_alone.emit(written.left)

    def _merge_ball(self, ball: _BallPart) -> None:
        if not len(ball.part):
            return
        first, stop = ball.first, ball.first + len(ball.part)
        # seldom something else has come in between, and this thread has to copy
        current = ball.before is self.track
        track = ball.after if current else self.track.with_part(first, ball.part)
        self._state = replace(self._state, track=track)
        self.changed.emit(first, stop)


def _read_part(db: Database, video: str, track: BallTrack, first: int, stop: int) -> _BallPart:
    part = effective_range(db, video, first, stop)
    return _BallPart(first, part, track, track.with_part(first, part) if len(part) else track)


def _read_back(
    db: Database, video: str, state: LabelState, done: UndoResult | None
) -> _Written | None:
    """What the library says where edits were made; None where nothing was to be edited."""
    if done is None:
        return None
    touched = [_ball_frame(edit.key) for edit in done.edits if edit.key.startswith("ball/")]
    first = min(touched, default=0)
    stop = min(max(touched, default=-1) + 1, len(state.track))
    ball = _read_part(db, video, state.track, first, stop)
    moments = state.moments
    if len(touched) < len(done.edits):
        moments = moments_after(db, video, moments, done.edits)
    return _Written(done.edits, len(done.left), ball, state.moments, moments, undo_steps(db, video))


def _ball_frame(key: str) -> int:
    return int(key.removeprefix("ball/"))


def _frame_of(edit: Edit) -> int | None:
    """The frame to show for `edit`; None for one from no label to no label."""
    return first_frame(edit.key, edit.after or edit.before)
