"""Brings one window into every state worth a look, and grabs each."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.shell.settings import Settings
from app.gui.window import Window
from storage.formats.tables.ball_csv import read_ball_csv
from storage.library.library import open_library
from tests.finding import find_child
from tests.screenshots.cloud import take_cloud
from tests.screenshots.events import take_events
from tests.screenshots.hostile import take_hostile
from tests.screenshots.models import take_models
from tests.screenshots.questions import take_questions
from tests.screenshots.sync import take_sync
from tests.screenshots.wizard import take_empty_wizard, take_wizard
from widgets.common import theme
from widgets.library.video_list import VideoList
from widgets.picture.picture_view import PictureView
from widgets.window.shortcuts_dialog import ShortcutsDialog


class Photographer:
    """Drives the window and grabs it; waits for states, never for times."""

    def __init__(self, folder: Path, video: Path, scratch: Path) -> None:
        self.folder = folder
        self.video = video
        rows = read_ball_csv(video.with_suffix(".ball.csv"))
        self.truth = {row.frame: (row.x, row.y) for row in rows}
        self.scratch = scratch
        self.settings = Settings(scratch / "touchline.ini")
        self.settings.set_author("Ana Lima")
        self.library = open_library(scratch / "library")
        self.window = Window(self.library, self.settings)
        self.window.resize(1280, 720)
        self.window.show()

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Save what `widget`, by default the window, looks like now."""
        for _ in range(5):
            QApplication.processEvents()
        (widget or self.window).grab().save(str(self.folder / f"{name}.png"))

    def wait(self, there: Callable[[], bool]) -> None:
        """Let the window work until `there`."""
        deadline = time.monotonic() + 120
        while not there():
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not get into this state in two minutes")
            QApplication.processEvents()
            time.sleep(0.002)

    def perform(self, action: str) -> None:
        """Do what the menu entry `action` does."""
        next(each for each in self.window.actions() if each.objectName() == action).trigger()

    def go_to(self, frame: int) -> None:
        """Show `frame` and wait for its picture."""
        session = self.window.session
        assert session is not None
        session.player.seek(frame)
        self.wait(lambda: session.view.frame == frame and session.player.shown == frame)

    def take_all(self) -> None:
        """Every screen, in the order in which a new user meets them."""
        self.grab("start-empty")
        self._errors()
        self._review()
        take_events(self)
        self._dialogs()
        take_models(self)
        take_cloud(self)
        take_sync(self, self.video, self.settings)
        self._start_filled()
        take_hostile(self)
        self.window.close()

    def _errors(self) -> None:
        text = self.scratch / "notes.mp4"
        text.write_text("This is not a video.\n" * 100)
        videos = find_child(self.window, VideoList)
        self.window.open(text)
        self.wait(lambda: videos.isVisible())
        self.grab("error-not-a-video")
        self.window.open(self.scratch / "gone.mp4")
        self.wait(lambda: videos.isVisible())
        self.grab("error-missing-file")

    def _review(self) -> None:
        self.window.open(self.video)
        self.grab("review-opening")
        self.wait(lambda: self.window.session is not None)
        self.go_to(0)
        self.grab("review-empty")
        session = self.window.session
        assert session is not None
        reports: list[object] = []
        session.tracking.progressed.connect(reports.append)
        self.perform("track")
        self.wait(lambda: bool(session.labels.track.source.any()) and len(reports) > 2)
        self.grab("review-tracking")
        self.wait(lambda: not session.tracking.running)
        session.labels.flush()
        self._correct()

    def _correct(self) -> None:
        session = self.window.session
        assert session is not None
        for frame in range(60, 90):
            self.go_to(frame)
            self.perform("accept")
        for frame in (100, 101, 108, 109):
            self.go_to(frame)
            x, y = self.truth[frame]
            assert x is not None
            assert y is not None
            session.gestures.place(x, y)
        self.go_to(104)
        self.perform("interpolate")
        session.in_out_range.set_marks(60, 140)
        self.perform("keep_clip")
        session.labels.flush()
        self.grab("review-interpolated")
        self.go_to(100)
        self.grab("review-corrected")
        self._drag()
        self.perform("interpolate")
        self.go_to(5)
        self.perform("remove")
        self.perform("clear_range")
        self.perform("accept_range")
        session.labels.flush()
        self.grab("review-refused")

    def _drag(self) -> None:
        picture = find_child(self.window, PictureView)
        session = self.window.session
        assert session is not None
        track = session.labels.track
        start = picture.view_at(float(track.x[100]), float(track.y[100]))
        assert start is not None
        _mouse(picture, QEvent.Type.MouseButtonPress, start)
        _mouse(picture, QEvent.Type.MouseMove, start + QPointF(60, 30))
        self.grab("review-dragging")
        QTest.keyClick(picture, Qt.Key.Key_Escape)

    def _dialogs(self) -> None:
        take_wizard(self)
        self.perform("shortcuts")
        shortcuts = find_child(self.window, ShortcutsDialog)
        self.grab("shortcuts", shortcuts)
        shortcuts.reject()

    def _start_filled(self) -> None:
        self.perform("start_page")
        videos = find_child(self.window, VideoList)
        self.wait(lambda: len(videos.cards) > 0 and videos.cards[0].has_thumbnail)
        self.grab("start-filled")
        take_empty_wizard(self)
        take_questions(self, self.video)


def _mouse(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        at,
        widget.mapToGlobal(at),
        left,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme.apply_theme(app)
    with tempfile.TemporaryDirectory() as name:
        Photographer(target, Path(sys.argv[2]), Path(name)).take_all()
