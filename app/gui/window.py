"""The window: makes pages, jobs and actions, and connects them."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.gui.cloud.controller import CloudController
from app.gui.exchange.export import ExportController
from app.gui.exchange.import_labels import LabelImportController
from app.gui.exchange.import_model import ModelImportController
from app.gui.jobs.job_bar import JobBars
from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.jobs.notifications import Notifications, unexpected_errors_shown
from app.gui.playback.player import Player
from app.gui.review.commands import review_commands
from app.gui.review.opening_job import OpeningJob
from app.gui.review.review_data import OpenedReview
from app.gui.review.review_page import ReviewPage
from app.gui.review.runs_dialog_controller import RunsDialogController
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import ask_for_author, ask_for_shortcuts, choose_video
from app.gui.shell.menus import fill, key_text, make_actions, set_keys
from app.gui.shell.settings import Settings
from app.gui.start.missing_videos import MissingVideos
from app.gui.start.recent_videos import RecentVideos
from app.gui.start.remove_video import ask_to_remove
from app.gui.start.start_page import StartPage
from app.gui.sync.controller import SyncController
from app.gui.warm_up import load_networks_early
from app.workflows.log import log_path
from storage.library.library import Library, open_library
from widgets.common import theme
from widgets.library.drop_area import dropped_paths
from widgets.window.main_area import MainArea
from widgets.window.notice_bar import NoticeBar

_USUAL = QSize(1440, 900)
_FRAME = QSize(16, 48)  # more than what a desktop draws around a window
Commands = Mapping[str, Callable[[], object]]


class Window(QMainWindow):
    """Start page or one video under review; closing asks nothing and loses nothing."""

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__()
        self._library = library
        self._settings = settings
        self._jobs = Jobs(self)
        self._writer = LibraryWriter(library, self)
        self._actions = make_actions(settings.keys(), self)
        self._start_page = StartPage()
        self._pages = QStackedWidget()
        self._job_bars = JobBars("Every change is saved", f"In {library.folder}")
        notice_bar = NoticeBar()
        self.notifications = Notifications(notice_bar, str(log_path()), self)
        self._recent = RecentVideos(
            self._start_page.videos, library, self._writer, self._jobs, self
        )
        context = WindowContext(
            library, self._writer, self._jobs, self._job_bars, self.notifications, settings
        )
        self._missing_videos = MissingVideos(context, self)
        self._exporting = ExportController(context, self)
        self._importing = LabelImportController(context, self)
        self._model_importing = ModelImportController(context, self)
        self._cloud = CloudController(context, self)
        self._sync = SyncController(context, self)
        self._page: ReviewPage | None = None
        self._opening: OpeningJob | None = None
        self._session: ReviewSession | None = None
        self._own_commands = self._window_commands()
        self._commands: Commands = {}
        self._build(notice_bar)
        self._connect()
        self.show_start()

    def _build(self, notice_bar: NoticeBar) -> None:
        stage = MainArea(self._pages, self._job_bars, notice_bar)
        self._job_bars.in_use_changed.connect(stage.set_strip_in_use)
        stage.keep_free(self._sync.indicator)
        self.setCentralWidget(stage)
        self._pages.addWidget(self._start_page)
        fill(self.menuBar(), self._actions)
        self.addActions(list(self._actions.values()))
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.resize(_USUAL.boundedTo(self.screen().availableSize() - _FRAME))
        self.restoreGeometry(self._settings.geometry())

    def _connect(self) -> None:
        for id, action in self._actions.items():
            action.triggered.connect(partial(self.perform, id))
        self._jobs.failed.connect(self.notifications.show_error)
        self._writer.failed.connect(self.notifications.show_error)
        self._start_page.author_entered.connect(self._settings.set_author)
        videos = self._start_page.videos
        videos.open_asked.connect(self._choose_video)
        videos.file_dropped.connect(self.open)
        videos.sample_asked.connect(self._open_sample)
        videos.video_chosen.connect(self._open_known)
        videos.removal_asked.connect(self._ask_to_remove)
        self._missing_videos.found.connect(self._offer)
        self._importing.imported.connect(self._read_labels)
        self._model_importing.imported.connect(self._choose_model)
        self._exporting.settings_asked.connect(self._cloud.places.ask)
        self._cloud.fetched.connect(self._offer)
        self._cloud.ingested.connect(self._recent.refresh)
        self._cloud.watch_told.connect(self._start_page.set_watch)
        self._cloud.places.changed.connect(self._sync.follow_settings)
        self._cloud.watcher.follow_settings()
        self._sync.settings_asked.connect(self._cloud.places.ask)

    def _window_commands(self) -> Commands:
        return {
            "open": self._choose_video,
            "start_page": self.show_start,
            "export": self._exporting.ask,
            "quit": self.close,
            "author": self._ask_for_author,
            "shortcuts": self._ask_for_shortcuts,
            "import_model": self._model_importing.ask,
            "full_screen": self._toggle_full_screen,
            "browse": self._cloud.browser.ask,
            "place": self._cloud.places.ask,
            **self._sync.commands(),
        }

    @property
    def session(self) -> ReviewSession | None:
        """The video under review, None on the start page and while one is being read."""
        return self._session

    # what the window shows

    def show_start(self) -> None:
        """Leave the video under review and show the recent ones."""
        self._leave()
        self._start_page.set_author(self._settings.author)
        if not self._settings.author_known:
            self._start_page.focus_author()
        self._start_page.videos.set_open_key(key_text(self._actions, "open"))
        self._recent.refresh()
        self._pages.setCurrentWidget(self._start_page)
        self.setWindowTitle("Touchline")

    def open(self, path: Path) -> None:
        """Show the video at `path`: its first picture at once, its timeline when it is read."""
        self._leave()
        self.notifications.clear()
        self._page = page = ReviewPage()
        page.panel.setEnabled(False)
        player = Player(page)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.setWindowTitle(f"{path.name} - Touchline")
        self._opening = opening = OpeningJob(page, player, self._library, path, self._jobs)
        self._job_bars.add(f"Reading {path.name}", opening.job)
        opening.ready.connect(partial(self._review, page, player))
        opening.given_up.connect(partial(self._give_up, opening))

    def _give_up(self, opening: OpeningJob) -> None:
        if opening is self._opening:
            self.show_start()

    def _review(self, page: ReviewPage, player: Player, review: OpenedReview) -> None:
        if page is not self._page:
            return
        self._opening = None
        self._session = session = ReviewSession(
            page, player, review, self._library, self._writer, self._jobs, self._settings
        )
        session.refused.connect(self.notifications.show)
        session.tracking.started.connect(self._show_tracking)
        session.tracking.ended.connect(self._enable_actions)
        player.failed.connect(self.notifications.show_error)
        page.panel.action_asked.connect(self.perform)
        page.panel.track_asked.connect(partial(self.perform, "track"))
        page.panel.model.import_asked.connect(partial(self.perform, "import_model"))
        self._commands = {
            **self._own_commands,
            **review_commands(session),
            "export": partial(self._exporting.ask, session),
            "share": partial(self._cloud.sharing.ask, session),
            "import": partial(self._importing.ask, review.opened.video),
            "analyses": partial(self._list_analyses, session),
            **self._sync.enter(session),
        }
        page.panel.setEnabled(True)
        self._show_keys()
        session.labels.undoable_changed.connect(self._enable_actions)
        self._enable_actions()
        page.picture.setFocus()
        player.open(review.opened.video.path, review.opened.table)
        self._recent.remember(review.opened)

    def _leave(self) -> None:
        """Let go of the video under review; all that was done to it is on disk afterwards."""
        # first, since closing lets events through, and one of them may open another video
        page, opening, session = self._page, self._opening, self._session
        self._page = self._opening = self._session = None
        self._commands = self._own_commands
        self._enable_actions()
        if opening is not None:
            opening.cancel()
        if session is not None:
            self._sync.leave()
            session.close()
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()

    def _list_analyses(self, session: ReviewSession) -> None:
        if session.tracking.running:
            self.notifications.show(
                "The ball is being tracked.", "Stop it first, or wait until it is done."
            )
        else:
            RunsDialogController(
                self._writer, session.opened.video, session.comparison, session.read_labels, self
            )

    def _read_labels(self) -> None:
        if self._session is not None:
            self._session.read_labels()

    def _choose_model(self, name: str) -> None:
        if self._session is not None:
            self._session.models.choose(name)
            self._session.models.read()

    def _show_tracking(self) -> None:
        assert self._session is not None
        job = self._session.tracking.job
        assert job is not None
        self._job_bars.add("Tracking the ball", job)
        self._enable_actions()

    # actions

    def perform(self, id: str) -> None:
        """Do what the action `id` does; nothing where it makes no sense now."""
        if command := self._commands.get(id):
            self.notifications.clear_hint()
            command()

    def _enable_actions(self) -> None:
        for id, action in self._actions.items():
            action.setEnabled(id in self._commands)
        if self._session is not None:
            undo, redo = self._session.labels.undoable
            self._actions["undo"].setEnabled(undo)
            self._actions["redo"].setEnabled(redo)
            tracking = self._session.tracking.running
            self._actions["track"].setEnabled(not tracking)
            self._actions["cancel_track"].setEnabled(tracking)

    def _show_keys(self) -> None:
        """Tell the page the keys that stand beside its buttons."""
        if self._page is None:
            return
        self._page.set_keys({id: key_text(self._actions, id) for id in self._actions})

    def _choose_video(self) -> None:
        choose_video(self, self._settings, self.open)

    def _open_known(self, fingerprint: str) -> None:
        path = self._recent.known[fingerprint]
        self._cloud.bring_back(path, partial(self._missing_videos.look_at, fingerprint, path))

    def _open_sample(self) -> None:
        from app.workflows.sample.sample import make_sample

        self._start_page.videos.set_sample_offered(False)
        job = self._jobs.start(make_sample(self._library.folder / "sample"))
        self._job_bars.add("Rendering the sample rally", job)
        job.succeeded.connect(self._offer)
        job.ended.connect(partial(self._start_page.videos.set_sample_offered, True))

    def _offer(self, path: Path) -> None:
        """Open a video that took its time to come; who went on to another is asked."""
        if self._page is None:
            self.open(path)
        else:
            self.notifications.show(
                f"{path.name} is there.",
                str(path.parent),
                "done",
                ("Open it", partial(self.open, path)),
            )

    def _ask_to_remove(self, fingerprint: str) -> None:
        ask_to_remove(
            self, self._writer, fingerprint, self._recent.known[fingerprint], self._recent.refresh
        )

    def _ask_for_author(self) -> None:
        ask_for_author(self, self._settings, self._start_page.set_author)

    def _ask_for_shortcuts(self) -> None:
        ask_for_shortcuts(self, self._settings, self._take_keys)

    def _take_keys(self) -> None:
        set_keys(self._actions, self._settings.keys())
        self._show_keys()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.notifications.clear()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            self.open(paths[0])
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.set_geometry(self.saveGeometry())
        self._leave()
        self._sync.close()
        self._jobs.close()
        self._writer.close()
        super().closeEvent(event)


def run_window(library_folder: Path, video: Path | None) -> int:
    """Open the window on `video` or the start page; returns when it is closed."""
    library = open_library(library_folder)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("touchline")
    app.setApplicationDisplayName("Touchline")
    theme.apply_theme(app)
    window = Window(library, Settings())
    window.show()
    load_networks_early()
    if video is not None:
        window.open(video)
    with unexpected_errors_shown(window.notifications):
        return app.exec()
