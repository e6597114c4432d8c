"""Keeps what is on the review page in step with the player and the labels."""

from PySide6.QtCore import QObject

from app.gui.playback.pictures import ShownFrame
from app.gui.playback.player import Player
from app.gui.review.in_out_range import InOutRange
from app.gui.review.label_model import LabelModel
from app.gui.review.review_page import ReviewPage
from storage.media.frame_table import FrameTable
from widgets.picture.ball_marks import mark_at, marks_in

PAST = 20  # frames of the trail behind the shown one
FUTURE = 10  # and ahead of it, where they are known


class ReviewView(QObject):
    """Draws the frame on screen with the labels of exactly that frame."""

    def __init__(
        self,
        page: ReviewPage,
        player: Player,
        table: FrameTable,
        labels: LabelModel,
        marked: InOutRange,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._player = player
        self._times = table.times
        self._labels = labels
        self._in_out_range = marked
        self._frame = player.position  # of the picture on screen
        self._trail = True
        page.timeline.set_frames(self._times)
        page.timeline.set_track(labels.track)
        self._connect()
        self._show_ball()
        self.show_moments()
        self.show_position(player.position)
        self.show_state()

    @property
    def frame(self) -> int:
        """The frame whose picture is on screen: what a gesture speaks of."""
        return self._frame

    def _connect(self) -> None:
        self._player.frame_shown.connect(self.show_frame)
        self._player.position_changed.connect(self.show_position)
        self._player.state_changed.connect(self.show_state)
        self._player.dropped_changed.connect(self._page.transport.set_dropped)
        self._labels.changed.connect(self.show_labels)
        self._labels.moments_changed.connect(self.show_moments)
        self._in_out_range.changed.connect(self.show_range)

    def show_frame(self, shown: ShownFrame) -> None:
        """Show a picture and the ball in it, in one repaint."""
        if shown.index != self._frame:
            self._page.picture.stop_editing()
        self._page.picture.set_picture(shown.image)
        self._page.picture.set_badge(badge_text(shown))
        self._page.picture.set_editable(shown.full)
        self._frame = shown.index
        self._show_ball()

    def show_position(self, frame: int) -> None:
        self._page.timeline.set_playhead(frame)
        self._page.transport.set_position(frame, len(self._times), float(self._times[frame]))

    def show_state(self) -> None:
        player = self._player
        self._page.transport.set_playing(player.playing)
        self._page.transport.set_speed(player.speed)
        self._page.transport.set_loop(player.loop is not None)
        if not player.playing:
            self._page.transport.set_dropped(0)  # it is news only while it goes on
        self._page.picture.set_playing(player.playing)

    def show_labels(self, first: int, stop: int) -> None:
        """The labels of frames `[first, stop)` have changed: draw again what shows them."""
        self._page.timeline.update_track(self._labels.track, first, stop)
        if first <= self._frame + FUTURE and stop > self._frame - PAST:
            self._show_ball()

    def show_moments(self) -> None:
        self._page.timeline.set_clips(list(self._labels.clips.values()))

    def show_range(self) -> None:
        self._page.timeline.set_range(*self._in_out_range.marks)

    def toggle_trail(self) -> None:
        self._trail = not self._trail
        self._show_ball()

    def _show_ball(self) -> None:
        track, frame = self._labels.track, self._frame
        self._page.picture.set_ball(mark_at(track, frame))
        if self._trail:
            past = marks_in(track, frame - PAST, frame + 1)
            self._page.picture.set_trail(past, marks_in(track, frame, frame + FUTURE + 1))
        else:
            self._page.picture.set_trail(())


def badge_text(shown: ShownFrame) -> str:
    """What has to be said of a picture that is not simply its frame."""
    if not shown.full:
        return "Reading the frame…"
    if shown.damaged:
        return f"Frame {shown.index} is damaged: frame {shown.shown} is shown"
    return ""
