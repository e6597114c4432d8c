"""The video picture with the ball over it: zoom, pan, drag."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from storage.records import Review, Source, Visibility
from widgets.common.focus import came_by_keyboard
from widgets.picture import picture_painting as painting
from widgets.picture.ball_grip import BallGrip, candidate_at, off_ball, takes_hold
from widgets.picture.ball_marks import BallMark, paint_ball, paint_trail
from widgets.picture.picture_overlays import NOTHING, Overlays
from widgets.picture.viewport import Viewport

_CRISP = 4.0  # screen pixels per picture pixel from which single pixels are shown as squares


class PictureView(QWidget):
    """A picture that can be zoomed and panned, with the ball and its trail painted over it.

    Left drag on the ball moves it, a left press elsewhere places it, just on a candidate if there
    is one; nothing is said before the release, and Escape takes it back. Wheel zooms, middle or
    right drag pans.
    """

    ball_dragged = Signal(float, float)  # label coordinates, on release
    ball_placed = Signal(float, float)
    pause_asked = Signal()  # a press while it plays, which means nothing else
    zoom_changed = Signal(float)  # screen pixels per picture pixel, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._viewport: Viewport | None = None
        self._fits = True
        self._playing = False
        self._pausing = False  # what the last press meant
        self._editable = True
        self._ball: BallMark | None = None
        self._past: Sequence[BallMark | None] = ()
        self._future: Sequence[BallMark | None] = ()
        self._overlays = NOTHING
        self._message: tuple[str, str] | None = None
        self._badge = ""
        self._pan_from: QPointF | None = None
        self._grip = BallGrip()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._shows_focus = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setAccessibleName("Video picture")

    def set_picture(self, picture: QImage | None) -> None:
        """Show `picture`; the owner keeps the memory behind it alive. None shows the message."""
        self._picture = picture
        if picture is None:
            self._viewport = None
        elif self._viewport is None or self._size_differs(picture):
            self._viewport = self._new_viewport(picture)
            self._fits = True
        self.update()

    def set_playing(self, playing: bool) -> None:
        """Smooth scaling and editing at rest; fast scaling, and a press that pauses, in play."""
        if playing != self._playing:
            self._playing = playing
            self.stop_editing()

    def set_editable(self, editable: bool) -> None:
        """Where the ball cannot be edited, the left button pans."""
        self._editable = editable

    def set_ball(self, mark: BallMark | None) -> None:
        self._ball = mark
        self.update()

    def set_trail(
        self, past: Sequence[BallMark | None], future: Sequence[BallMark | None] = ()
    ) -> None:
        """Show the way of the ball; see `ball_marks.paint_trail`."""
        self._past, self._future = past, future
        self.update()

    def set_overlays(self, overlays: Overlays) -> None:
        """Show heat, candidates or another analysis beside the ball."""
        self._overlays = overlays
        self.update()

    def set_message(self, title: str, advice: str = "") -> None:
        """Say something instead of, or over, the picture; empty texts take it away."""
        self._message = (title, advice) if title or advice else None
        self.update()

    def set_badge(self, text: str) -> None:
        """A short note on the shown frame, as "Damaged frame", in the corner."""
        self._badge = text
        self.update()

    def fit(self) -> None:
        """Show the whole picture, and go on doing so when the view is resized."""
        self._fits = True
        if self._viewport:
            self._viewport = self._viewport.fitted()
        self.update()

    def show_area(self, points: Sequence[tuple[float, float]], margin: float) -> None:
        """Zoom to label points with `margin` around them; without points show all of it."""
        if self._viewport is None or not points:
            self.fit()
            return
        across, down = zip(*points, strict=True)
        self._viewport = self._viewport.showing(
            min(across) - margin, min(down) - margin, max(across) + margin, max(down) + margin
        )
        self._fits = False
        self.update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to screen pixels per picture pixel, around a view point (the middle)."""
        if self._viewport is None:
            return
        at = at or QPointF(self.width() / 2, self.height() / 2)
        logical = zoom / self.devicePixelRatioF()
        self._viewport = self._viewport.zoomed_to(logical, at.x(), at.y())
        self._fits = False
        self.update()

    @property
    def zoom(self) -> float:
        """Screen pixels per picture pixel; 1 without a picture."""
        return self._viewport.zoom * self.devicePixelRatioF() if self._viewport else 1.0

    @property
    def fits(self) -> bool:
        """Whether the whole picture is shown, whatever the size of the view."""
        return self._fits

    def view_at(self, x: float, y: float) -> QPointF | None:
        """The view point of label coordinates; None without a picture."""
        return QPointF(*self._viewport.to_view(x, y)) if self._viewport else None

    def _size_differs(self, picture: QImage) -> bool:
        view = self._viewport
        return view is None or (view.width, view.height) != (picture.width(), picture.height())

    def _new_viewport(self, picture: QImage) -> Viewport:
        view = Viewport(
            max(1, self.width()), max(1, self.height()), picture.width(), picture.height()
        )
        return view.fitted()

    def _start_editing(self, point: QPointF, view: Viewport) -> None:
        self._grip.begin(point, view, self._ball, self._overlays)
        self.update()

    def _finish_editing(self) -> None:
        put = self._grip.let_go()
        self.update()
        if put is not None:
            place, dragged = put
            signal = self.ball_dragged if dragged else self.ball_placed
            signal.emit(place.x(), place.y())

    def stop_editing(self) -> None:
        """As if the button had not been pressed: the press was on another frame."""
        self._grip.give_up()
        self.update()

    def _shown_ball(self) -> BallMark | None:
        """The ball as it would be if the button were released now."""
        if self._grip.preview is None:
            return self._ball
        mark = self._ball or BallMark(None, None)
        visibility = mark.visibility or Visibility.CLEAR
        return replace(
            mark,
            x=self._grip.preview.x(),
            y=self._grip.preview.y(),
            source=Source.HUMAN,
            visibility=visibility,
            review=Review.CORRECTED,
            confidence=1.0,
        )

    def _cursor_at(self, point: QPointF, view: Viewport) -> Qt.CursorShape:
        if self._playing or not takes_hold(point, view, self._ball, self._overlays):
            return Qt.CursorShape.ArrowCursor
        if off_ball(point, view, self._ball) is not None:
            return Qt.CursorShape.OpenHandCursor
        taken = candidate_at(point, view, self._ball, self._overlays) is not None
        return Qt.CursorShape.PointingHandCursor if taken else Qt.CursorShape.CrossCursor

    def _pans_with(self, button: Qt.MouseButton) -> bool:
        if button in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            return True
        return button is Qt.MouseButton.LeftButton and not self._editable

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        painting.paint_ground(painter, area)
        if self._picture is not None and self._viewport is not None:
            smooth = not self._playing and self.zoom < _CRISP
            painting.paint_picture(painter, self._picture, self._viewport, smooth)
            self._paint_marks(painter, self._viewport)
            self._overlays.paint_legend(painter, area)
            if not self._fits:
                painting.paint_zoom(painter, area, self.zoom)
        painting.paint_badges(painter, area, self._badges())
        if self._message:
            painting.paint_message(painter, area, *self._message, over=self._picture is not None)
        if self._shows_focus:
            painting.paint_focus(painter, area)
        painter.end()

    def _badges(self) -> list[painting.Badge]:
        ball = painting.ball_badge(self._ball) if self._grip.preview is None else None
        note = painting.Badge(self._badge, "warning") if self._badge else None
        compared_note = self._overlays.compared_note
        compared = painting.Badge(compared_note, "compared") if compared_note else None
        return [badge for badge in (ball, compared, note) if badge]

    def _paint_marks(self, painter: QPainter, view: Viewport) -> None:
        painter.save()
        painter.translate(*view.origin)
        painter.scale(view.zoom, view.zoom)
        self._overlays.paint_below(painter, view.width, view.height)
        paint_trail(painter, self._past, self._future, 1 / view.zoom)
        self._overlays.paint_above(painter, 1 / view.zoom)
        mark = self._shown_ball()
        if mark:
            paint_ball(painter, mark, 1 / view.zoom)
        painter.restore()
        if (preview := self._grip.preview) is not None and self._picture is not None:
            painting.paint_loupe(painter, QRectF(self.rect()), self._picture, view, preview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._viewport:
            view = self._viewport.resized(max(1, self.width()), max(1, self.height()))
            self._viewport = view.fitted() if self._fits else view

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._viewport is None:
            return
        if self._pans_with(event.button()):
            self._pan_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pausing = self._playing
            if self._playing:
                self.pause_asked.emit()
            elif takes_hold(event.position(), self._viewport, self._ball, self._overlays):
                self._start_editing(event.position(), self._viewport)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._pausing:  # else both clicks mean one pause
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None and self._viewport:
            moved = event.position() - self._pan_from
            self._pan_from = event.position()
            self._viewport = self._viewport.panned(moved.x(), moved.y())
            self.update()
        elif self._grip.is_held and self._viewport:
            self._grip.move(event.position(), self._viewport)
            self.update()
        elif self._editable and self._viewport:
            self.setCursor(self._cursor_at(event.position(), self._viewport))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None and self._pans_with(event.button()):
            self._pan_from = None
            self.unsetCursor()
        elif event.button() is Qt.MouseButton.LeftButton and self._viewport:
            self._grip.move(event.position(), self._viewport)
            self._finish_editing()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if self._viewport and turned:
            self.zoom_to(self.zoom * 1.0015**turned, event.position())
            self.zoom_changed.emit(self.zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._grip.is_held:
            self.stop_editing()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = came_by_keyboard(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.stop_editing()
        super().focusOutEvent(event)
