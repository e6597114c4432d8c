from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.label_model import LabelModel, read_labels
from inference.review import ball_edits
from storage.library.library import Library
from storage.library.videos import put_video
from storage.records import BallTrack, Changes, Review, Source, Video, Visibility

VIDEO = Video("f" * 64, Path("/videos/rally.mp4"), 100, 1280, 720, 4.0, Fraction(25))


@pytest.fixture
def library(library: Library) -> Library:
    with closing(library.connect()) as db:
        put_video(db, VIDEO)
    return library


@pytest.fixture
def writer(library: Library) -> Iterator[LibraryWriter]:
    writer = LibraryWriter(library)
    yield writer
    writer.close()


@pytest.fixture
def reopened(library: Library, writer: LibraryWriter) -> Callable[[], LabelModel]:
    """Makes labels as a new start of the program would read them."""

    def read() -> LabelModel:
        with closing(library.connect()) as db:
            state = read_labels(db, VIDEO.fingerprint, VIDEO.frames)
        return LabelModel(writer, VIDEO.fingerprint, state, lambda: "ana")

    return read


@pytest.fixture
def labels(reopened: Callable[[], LabelModel]) -> LabelModel:
    return reopened()


def placed(frame: int, x: float, y: float) -> Callable[[BallTrack], Changes]:
    return lambda track: ball_edits.place(track, frame, x, y)


def nudged(frame: int) -> Callable[[BallTrack], Changes]:
    return lambda track: ball_edits.nudge(track, frame, 1, 0)


def test_a_gesture_is_shown_when_the_library_has_it(
    labels: LabelModel, reopened: Callable[[], LabelModel], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(labels.changed) as changed:
        labels.write(placed(10, 5.5, 6.5))

    assert changed.args == [10, 11]
    assert labels.track.x[10] == 5.5
    assert reopened().track.x[10] == 5.5
    assert labels.track.source[10] == Source.HUMAN
    assert labels.track.review[10] == Review.CORRECTED


def test_quick_nudges_add_up(labels: LabelModel) -> None:
    labels.write(placed(10, 5, 6))
    for _ in range(3):
        labels.write(nudged(10))
    labels.flush()

    assert labels.track.x[10] == 8


def test_flushing_waits_for_gestures_that_wait_for_others(
    labels: LabelModel, reopened: Callable[[], LabelModel]
) -> None:
    for frame in range(20):
        labels.write(placed(frame, frame, 1))
    labels.flush()

    assert list(reopened().track.x[:20]) == list(range(20))


def test_undo_after_reopening_gives_the_old_state_back(
    labels: LabelModel, reopened: Callable[[], LabelModel]
) -> None:
    labels.write(placed(10, 5, 6))
    labels.flush()
    again = reopened()
    assert again.undoable == (True, False)

    again.undo()
    again.flush()

    assert again.track.source[10] == Source.NONE
    assert again.undoable == (False, True)


def test_undo_says_where_to_look(labels: LabelModel, qtbot: QtBot) -> None:
    labels.write(placed(42, 5, 6))

    with qtbot.waitSignal(labels.went_to) as went:
        labels.undo()

    assert went.args == [42]


def test_a_gesture_that_changes_nothing_cannot_be_undone(labels: LabelModel) -> None:
    labels.write(lambda track: ball_edits.accept(track, range(100)))
    labels.flush()

    assert labels.undoable == (False, False)


def test_a_refused_gesture_does_not_block_the_next(
    labels: LabelModel, writer: LibraryWriter, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(writer.failed):
        labels.write(lambda _: {"nonsense": None, "ball/x": None})
    labels.write(placed(1, 2, 3))
    labels.flush()

    assert labels.track.visibility[1] == Visibility.CLEAR


def test_what_is_asked_for_counts_as_done_for_undo_and_redo(labels: LabelModel) -> None:
    said: list[tuple[bool, bool]] = []
    labels.undoable_changed.connect(lambda: said.append(labels.undoable))

    labels.write(placed(3, 1, 2))
    labels.undo()
    assert said == [(True, False), (True, True)]

    labels.flush()
    assert said[-1] == labels.undoable == (False, True)


def test_a_track_that_is_shown_never_changes(labels: LabelModel) -> None:
    before = labels.track
    labels.write(lambda track: ball_edits.place(track, 5, 3.0, 4.0))
    labels.flush()

    assert (before.source[5], labels.track.x[5]) == (Source.NONE, 3.0)
    with pytest.raises(ValueError, match="read-only"):
        labels.track.x[5] = 9.0


def test_what_came_in_between_is_kept(labels: LabelModel) -> None:
    labels.refresh(0, 4)
    labels.write(lambda track: ball_edits.place(track, 5, 3.0, 4.0))
    labels.refresh(6, 9)
    labels.flush()

    assert labels.track.x[5] == 3.0
