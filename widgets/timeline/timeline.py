"""The timeline under the picture: ruler, confidence, review, events, clips, range, playhead."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.records import BallTrack, Clip, Event
from widgets.common import theme
from widgets.common.focus import came_by_keyboard
from widgets.events.event_columns import EventColumns
from widgets.timeline import timeline_painting as painting
from widgets.timeline.timeline_compared import ComparedRuns
from widgets.timeline.timeline_compared_events import ComparedEvents
from widgets.timeline.timeline_events import LaneEvents, paint_current_event
from widgets.timeline.timeline_lanes import Lanes, lay_out, least_height
from widgets.timeline.timeline_painting import TimelineContent
from widgets.timeline.timeline_places import PlaceTick
from widgets.timeline.timeline_pointing import event_at, hover_text
from widgets.timeline.timeline_pool import TrackPool
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_still import Still
from widgets.timeline.timeline_track import Range, overview_window

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ZOOMS: dict[int, float] = {
    Qt.Key.Key_Plus: 1.5,
    Qt.Key.Key_Equal: 1.5,
    Qt.Key.Key_Minus: 1 / 1.5,
}
_GRAB = 7.0  # pixels around a handle in which a press takes hold of it
_STRIP = 10  # pixels on each side of the playhead that it paints over


class _Drag(Enum):
    SCRUB = auto()
    FIRST = auto()
    STOP = auto()
    OVERVIEW = auto()


class Timeline(QWidget):
    """A video from end to end, or a part of it, by the frame.

    The wheel zooms around the pointer, with Shift or sideways it scrolls; dragging scrubs; a
    double click fits. The bar at the bottom is the whole video, and scrolls.
    """

    frame_chosen = Signal(int)  # by the user, also while dragging
    event_chosen = Signal(object)  # an Event that was pressed; its frame is chosen as well
    scrubbing = Signal(bool)  # a drag of the playhead has begun or ended
    range_changed = Signal(object, object)  # first, stop (half-open) or None, on release

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = TimelineContent.empty(np.zeros(0))
        self._scale = TimeScale.fitted(0, 1)
        self._lanes: Lanes = lay_out(1, 1, ["Events"])
        self._names = ["Events"]
        self._playhead = 0
        self._first: int | None = None
        self._stop: int | None = None
        self._drag: _Drag | None = None
        self._grip = 0.0  # from the left of the overview's window to the pointer
        self._current_event: Event | None = None
        self._events = EventColumns.of(())
        self._still = Still()
        self._hover: tuple[float, str] | None = None  # x and what is there
        self._shows_focus = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline")

    def set_frames(self, times: NDArray[np.float64]) -> None:
        """Show a video whose frames are on screen from `times` on, seconds; empties all lanes."""
        self._content = TimelineContent.empty(times)
        self._playhead, self._first, self._stop, self._hover = 0, None, None, None
        self._current_event, self._events = None, EventColumns.of(())
        self._lay_out()
        self.fit()

    def set_track(self, track: BallTrack) -> None:
        """Show confidence, sources and review states; `track` is as long as the video."""
        self._change(pool=TrackPool(track))

    def update_track(self, track: BallTrack, first: int, stop: int) -> None:
        """Frames `[first, stop)` of `track` have changed: only they are summed up and painted."""
        self._content.pool.update(track, first, stop)
        self._still.edit(first, stop)
        self.update()

    def set_events(self, events: EventColumns) -> None:
        """Show events on a lane for each class; those of models are unreviewed ones."""
        self._events = events
        self.set_compared_events(self._content.compared_events)

    def set_compared_events(self, compared: ComparedEvents | None) -> None:
        """Show the events of a second analysis on the same lanes; None takes them away."""
        more = compared.events.names if compared is not None else ()
        self._change(events=LaneEvents(self._events, more), compared_events=compared)
        self._lay_out()

    def set_current_event(self, event: Event | None) -> None:
        """Ring the event that a gesture would be about."""
        self._current_event = event
        self.update()

    def set_clips(self, clips: Sequence[Clip]) -> None:
        self._change(clips=tuple(clips))

    def set_compared(self, compared: ComparedRuns | None) -> None:
        """Show two analyses lane by lane; None takes their lanes away."""
        self._change(compared=compared)
        self._lay_out()

    def set_places(self, places: Sequence[PlaceTick]) -> None:
        """Show the places that want a look."""
        self._change(places=tuple(places))

    def set_healed(self, frames: Range | None) -> None:
        """Mark frames `[first, stop)` that a correction has just changed; None ends that."""
        self._change(healed=frames)

    def set_analysing(self, chunks: Sequence[Range]) -> None:
        """Frames `[first, stop)` that are being analysed now."""
        self._change(analysing=tuple(chunks))

    def set_range(self, first: int | None, stop: int | None) -> None:
        """The in/out range `[first, stop)`; None is an end that is not set."""
        self._first, self._stop = first, stop
        self.update()

    def set_playhead(self, frame: int) -> None:
        """Move the playhead, and turn the page when it leaves it."""
        if frame == self._playhead:
            return
        was_shown = self._scale.shows(self._playhead)
        self._update_strip(self._playhead)
        self._playhead = frame
        if was_shown and not self._scale.shows(frame):
            self._show_scale(self._scale.scrolled_to(frame - self._scale.span * 0.1))
        self._update_strip(frame)

    def fit(self) -> None:
        """Show the whole video."""
        self._show_scale(TimeScale.fitted(len(self._content.times), self._lanes.ruler.width()))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """`factor` times closer around `x` of the widget, or around the playhead."""
        left = self._lanes.ruler.left()
        inside = self._scale.x_at(self._playhead + 0.5) if x is None else x - left
        inside = min(max(inside, 0.0), self._scale.width)
        self._show_scale(self._scale.zoomed(factor, inside))

    @property
    def scale(self) -> TimeScale:
        """What is shown, and where; x counts from the left end of the ruler."""
        return self._scale

    @property
    def lanes(self) -> Lanes:
        """Where the lanes are, in this widget."""
        return self._lanes

    def frame_at(self, x: float) -> int:
        """The frame at `x` of this widget, held inside the video."""
        return self._scale.frame_at(x - self._lanes.ruler.left())

    def _change(self, **parts: object) -> None:
        self._content = replace(self._content, **parts)  # type: ignore[arg-type]
        self._repaint_all()

    def _repaint_all(self) -> None:
        self._still.forget()
        self.update()

    def _show_scale(self, scale: TimeScale) -> None:
        self._scale = scale
        self._repaint_all()

    def _lay_out(self) -> None:
        names, compared = self._content.events.names, self._content.compared_names
        if (names, bool(compared)) != (self._names, bool(self._lanes.compared)):
            self._names = names
            self.updateGeometry()
        self._lanes = lay_out(self.width(), self.height(), names, compared)
        self._scale = self._scale.resized(self._lanes.ruler.width())
        self._repaint_all()

    def _least_height(self) -> int:
        return least_height(len(self._names), bool(self._content.compared_names))

    def _update_strip(self, frame: int) -> None:
        left, right = (self._lanes.ruler.left() + self._scale.x_at(f) for f in (frame, frame + 1))
        self.update(_strip_around(left, right, self.height()))

    def _drag_at(self, point: QPointF) -> _Drag:
        """What a press at `point` would take hold of."""
        if point.y() >= self._lanes.overview.top():
            return _Drag.OVERVIEW
        if point.y() <= self._lanes.ruler.bottom():
            x = point.x() - self._lanes.ruler.left()
            for frame, drag in ((self._first, _Drag.FIRST), (self._stop, _Drag.STOP)):
                if frame is not None and abs(self._scale.x_at(frame) - x) <= _GRAB:
                    return drag
        return _Drag.SCRUB

    def _set_hover(self, point: QPointF | None) -> None:
        """Repaint only where the pointer's line and note were, and where they will be."""
        hover = None
        if point is not None and self._scale.frames and self._lanes.over(point):
            hover = point.x(), hover_text(self._content, self._lanes, self._scale, point)
        for x, text in (old for old in (self._hover, hover) if old):
            box = painting.hover_box(x, text, self._lanes)
            self.update(box.adjusted(-1, -1, 1, 1).toAlignedRect())
            self.update(QRectF(x - 2, 0, 4, self.height()).toAlignedRect())
        self._hover = hover

    def _go_on(self, point: QPointF) -> None:
        """Follow the pointer with what has been taken hold of."""
        if self._drag is _Drag.SCRUB:
            self._choose(self.frame_at(point.x()))
        elif self._drag is _Drag.OVERVIEW:
            lane = self._lanes.overview
            share = (point.x() - self._grip - lane.left()) / lane.width()
            self._show_scale(self._scale.scrolled_to(share * self._scale.frames))
        else:
            self._move_range_end(point)

    def _move_range_end(self, point: QPointF) -> None:
        edge = self._scale.edge_at(point.x() - self._lanes.ruler.left())
        stop = self._scale.frames if self._stop is None else self._stop
        if self._drag is _Drag.FIRST:
            self._first = min(edge, stop - 1)
        else:
            self._stop = max(edge, (self._first or 0) + 1)
        self.update()

    def _choose(self, frame: int) -> None:
        if frame != self._playhead:
            self.set_playhead(frame)
            self.frame_chosen.emit(frame)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(900, self._least_height() + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self._least_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        still = self._still.pixmap(
            self.size(), self.devicePixelRatioF(), self._content, self._scale, self._lanes
        )
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, still)
        if self._scale.frames:
            painting.paint_range(painter, self._first, self._stop, self._scale, self._lanes)
            if self._hover:
                painting.paint_hover(painter, *self._hover, self._lanes)
            paint_current_event(painter, self._current_event, self._scale, self._lanes)
            painting.paint_playhead(painter, self._playhead, self._scale, self._lanes)
        if self._shows_focus and self.hasFocus():
            painter.setPen(QPen(theme.ACCENT, 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = came_by_keyboard(event)
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        fits = self._scale.fits
        self._lay_out()
        if fits:
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._scale.frames == 0:
            return
        self._drag = self._drag_at(point := event.position())
        if self._drag is _Drag.OVERVIEW:
            window = overview_window(self._scale, self._lanes.overview)
            inside = window.left() <= point.x() <= window.right()
            self._grip = point.x() - window.left() if inside else window.width() / 2
            self._go_on(point)
        elif self._drag is _Drag.SCRUB:
            self.scrubbing.emit(True)
            event_hit = event_at(self._content.events, self._lanes, self._scale, point)
            self._choose(event_hit.frame if event_hit else self.frame_at(point.x()))
            if event_hit:
                self.event_chosen.emit(event_hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._set_hover(None)
            self._go_on(event.position())
            return
        self._set_hover(event.position())
        ends = (_Drag.FIRST, _Drag.STOP)
        over_end = self._scale.frames and self._drag_at(event.position()) in ends
        self.setCursor(Qt.CursorShape.SizeHorCursor if over_end else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._drag is None:
            return
        drag, self._drag = self._drag, None
        if drag is _Drag.SCRUB:
            self.scrubbing.emit(False)
        elif drag in (_Drag.FIRST, _Drag.STOP):
            self.range_changed.emit(self._first, self._stop)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if sideways := _sideways(event):
            moved = sideways / 120 * self._scale.span * 0.1
            self._show_scale(self._scale.scrolled_to(self._scale.first - moved))
        elif delta.y():
            self.zoom(1.0018 ** delta.y(), event.position().x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS and self._scale.frames:
            frame = self._playhead + _STEPS[key]
            self._choose(min(max(frame, 0), self._scale.frames - 1))
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        else:
            super().keyPressEvent(event)


def _strip_around(left: float, right: float, height: int) -> QRect:
    """The pixels that a playhead between `left` and `right` paints over."""
    return QRectF(left - _STRIP, 0, right - left + 2 * _STRIP, height).toAlignedRect()


def _sideways(event: QWheelEvent) -> int:
    """How far a wheel is turned that scrolls: sideways, or with Shift."""
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.angleDelta().x() or (event.angleDelta().y() if shift else 0)
