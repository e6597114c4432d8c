"""A press on the picture until its release: what it takes hold of, and where the ball would be."""

from PySide6.QtCore import QPointF

from widgets.picture.ball_marks import BallMark
from widgets.picture.overlay_marks import CandidateMark
from widgets.picture.picture_overlays import Overlays
from widgets.picture.viewport import Viewport

_GRAB = 14.0  # view pixels around the ball in which a press takes hold of it
_TRAVEL = 3.0  # view pixels a hand trembles in a click


class BallGrip:
    """Holds the ball, a candidate, or nothing, in which case the press places the ball.

    View points are in view pixels; `preview` is in label coordinates.
    """

    def __init__(self) -> None:
        self._press: QPointF | None = None
        self._off: QPointF | None = None  # from the pointer to the centre of the ball that is held
        self._at_rest = False  # what is held has not been moved yet
        self.preview: QPointF | None = None  # where the ball would be; None: where it is

    @property
    def is_held(self) -> bool:
        """Whether the button is down."""
        return self._press is not None

    def begin(
        self, point: QPointF, view: Viewport, ball: BallMark | None, overlays: Overlays
    ) -> None:
        """The button goes down at `point`."""
        self._press = point
        self._off = off_ball(point, view, ball)
        candidate = candidate_at(point, view, ball, overlays)
        self._at_rest = self._off is not None or candidate is not None
        if self._off is not None:
            self.preview = None
        elif candidate is not None:
            self.preview = QPointF(candidate.x, candidate.y)
        else:
            self.preview = _label_inside(point, view)

    def move(self, point: QPointF, view: Viewport) -> None:
        """The pointer is at `point`."""
        if self._press is None:
            return
        if self._at_rest and (point - self._press).manhattanLength() < _TRAVEL:
            return
        self._at_rest = False
        self.preview = _label_inside(point + (self._off or QPointF()), view)

    def let_go(self) -> tuple[QPointF, bool] | None:
        """Where the ball is put, and whether it was dragged there; None if nothing is said."""
        place, dragged = self.preview, self._off is not None
        self.give_up()
        return None if place is None else (place, dragged)

    def give_up(self) -> None:
        """As if nothing had been pressed."""
        self._press = self._off = self.preview = None


def off_ball(point: QPointF, view: Viewport, ball: BallMark | None) -> QPointF | None:
    """From a view point to the centre of the ball, where it is close enough to take it."""
    if ball is None or ball.x is None or ball.y is None:
        return None
    off = QPointF(*view.to_view(ball.x, ball.y)) - point
    return off if off.manhattanLength() <= _GRAB * 1.4 else None


def takes_hold(point: QPointF, view: Viewport, ball: BallMark | None, overlays: Overlays) -> bool:
    """Whether a press at a view point means anything: on the picture, the ball or a candidate."""
    if view.shows(point.x(), point.y()) or off_ball(point, view, ball) is not None:
        return True
    return candidate_at(point, view, ball, overlays) is not None


def candidate_at(
    point: QPointF, view: Viewport, ball: BallMark | None, overlays: Overlays
) -> CandidateMark | None:
    """The candidate that a press at a view point takes; the ball itself comes first."""
    if off_ball(point, view, ball) is not None:
        return None
    return overlays.candidate_at(QPointF(*view.to_label(point.x(), point.y())), 1 / view.zoom)


def _label_inside(point: QPointF, view: Viewport) -> QPointF:
    return QPointF(*view.inside(*view.to_label(point.x(), point.y())))
