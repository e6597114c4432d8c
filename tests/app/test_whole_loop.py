"""The whole loop, as a user goes through it: open, track, correct, close, reopen, export."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.review.session import ReviewSession
from app.window import Window
from storage.records import BallTrack, Review, Source
from tests.app.rally import FRAMES, ball_at
from tests.finding import found
from widgets.export_dialog import ExportDialog
from widgets.job_bar import JobBar
from widgets.picture_view import PictureView
from widgets.video_list import VideoList

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class User:
    """Hands and eyes in front of one window."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def opens(self, path: Path) -> None:
        found(self.window, VideoList).file_dropped.emit(path)
        self.qtbot.waitUntil(lambda: self.window.session is not None)
        self.sees_frame(0)

    @property
    def session(self) -> ReviewSession:
        assert self.window.session is not None
        return self.window.session

    @property
    def track(self) -> BallTrack:
        return self.session.labels.track

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.window, key, modifier)

    def sees_frame(self, frame: int) -> None:
        self.qtbot.waitUntil(
            lambda: self.session.screen.frame == frame and self.session.player.shown == frame
        )

    def tracks_until_cancelled(self) -> None:
        tracking = self.session.tracking
        self.presses(Qt.Key.Key_T)
        with self.qtbot.waitSignal(tracking.ended):
            self.qtbot.waitUntil(lambda: bool(self.track.source.any()))
            found(found(self.window, JobBar), QPushButton).click()

    def tracks_to_the_end(self) -> None:
        with self.qtbot.waitSignal(self.session.tracking.finished, timeout=60_000):
            self.presses(Qt.Key.Key_T)
        self.qtbot.waitUntil(lambda: bool((self.track.source != Source.NONE).all()))

    def drags_the_ball(self, dx: float, dy: float) -> None:
        """Drag the shown ball by display pixels and wait until it is written."""
        picture = found(self.window, PictureView)
        frame = self.session.screen.frame
        start = QPointF(self.track.x[frame], self.track.y[frame])
        end = start + QPointF(dx, dy)
        with self.qtbot.waitSignal(self.session.labels.changed):
            QTest.mousePress(picture, LEFT, NONE, _at(picture, start))
            QTest.mouseMove(picture, _at(picture, end))
            QTest.mouseRelease(picture, LEFT, NONE, _at(picture, end))

    def undoes(self) -> None:
        with self.qtbot.waitSignal(self.session.labels.moments_changed):
            self.presses(Qt.Key.Key_Z, CTRL)

    def redoes(self) -> None:
        with self.qtbot.waitSignal(self.session.labels.moments_changed):
            self.presses(Qt.Key.Key_Z, CTRL | SHIFT)

    def exports(self, format: str, path: Path) -> None:
        self.presses(Qt.Key.Key_E, CTRL)
        dialog = found(self.window, ExportDialog)
        dialog.choose(format)
        dialog.set_path(path)
        found(dialog, QPushButton, "export").click()
        self.qtbot.waitUntil(path.exists)


def _at(picture: PictureView, label: QPointF) -> QPoint:
    point = picture.view_at(label.x(), label.y())
    assert point is not None
    return point.toPoint()


@pytest.fixture
def user(new_window: Callable[[], Window], qtbot: QtBot) -> User:
    return User(new_window(), qtbot)


def test_the_whole_loop(
    user: User, new_window: Callable[[], Window], rally: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    user.opens(rally)
    user.tracks_until_cancelled()
    assert 0 < np.count_nonzero(user.track.source) < FRAMES
    user.tracks_to_the_end()
    found = np.hypot(*(np.stack([user.track.x, user.track.y]) - _truth())) < 4
    assert found.mean() > 0.8

    for _ in range(10):
        user.presses(Qt.Key.Key_Right)
    user.sees_frame(10)
    before = user.track.x[10], user.track.y[10]
    user.drags_the_ball(20, 10)
    assert user.track.source[10] == Source.HUMAN
    corrected = user.track.x[10], user.track.y[10]
    assert np.hypot(corrected[0] - before[0] - 20, corrected[1] - before[1] - 10) < 1
    user.undoes()
    assert (user.track.x[10], user.track.y[10]) == before

    user.window.close()
    again = User(new_window(), qtbot)
    again.opens(rally)
    assert (again.track.source != Source.NONE).all()
    again.redoes()
    assert (again.track.x[10], again.track.y[10]) == corrected
    assert again.track.review[10] == Review.CORRECTED

    again.exports("csv", tmp_path / "rally.ball.csv")
    with (tmp_path / "rally.ball.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == FRAMES
    assert [row["frame"] for row in rows if row["source"] == "human"] == ["10"]


def _truth() -> NDArray[np.float64]:
    return np.array([ball_at(frame) for frame in range(FRAMES)]).T
