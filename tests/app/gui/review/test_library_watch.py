"""Another process writes to the library: a connection of its own stands for it."""

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from app.gui.jobs.library_writer import LibraryWriter
from app.gui.review.label_model import LabelModel, read_labels
from app.gui.review.library_watch import LibraryWatch
from inference.review import ball_edits
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.library.videos import put_video
from storage.records import BallLabel, Clip, Label, Source, Video, Visibility, clip_key

VIDEO = Video("f" * 64, Path("/videos/rally.mp4"), 100, 1280, 720, 4.0, Fraction(25))


@pytest.fixture
def writer(library: Library) -> Iterator[LibraryWriter]:
    with closing(library.connect()) as db:
        put_video(db, VIDEO)
    writer = LibraryWriter(library)
    yield writer
    writer.close()


@pytest.fixture
def labels(writer: LibraryWriter, library: Library) -> LabelModel:
    with closing(library.connect()) as db:
        state = read_labels(db, VIDEO.fingerprint, VIDEO.frames)
    return LabelModel(writer, VIDEO.fingerprint, state, lambda: "ana")


@pytest.fixture
def watch(writer: LibraryWriter, labels: LabelModel, qtbot: QtBot) -> Iterator[LibraryWatch]:
    watch = LibraryWatch(writer, labels, VIDEO)
    settle(writer, qtbot)
    yield watch
    watch.stop()


def settle(writer: LibraryWriter, qtbot: QtBot) -> None:
    """Wait until all that was asked so far has been answered."""
    return_user_errors: list[object] = []
    writer.submit(writer, lambda db: None, return_user_errors.append)
    qtbot.waitUntil(lambda: bool(return_user_errors))


def write_elsewhere(library: Library, key: str, label: Label) -> None:
    with closing(library.connect()) as db:
        write_gesture(db, VIDEO.fingerprint, {key: label}, "bo")


def test_what_another_process_writes_is_seen(
    watch: LibraryWatch, labels: LabelModel, library: Library, qtbot: QtBot
) -> None:
    write_elsewhere(library, "ball/7", BallLabel(Visibility.CLEAR, 1, 2))
    write_elsewhere(library, clip_key(UUID(int=1)), Clip(3, 8, "theirs"))

    with qtbot.waitSignals([labels.changed, labels.moments_changed]):
        watch.look()

    assert (labels.track.source[7], labels.track.x[7]) == (Source.HUMAN, 1)
    assert labels.clips[UUID(int=1)].name == "theirs"


def test_a_look_without_news_reads_nothing(
    watch: LibraryWatch, labels: LabelModel, writer: LibraryWriter, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(labels.moments_changed):
        watch.look()
        settle(writer, qtbot)


def test_ones_own_gestures_are_no_news(
    watch: LibraryWatch, labels: LabelModel, writer: LibraryWriter, qtbot: QtBot
) -> None:
    labels.write(lambda track: ball_edits.place(track, 7, 1, 2))
    labels.flush()

    with qtbot.assertNotEmitted(labels.moments_changed):
        watch.look()
        settle(writer, qtbot)


def test_what_was_written_while_the_watch_paused_is_seen_when_it_goes_on(
    watch: LibraryWatch, labels: LabelModel, library: Library, qtbot: QtBot
) -> None:
    watch.set_paused(True)
    write_elsewhere(library, "ball/7", BallLabel(Visibility.CLEAR, 1, 2))

    with qtbot.waitSignal(labels.changed):
        watch.set_paused(False)

    assert labels.track.source[7] == Source.HUMAN


def test_a_gesture_after_the_news_is_not_lost(
    watch: LibraryWatch, labels: LabelModel, library: Library
) -> None:
    write_elsewhere(library, "ball/7", BallLabel(Visibility.CLEAR, 1, 2))
    watch.look()
    labels.write(lambda track: ball_edits.place(track, 8, 3, 4))
    labels.flush()

    assert list(labels.track.x[7:9]) == [1, 3]
