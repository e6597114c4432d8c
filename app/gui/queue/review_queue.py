"""The places of one video that want a look: visited one after the other, and decided."""

from collections.abc import Callable
from itertools import islice

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.gui.jobs.jobs import Job, Jobs
from app.gui.queue.queue_doubt import QueueDoubt
from app.gui.queue.thumbnails import Thumbnail, WantedThumbnail, read_thumbnails
from app.gui.review.session import ReviewSession
from app.gui.shell.settings import Settings
from app.workflows.review.doubt import frames_per_second
from inference.review.place_order import PlaceOrder
from inference.review.queue import Doubt
from inference.review.segments import FLOOR, SPEED, DoubtfulPlace, find_segments, worst_first
from storage.library.library import Library
from storage.quantities import plural, time_code
from storage.records import Review
from widgets.review.queue_rows import PlaceRow
from widgets.timeline.timeline_places import PlaceTick

AROUND = 0.5  # seconds before and after a place that are played with it
_THUMBNAILS = 40  # places whose pictures are read ahead
_PURPOSE = "queue"  # under which the order and the loop are remembered
_NO_RUN = ("There is nothing to review yet.", "Track the ball first.")
_NONE_LEFT = "No doubtful places are left."


class ReviewQueue(QObject):
    """Goes to places, and keeps panel and timeline in step with what is left of them."""

    refused = Signal(str, str)  # title, advice
    ready = Signal(int, float)  # after tracking: places, and seconds that they take

    def __init__(
        self, session: ReviewSession, library: Library, jobs: Jobs, settings: Settings
    ) -> None:
        super().__init__(session)
        self._session = session
        self._jobs = jobs
        self._settings = settings
        self._rate = frames_per_second(session.opened.video)
        self._order = PlaceOrder()
        self._reasons: dict[int, str] = {}
        self._after_tracking = False
        self._thumbnails: Job | None = None
        self._places: list[DoubtfulPlace] = []
        self.doubt = QueueDoubt(session, library, jobs)
        panel = session.page.queue
        panel.set_order("time" if self._by_time else "worst")
        panel.place_chosen.connect(self.go_to_row)
        panel.order_chosen.connect(self.set_order)
        self.doubt.changed.connect(self._follow_doubt)
        session.tracking.finished.connect(self._expect_places)
        session.player.position_changed.connect(self._leave_if_elsewhere)
        self._show()

    @property
    def order(self) -> PlaceOrder:
        """The places as they are visited."""
        return self._order

    @property
    def seconds_left(self) -> float:
        """How long the places that wait will take."""
        return sum(place.seconds(self._rate) for place in self._order.waiting)

    @property
    def loops(self) -> bool:
        """Whether a place is played by itself on arrival."""
        return self._settings.remembered(_PURPOSE).get("loop", "yes") == "yes"

    @property
    def _by_time(self) -> bool:
        return self._settings.remembered(_PURPOSE).get("order", "worst") == "time"

    def go_to_next(self) -> None:
        """Go to the next place that wants a look."""
        if self._session.active.run is None:
            self.refused.emit(*_NO_RUN)
        elif self.doubt.doubt is None:
            self.refused.emit("The doubtful places are still being looked for.", "")
        elif (order := self._order.following()) is None:
            undecided = sum(not self._verdict(place) for place in self._order.places)
            again = f"{plural(undecided, 'place')} seen, but not decided." if undecided else ""
            self.refused.emit(_NONE_LEFT, again)
        else:
            self._visit(order)

    def go_to_previous(self) -> None:
        """Go back to the place that was visited before."""
        if (order := self._order.preceding()) is None:
            self.refused.emit("There is no place before this one.", "")
        else:
            self._visit(order)

    def go_to_row(self, row: int) -> None:
        """Go to a place out of turn."""
        self._visit(self._order.chosen(row))

    def set_order(self, order: str) -> None:
        """Visit what waits "worst" first or by "time"."""
        self._settings.remember(_PURPOSE, {"order": order})
        self._order = self._order.sorted(self._places, self._by_time)
        self._show()

    def toggle_loop(self) -> None:
        """Play places by itself on arrival, or stand still there."""
        self._settings.remember(_PURPOSE, {"loop": "no" if self.loops else "yes"})
        if not self.loops:
            self._stand_still()
        elif (place := self._order.current) is not None:
            self._arrive(place)

    def accept(self) -> None:
        """All that is shown in the place is right; go on to the next."""
        self._decide(self._session.gestures.accept_frames)

    def reject(self) -> None:
        """No ball of the place is where it is shown; go on to the next."""
        self._decide(self._session.gestures.reject_frames)

    def mark_absent(self) -> None:
        """There is no ball in the place; go on to the next."""
        self._decide(self._session.gestures.mark_frames_absent)

    def take_compared(self) -> None:
        """The ball of the shown frame is where the compared analysis sees it."""
        place = self._session.comparison.place(self._session.view.frame)
        if place is None:
            self.refused.emit(
                "No compared analysis sees a ball in this frame.",
                "Choose one in Analyses of this video, or go to another frame.",
            )
        else:
            self._session.gestures.place(*place)

    def _decide(self, gesture: Callable[[range], None]) -> None:
        place = self._order.current
        if place is None:
            self.refused.emit("No place is at hand.", "Go to the next doubtful place first.")
            return
        gesture(range(place.first, place.stop))
        if self._order.waiting:
            self.go_to_next()
        else:
            self._stand_still()
            self.refused.emit(_NONE_LEFT, "")

    def _visit(self, order: PlaceOrder) -> None:
        self._order = order
        place = order.current
        assert place is not None
        self._show()
        self._session.page.show_queue()
        self._arrive(place)

    def _arrive(self, place: DoubtfulPlace) -> None:
        """Show where the ball is or should be, and play the place slowly."""
        page, player = self._session.page, self._session.player
        player.pause()
        page.picture.show_area(self._points(place), self._session.opened.video.width / 10)
        if self.loops:
            flank = round(AROUND * self._rate)
            last = self._session.opened.video.frames
            loop = (max(place.first - flank, 0), min(place.stop + flank, last))
            player.look_around(loop, place.peak, SPEED)
        else:
            player.seek(place.peak)

    def _stand_still(self) -> None:
        self._session.player.pause()
        self._session.player.set_loop(None)

    def _leave_if_elsewhere(self, frame: int) -> None:
        """A seek far from the place at hand ends its loop; it stays the last one visited."""
        loop, place = self._session.player.loop, self._order.current
        if loop is None or place is None or self._session.player.playing:
            return
        of_place = loop[0] <= place.first and place.stop <= loop[1]
        if of_place and self.loops and not loop[0] <= frame < loop[1]:
            self._session.player.set_loop(None)

    def _points(self, place: DoubtfulPlace) -> list[tuple[float, float]]:
        """Where the ball is in the place, or at the ends of the gap around it."""
        track = self._session.labels.track
        near = range(max(place.first - 8, 0), min(place.stop + 8, len(track)))
        inside = [f for f in near if place.first <= f < place.stop and np.isfinite(track.x[f])]
        frames = inside or [f for f in near if np.isfinite(track.x[f])]
        return [(float(track.x[f]), float(track.y[f])) for f in frames]

    def _expect_places(self) -> None:
        self._after_tracking = True
        self._order = PlaceOrder()

    def _follow_doubt(self) -> None:
        doubt = self.doubt.doubt
        if doubt is None:
            self._order, self._places, self._reasons = PlaceOrder(), [], {}
            self._show()
            return
        self._reasons |= doubt.reasons
        self._places = self._find_places(doubt)
        self._order = self._order.updated(self._places, self._by_time)
        self._show()
        self._read_thumbnails()
        if self._after_tracking:
            self._after_tracking = False
            self.ready.emit(len(self._order.waiting), self.seconds_left)

    def _find_places(self, doubt: Doubt) -> list[DoubtfulPlace]:
        return worst_first(find_segments(doubt.wrong, doubt.cut, self._rate), self._rate)

    def _show(self) -> None:
        order, page = self._order, self._session.page
        rows = [self._row(number, place) for number, place in enumerate(order.places)]
        page.queue.set_places(rows, order.at, self._count_text())
        page.queue.set_note(self._note())
        self._session.set_places(len(order.waiting))
        page.timeline.set_places(
            [
                PlaceTick(
                    place.first, place.stop, place.doubt, number == order.at, number < order.at
                )
                for number, place in enumerate(order.places)
            ]
        )

    def _row(self, number: int, place: DoubtfulPlace) -> PlaceRow:
        seconds = float(self._session.opened.table.times[place.first])
        span = f"{time_code(seconds)[3:-2]} · {plural(place.stop - place.first, 'frame')}"
        visited = number < self._order.at or (number == self._order.at and self._verdict(place))
        done = (self._verdict(place) or "seen") if visited else ""
        reason = self._reasons.get(place.peak, "")
        return PlaceRow(place.peak, reason, span, place.doubt, done)

    def _verdict(self, place: DoubtfulPlace) -> str:
        """What has come of a place: "decided", "mended", or nothing yet."""
        frames = slice(place.first, place.stop)
        if (self._session.labels.track.review[frames] != Review.UNREVIEWED).all():
            return "decided"
        doubt = self.doubt.doubt
        is_mended = doubt is not None and (doubt.wrong[frames] < FLOOR).all()
        return "mended" if is_mended else ""

    def _count_text(self) -> str:
        order = self._order
        if not order.places:
            return ""
        left = f"about {max(round(self.seconds_left / 60), 1)} min" if order.waiting else "done"
        if order.at < 0:
            return f"{plural(len(order.places), 'place')}  ·  {left}"
        return f"{order.at + 1} of {len(order.places)}  ·  {left}"

    def _note(self) -> str:
        if self._session.active.run is None:
            return "Track the ball: then the places that want a look are listed here."
        if self.doubt.doubt is None:
            return "Looking for doubtful places…"
        return "No place wants a look."

    def _read_thumbnails(self) -> None:
        panel = self._session.page.queue
        wanted = {place.peak: place for place in self._order.places}
        lacking = [frame for frame in panel.model.lacking() if frame in wanted]
        if not lacking or self._thumbnails is not None:
            return
        items = [
            WantedThumbnail(frame, self._middle(wanted[frame]))
            for frame in islice(lacking, _THUMBNAILS)
        ]
        opened = self._session.opened
        job = self._jobs.start(read_thumbnails(opened.video.path, opened.table, items))
        self._thumbnails = job
        job.progressed.connect(self._take_thumbnail)
        job.ended.connect(self._end_thumbnails)

    def _middle(self, place: DoubtfulPlace) -> tuple[float, float] | None:
        points = self._points(place)
        if not points:
            return None
        x, y = np.mean(points, axis=0).tolist()
        return x, y

    def _take_thumbnail(self, thumbnail: Thumbnail) -> None:
        height, width = thumbnail.picture.shape[:2]
        image = QImage(thumbnail.picture.data, width, height, QImage.Format.Format_RGB32)
        self._session.page.queue.set_thumbnail(thumbnail.frame, image.copy())

    def _end_thumbnails(self) -> None:
        self._thumbnails = None
