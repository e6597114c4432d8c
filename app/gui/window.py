"""The window: makes what it consists of, and connects it."""

import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.gui.cloud.controller import CloudController
from app.gui.cloud.publishing_controller import PublishingController
from app.gui.exchange.export import ExportController
from app.gui.exchange.import_labels import LabelImportController
from app.gui.exchange.import_model import ModelImportController
from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications, unexpected_errors_shown
from app.gui.jobs.workflow_runner import WorkflowRunner
from app.gui.queue.controller import QueueController
from app.gui.review.controller import ReviewController
from app.gui.review.session import ReviewSession
from app.gui.shell.action_table import ActionTable
from app.gui.shell.context import WindowContext
from app.gui.shell.feature import Feature
from app.gui.shell.lost_library import LostLibrary
from app.gui.shell.navigation import Navigation
from app.gui.shell.physical_keys import physical_sequence
from app.gui.shell.settings import Settings
from app.gui.shell.window_feature import WindowFeature
from app.gui.start.controller import StartController
from app.gui.sync.controller import SyncController
from app.gui.tagging.controller import TaggingController
from app.gui.warm_up import load_networks_early
from app.workflows.library_check import check_now_and_then
from app.workflows.log import log_path
from storage.foreign_text import one_line
from storage.library.library import Library, open_library
from widgets.common import theme
from widgets.common.icons import icon
from widgets.library.drop_area import dropped_paths
from widgets.window.main_area import MainArea
from widgets.window.notice_bar import NoticeBar

_USUAL = QSize(1440, 900)
_FRAME = QSize(16, 48)  # more than what a desktop draws around a window


class Window(QMainWindow):
    """Start page or one video under review; closing asks nothing and loses nothing."""

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__()
        self._pages = QStackedWidget()
        self._job_bars = JobBars("All changes are saved", f"Library: {library.folder}")
        self._notice_bar = NoticeBar()
        self.notifications = Notifications(self._notice_bar, str(log_path()), self)
        jobs, writer = Jobs(self), LibraryWriter(library, self)
        self._context = WindowContext(
            library,
            writer,
            jobs,
            WorkflowRunner(jobs, self._job_bars, self.notifications),
            self.notifications,
            settings,
            ActionTable(settings.keys(), self),
            Navigation(self),
        )
        self._make_features()
        self._build()
        self._connect()
        self.show_start()

    def _make_features(self) -> None:
        context = self._context
        self._review = ReviewController(context, self._pages, self)
        self._cloud = CloudController(context, self)
        self._start = StartController(context, self._cloud.bring_back, self)
        self._sync = SyncController(context, self)
        self._features: list[Feature[ReviewSession]] = [
            WindowFeature(context.settings, context.actions, self),
            self._start,
            self._review,
            QueueController(context, self),
            TaggingController(context, self),
            self._cloud,
            self._sync,
            PublishingController(context, self),
            ExportController(context, self),
            LabelImportController(context, self),
            ModelImportController(context, self),
        ]
        context.actions.follow(self._features)

    def _build(self) -> None:
        area = MainArea(self._pages, self._job_bars, self._notice_bar)
        self._job_bars.set_corner(self._sync.indicator)
        self._job_bars.in_use_changed.connect(area.set_job_bars_in_use)
        area.keep_free(self._sync.indicator)
        area.page_focus_asked.connect(self._focus_page)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(area.watch_focus)
        self.setCentralWidget(area)
        self._pages.addWidget(self._start.page)
        self._context.actions.fill(self.menuBar())
        self.addActions(self._context.actions.actions)
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.resize(_USUAL.boundedTo(self.screen().availableSize() - _FRAME))
        self.restoreGeometry(self._context.settings.geometry())

    def _connect(self) -> None:
        context, navigation = self._context, self._context.navigation
        context.actions.performed.connect(self.notifications.clear_hint)
        context.jobs.failed.connect(self.notifications.show_error)
        settings = context.settings
        LostLibrary(context.writer, self.notifications, self._job_bars, settings, self)
        navigation.start_asked.connect(self.show_start)
        navigation.video_asked.connect(self.open)
        navigation.video_offered.connect(self._review.offer)
        self._review.opening.connect(self._show_title)
        self._review.entered.connect(self._enter)
        self._review.leaving.connect(self._leave)
        self._cloud.ingested.connect(self._start.refresh)
        self._cloud.watch_changed.connect(self._start.page.set_watch)
        self._cloud.places.changed.connect(self._sync.follow_settings)
        self._cloud.watcher.follow_settings()

    @property
    def session(self) -> ReviewSession | None:
        """The video under review, None on the start page and while one is being read."""
        return self._review.session

    def show_start(self) -> None:
        """Leave the video under review and show the recent ones."""
        self._start.show()
        self._pages.setCurrentWidget(self._start.page)
        self._focus_page()
        self._review.close_video()
        self.setWindowTitle("Touchline")

    def open(self, path: Path) -> None:
        """Show the video at `path`."""
        self._review.open(path)

    def check_library(self) -> None:
        """Look at the whole library if that is due; damage is told like any other error."""
        self._context.jobs.start(check_now_and_then(self._context.library))

    def offer_unfinished(self) -> None:
        """Say what the last window was closed upon, and offer to continue it."""
        self._review.offer_unfinished()

    def _focus_page(self) -> None:
        if (page := self._pages.currentWidget()) is not None:
            page.setFocus()

    def _show_title(self, path: Path) -> None:
        self.setWindowTitle(f"{one_line(path.name)} \N{EM DASH} Touchline")

    def _enter(self, session: ReviewSession) -> None:
        for feature in self._features:
            feature.enter(session)
        self._context.actions.refresh()

    def _leave(self) -> None:
        for feature in self._features:
            feature.leave()
        self._context.actions.refresh()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.notifications.clear()
        elif not self._press_place_of(event):
            super().keyPressEvent(event)

    def _press_place_of(self, event: QKeyEvent) -> bool:
        """Where no action has the key that was typed, the one at its place on the keyboard has."""
        key = physical_sequence(event, QGuiApplication.platformName())
        return key is not None and self._context.actions.press(key, event.isAutoRepeat())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            self.open(paths[0])
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._context.settings.set_geometry(self.saveGeometry())
        self._review.shut()
        for feature in self._features:
            feature.close()
        self._context.jobs.close()
        self._context.writer.close()
        super().closeEvent(event)


def run_window(library_folder: Path, video: Path | None) -> int:
    """Open the window on `video` or the start page; returns when it is closed."""
    library = open_library(library_folder)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("touchline")
    app.setApplicationDisplayName("Touchline")
    theme.apply_theme(app)
    app.setWindowIcon(icon("touchline", theme.ACCENT))
    window = Window(library, Settings())
    window.show()
    load_networks_early()
    window.check_library()
    if video is not None:
        window.open(video)
    window.offer_unfinished()
    with unexpected_errors_shown(window.notifications):
        return app.exec()
