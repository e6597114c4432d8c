"""Hands and eyes in front of one window."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.review.session import ReviewSession
from app.gui.window import Window
from storage.records import BallTrack, Source
from tests.finding import find_child
from tests.widgets.export_target import write_to
from widgets.export.export_wizard import ExportWizard
from widgets.library.video_list import VideoList
from widgets.picture.picture_view import PictureView
from widgets.window.job_bar import JobBar
from widgets.window.notice_bar import NoticeBar

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class User:
    """Does and sees what a person does and sees, and waits as one does."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    # what is seen

    @property
    def session(self) -> ReviewSession:
        assert self.window.session is not None
        return self.window.session

    @property
    def track(self) -> BallTrack:
        return self.session.labels.track

    @property
    def picture(self) -> PictureView:
        return self.session.page.picture

    @property
    def notice(self) -> str:
        """What the notice at the top says, empty while there is none."""
        bar = find_child(self.window, NoticeBar)
        return bar.text if bar.isVisible() else ""

    @property
    def transport_text(self) -> str:
        """Frame number and time code under the picture."""
        labels = self.session.page.transport.findChildren(QLabel)
        return " ".join(label.text() for label in labels)

    def action(self, id: str) -> QAction:
        return next(each for each in self.window.actions() if each.objectName() == id)

    def sees_frame(self, frame: int) -> None:
        self.qtbot.waitUntil(
            lambda: self.session.view.frame == frame and self.session.player.shown == frame
        )

    def sees_notice(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.notice)

    # what is done

    def drops(self, path: Path) -> None:
        find_child(self.window, VideoList).file_dropped.emit(path)

    def opens(self, path: Path) -> None:
        self.drops(path)
        self.qtbot.waitUntil(
            lambda: self.window.session is not None and self.session.opened.video.path == path
        )
        self.sees_frame(0)

    def presses(self, keys: str, on: QWidget | None = None) -> None:
        """Press one key with its modifiers, as "Ctrl+Z"."""
        QTest.keySequence(on or self.window, QKeySequence(keys))

    def goes_to(self, frame: int) -> None:
        self.session.page.timeline.frame_chosen.emit(frame)
        self.sees_frame(frame)

    def sees_fact(self, name: str, words: str) -> None:
        """Wait until the panel says so of the shown frame."""
        labels = self.session.page.panel.findChildren(QLabel)
        [label] = [label for label in labels if label.accessibleName() == name]
        self.qtbot.waitUntil(lambda: words in label.text())

    def clicks_transport(self, title: str) -> None:
        """Click the button of this title under the picture."""
        buttons = self.session.page.transport.findChildren(QToolButton)
        [button] = [button for button in buttons if button.accessibleName() == title]
        button.click()

    def clicks_button(self, name: str) -> None:
        """Click a button of the panel or of a dialog."""
        find_child(self.window, QPushButton, name).click()

    def clicks(self, x: float, y: float) -> None:
        """Click in the picture at label coordinates."""
        QTest.mouseClick(self.picture, LEFT, NONE, self.point(x, y))

    def drags(self, *label_points: tuple[float, float]) -> None:
        """Press at the first point of the picture, move through the others, let go."""
        points = [self.point(x, y) for x, y in label_points]
        QTest.mousePress(self.picture, LEFT, NONE, points[0])
        for point in points[1:]:
            QTest.mouseMove(self.picture, point)
        QTest.mouseRelease(self.picture, LEFT, NONE, points[-1])

    def drags_the_ball(self, dx: float, dy: float) -> None:
        """Drag the shown ball by display pixels and wait until it is written."""
        frame = self.session.view.frame
        x, y = self.track.x[frame], self.track.y[frame]
        with self.qtbot.waitSignal(self.session.labels.changed):
            self.drags((x, y), (x + dx, y + dy))

    def rests(self) -> None:
        """Wait until all that was done is on disk and shown."""
        self.session.labels.flush()

    def undoes(self) -> None:
        self.presses("Ctrl+Z")
        self.rests()

    def redoes(self) -> None:
        self.presses("Ctrl+Shift+Z")
        self.rests()

    def marks_range(self, first: int, last: int) -> None:
        self.goes_to(first)
        self.presses("I")
        self.goes_to(last)
        self.presses("O")

    def tracks_until_cancelled(self) -> None:
        self.presses("T")
        with self.qtbot.waitSignal(self.session.tracking.ended, timeout=60_000):
            # the first net of a process is loaded, and measured, before it is run
            self.qtbot.waitUntil(lambda: bool(self.track.source.any()), timeout=30_000)
            find_child(find_child(self.window, JobBar), QPushButton).click()

    def tracks_to_the_end(self) -> None:
        with self.qtbot.waitSignal(self.session.tracking.finished, timeout=60_000):
            self.presses("T")
        self.qtbot.waitUntil(lambda: bool((self.track.source != Source.NONE).all()))

    def asks_for(self, format: str, path: Path) -> ExportWizard:
        """Choose an export of the video under review in the open wizard, and begin it."""
        wizard = find_child(self.window, ExportWizard)
        wizard.choose(format)
        write_to(wizard, path)
        find_child(wizard, QPushButton, "export").click()
        return wizard

    def exports(self, format: str, path: Path) -> None:
        self.presses("Ctrl+E")
        self.asks_for(format, path)
        self.qtbot.waitUntil(path.exists)

    def leaves(self) -> None:
        """Go back to the start page."""
        self.presses("Ctrl+W")
        assert self.window.session is None

    def point(self, x: float, y: float) -> QPoint:
        """Where a label is in the picture's widget."""
        point = self.picture.view_at(x, y)
        assert isinstance(point, QPointF)
        return point.toPoint()
