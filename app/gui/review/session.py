"""One video under review: made when its frame table is there, gone when the page closes."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.labels.event_comparison import EventComparison
from app.gui.playback.player import Player
from app.gui.review.active_run import ActiveRun
from app.gui.review.candidate_overlay import CandidateOverlay
from app.gui.review.comparison import RunComparison
from app.gui.review.gestures import BallGestures
from app.gui.review.heat import HeatOverlay
from app.gui.review.in_out_range import InOutRange
from app.gui.review.label_model import LabelModel
from app.gui.review.library_watch import LibraryWatch
from app.gui.review.models import ModelChoice
from app.gui.review.overlays import PictureOverlays
from app.gui.review.panel import BallPanel
from app.gui.review.review_data import OpenedReview
from app.gui.review.review_page import ReviewPage
from app.gui.review.review_view import ReviewView
from app.gui.review.track_offer import TrackOffer
from app.gui.review.tracking import Tracking
from app.gui.shell.settings import Settings
from app.workflows.analysis.track_ball import AnalysisProgress
from storage.library.library import Library

NO_SECOND = (
    "No analysis is compared with the shown one.",
    "Choose one in Analyses of this video.",
)


class ReviewSession(QObject):
    """Connects page, player, labels, gestures and tracking of one video."""

    refused = Signal(str, str)  # a gesture that makes no sense here: title, advice

    def __init__(
        self,
        page: ReviewPage,
        player: Player,
        review: OpenedReview,
        library: Library,
        writer: LibraryWriter,
        jobs: Jobs,
        settings: Settings,
    ) -> None:
        super().__init__(page)
        self.opened = review.opened
        video, table = review.opened.video, review.opened.table
        self.page = page
        self.jobs = jobs
        self.player = player
        self.labels = LabelModel(
            writer, video.fingerprint, review.labels, lambda: settings.author, parent=self
        )
        self.in_out_range = InOutRange(len(table), self)
        self.view = ReviewView(page, player, table, self.labels, self.in_out_range, self)
        self.gestures = BallGestures(
            self.labels, video, table.times, lambda: self.view.frame, self.in_out_range, self
        )
        self.tracking = Tracking(library, review.opened, jobs, self)
        self.models = ModelChoice(
            page.panel.model, library, review.opened, jobs, settings, self.tracking.near, self
        )
        self.active = active = ActiveRun(
            writer, self.labels, self.tracking, video.fingerprint, self
        )
        self.candidate_overlay = CandidateOverlay(writer, active, self)
        offer = TrackOffer(
            writer, self.in_out_range, self.models, active, self.tracking, video.frames, self
        )
        self.heat = HeatOverlay(library, review.opened, jobs, self.models, active, self)
        self.comparison = RunComparison(library, video, jobs, active, self)
        self.event_comparison = EventComparison(writer, video.fingerprint, self)
        overlays = PictureOverlays(
            page, player, self.view, self.heat, self.candidate_overlay, self.comparison, self
        )
        self.gestures.healed.connect(overlays.show_healed)
        self._panel = BallPanel(page.panel, self.labels, writer, active, self)
        offer.changed.connect(self._panel.show_offer)
        self._watch = LibraryWatch(writer, self.labels, video, self)
        self._connect()
        page.panel.marks.set_open(settings.is_open("marks"))
        page.panel.marks.toggled.connect(partial(settings.set_open, "marks"))
        self._panel.show_frame(player.position)

    def _connect(self) -> None:
        page, player = self.page, self.player
        page.picture.pause_asked.connect(player.pause)
        page.picture.ball_dragged.connect(self.gestures.place)
        page.picture.ball_placed.connect(self.gestures.place)
        page.timeline.frame_chosen.connect(player.seek)
        page.timeline.range_changed.connect(self.in_out_range.set_marks)
        page.transport.play_toggled.connect(player.toggle)
        page.transport.stepped.connect(player.step)
        page.transport.jumped.connect(self.jump)
        page.transport.speed_chosen.connect(player.set_speed)
        page.transport.loop_toggled.connect(self.set_loop)
        page.transport.in_marked.connect(self.mark_in)
        page.transport.out_marked.connect(self.mark_out)
        self.gestures.refused.connect(self.refused)
        self.labels.went_to.connect(player.seek)
        self.in_out_range.changed.connect(self._follow_range)
        player.frame_shown.connect(self._look_at)
        player.position_changed.connect(self.tracking.set_playhead)
        self.tracking.started.connect(self._show_tracking)
        self.tracking.progressed.connect(self._show_chunk)
        self.tracking.ended.connect(self._show_tracking)
        self.tracking.finished.connect(self.models.read)  # its speed is known now
        self.tracking.ended.connect(self.comparison.read)
        self.tracking.ended.connect(self.event_comparison.read)
        self.labels.replaced.connect(self.event_comparison.read)

    def set_places(self, count: int) -> None:
        """How many doubtful places wait for a look: what the big button leads to."""
        self._panel.set_places(count)

    def close(self) -> None:
        """Everything the user did is on disk when this returns; tracking ends soon."""
        self.tracking.cancel()
        self.models.stop()
        self.heat.close()
        self._watch.stop()
        self.labels.flush()
        self._panel.stop()
        self.player.close()

    def read_labels(self) -> None:
        """Show what the library says now: something else than a gesture has changed it."""
        self._watch.read()

    def accept(self) -> None:
        """Accept the shown frame and, at rest, go on to the next.

        A key held down is quicker than a slow file: what is not on screen yet waits to be seen.
        """
        if self.player.playing:
            self.gestures.accept()
        elif self.player.shown is not None:
            self.gestures.accept()
            self.player.step(1)

    def jump(self, place: str) -> None:
        """Go to the "home" or the "end" of the video."""
        self.player.seek(0 if place == "home" else len(self.opened.table) - 1)

    def mark_in(self) -> None:
        self.in_out_range.mark_in(self.player.position)

    def mark_out(self) -> None:
        self.in_out_range.mark_out(self.player.position)

    def set_loop(self, on: bool) -> None:
        """Loop the marked range, or the whole video where none is marked."""
        frames = self.in_out_range.frames or range(len(self.opened.table))
        self.player.set_loop((frames.start, frames.stop) if on else None)

    def toggle_loop(self) -> None:
        self.set_loop(self.player.loop is None)

    def track(self) -> None:
        """Track the ball in the marked range, or in the whole video."""
        self.models.stop()
        models = self.models
        self.tracking.start(
            self.in_out_range.frames, models.chosen, models.device, models.events_model
        )

    def toggle_comparison(self) -> None:
        """Hide the second analysis, or show it again."""
        if not any([self.comparison.toggle(), self.event_comparison.toggle()]):
            self.refused.emit(*NO_SECOND)

    def go_to_next_different(self) -> None:
        """Go to where the two analyses begin to differ next; from the end, around."""
        position = self.player.position
        if self.comparison.compared is not None:
            frame = self.comparison.next_different(position)
        elif self.event_comparison.compared is not None:
            frame = self.event_comparison.next_different(position)
        else:
            self.refused.emit(*NO_SECOND)
            return
        if frame is None:
            self.refused.emit("The two analyses agree everywhere.", "")
            return
        self.player.pause()
        self.player.seek(frame)

    def _follow_range(self) -> None:
        if self.player.loop is not None:
            self.set_loop(True)

    def _look_at(self) -> None:
        self._panel.show_frame(self.view.frame)

    def _show_tracking(self) -> None:
        self.page.panel.set_tracking(self.tracking.running)
        self._watch.set_paused(self.tracking.running)
        asked = self.tracking.frames
        self.page.timeline.set_analysing([(asked.start, asked.stop)] if asked else ())

    def _show_chunk(self, progress: AnalysisProgress) -> None:
        if progress.written is not None:
            self.labels.refresh(*progress.written)
