"""The ball and its trail drawn into exported video, as the window shows them, without Qt."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.workflows.export.strokes import Pixels, Point, Rgb, arc, fill, stroke, stroke_flat
from storage.media.clip_encoder import Draw
from storage.records import BallTrack, Review, Source, Visibility

TRAIL = 20  # frames behind the ball
# the window's colours
SOURCE_COLOURS: dict[Source, Rgb] = {
    Source.MODEL: (0x5C, 0xC2, 0xF2),
    Source.HUMAN: (0xF5, 0xC8, 0x4C),
    Source.INTERPOLATED: (0xB9, 0xA3, 0xF5),
    Source.RELINKED: (0xEC, 0x94, 0xD3),
}
REJECTED: Rgb = (0xF4, 0x7D, 0x76)
ACCEPTED: Rgb = (0x5C, 0xC9, 0x8A)
HOLLOW: Rgb = (0x0C, 0x0D, 0x0F)  # inside the marks of interpolated positions
_BLACK: Rgb = (0, 0, 0)
_HALO = 150 / 255  # opacity of the dark edge that makes marks stand out from any picture
_RADIUS = 9.0  # of a mark, in units
_LINE = 2.0
_WIDTH = 1280  # of a picture in which a unit is one pixel
_TRAIL_OPACITY = 0.95  # next to the ball


@dataclass(frozen=True, slots=True)
class _DrawnBall:
    """The ball of one frame that has a position; `x` and `y` as `strokes` counts them."""

    x: float
    y: float
    source: Source
    visibility: Visibility
    review: Review
    confidence: float

    @property
    def colour(self) -> Rgb:
        return REJECTED if self.review == Review.REJECTED else SOURCE_COLOURS[self.source]


def ball_drawer(track: BallTrack, trail: int = TRAIL) -> Draw:
    """A function that draws the ball of a frame and its trail into the picture of that frame.

    It takes a writable BGRA picture (H, W, 4) and the frame's index, and runs on any thread.
    """

    def draw(picture: NDArray[np.uint8], frame: int) -> None:
        unit = max(1.0, picture.shape[1] / _WIDTH)
        first = max(0, frame - trail)
        _draw_trail(picture, [_ball_at(track, f) for f in range(frame, first - 1, -1)], unit)
        ball = _ball_at(track, frame)
        if ball is not None:
            _draw_ball(picture, ball, unit)

    return draw


def _ball_at(track: BallTrack, frame: int) -> _DrawnBall | None:
    source = Source(int(track.source[frame]))
    x, y = float(track.x[frame]), float(track.y[frame])
    if source == Source.NONE or not (math.isfinite(x) and math.isfinite(y)):
        return None
    confidence = float(track.confidence[frame])
    return _DrawnBall(
        x + 0.5,  # labels call the centre of the top-left pixel (0, 0)
        y + 0.5,
        source,
        Visibility(int(track.visibility[frame])),
        Review(int(track.review[frame])),
        min(1.0, max(0.0, confidence)) if math.isfinite(confidence) else 0.0,
    )


def _draw_ball(picture: Pixels, ball: _DrawnBall, unit: float) -> None:
    strength = 0.6 + 0.4 * ball.confidence
    lines = [*_ring(ball), *_visibility_lines(ball.visibility)]
    _draw_lines(picture, _placed(lines, ball, unit), ball.colour, unit, strength)
    if ball.review == Review.ACCEPTED:
        tick = [[(9.0, 12.0), (12.5, 15.5), (19.0, 8.0)]]
        _draw_lines(picture, _placed(tick, ball, unit), ACCEPTED, unit, 1.0)


def _draw_lines(
    picture: Pixels, lines: Sequence[list[Point]], colour: Rgb, unit: float, opacity: float
) -> None:
    for line in lines:
        stroke_flat(picture, line, _BLACK, (_LINE + 2) * unit, _HALO)
    for line in lines:
        stroke_flat(picture, line, colour, _LINE * unit, opacity)


def _draw_trail(picture: Pixels, balls: Sequence[_DrawnBall | None], unit: float) -> None:
    """Draw the way of the balls, the shown frame's first; None breaks the line."""
    fades = [_TRAIL_OPACITY * (1 - place / (len(balls) + 1)) for place in range(len(balls))]
    for place, (ball, further) in enumerate(pairwise(balls)):
        if ball is None or further is None:
            continue
        # the ring of the shown frame stays empty: the ball is inside
        start = _ring_exit(ball, further, unit) if place == 0 else (ball.x, ball.y)
        if start is not None:
            piece = [start, (further.x, further.y)]
            stroke(picture, piece, _BLACK, 4 * unit, _HALO * fades[place])
            stroke(picture, piece, further.colour, 2 * unit, fades[place])
    for ball, fade in zip(balls[1:], fades[1:], strict=True):
        if ball is not None:
            _draw_dot(picture, ball, unit, fade)


def _ring_exit(ball: _DrawnBall, further: _DrawnBall, unit: float) -> Point | None:
    """Where the way to `further` leaves the ring around `ball`; None where it stays inside."""
    dx, dy = further.x - ball.x, further.y - ball.y
    length, radius = math.hypot(dx, dy), (_RADIUS + 1) * unit
    if length <= radius:
        return None
    return ball.x + dx * radius / length, ball.y + dy * radius / length


def _draw_dot(picture: Pixels, ball: _DrawnBall, unit: float, fade: float) -> None:
    hollow = ball.source == Source.INTERPOLATED
    [outline] = _placed([_dot(ball.source)], ball, unit)
    fill(picture, outline, HOLLOW if hollow else ball.colour, fade)
    edge = ball.colour if hollow else _BLACK
    stroke(picture, outline, edge, 1.2 * unit, fade if hollow else _HALO * fade)


def _placed(lines: Sequence[list[Point]], ball: _DrawnBall, unit: float) -> list[list[Point]]:
    return [[(ball.x + x * unit, ball.y + y * unit) for x, y in line] for line in lines]


def _ring(ball: _DrawnBall) -> Iterator[list[Point]]:
    """The lines that tell the source, around (0, 0), in units."""
    if ball.review == Review.REJECTED:
        yield from ([(-7.0, -7.0), (7.0, 7.0)], [(-7.0, 7.0), (7.0, -7.0)])
    elif ball.source == Source.RELINKED:
        yield _diamond(_RADIUS + 2.5)
    elif ball.source == Source.INTERPOLATED:
        yield from (arc(_RADIUS, 40 * dash, 40 * 0.62) for dash in range(9))
    else:
        yield arc(_RADIUS)
        if ball.source == Source.HUMAN:
            inner, outer = _RADIUS - 4, _RADIUS + 4
            for dx, dy in ((0, -1), (0, 1), (-1, 0), (1, 0)):
                yield [(dx * inner, dy * inner), (dx * outer, dy * outer)]


def _visibility_lines(visibility: Visibility) -> Iterator[list[Point]]:
    """Blurred: arcs as of something in motion. Occluded: the corners of what hides the ball."""
    if visibility == Visibility.HARD:
        yield from (arc(16, start, 64) for start in (-32, 148))
    elif visibility == Visibility.OCCLUDED:
        far, near = 15, 8
        for sx in (-1, 1):
            for sy in (-1, 1):
                yield [(sx * near, sy * far), (sx * far, sy * far), (sx * far, sy * near)]


def _dot(source: Source) -> list[Point]:
    if source == Source.HUMAN:
        return [(-3, -3), (3, -3), (3, 3), (-3, 3), (-3, -3)]
    return _diamond(4) if source == Source.RELINKED else arc(2.8)


def _diamond(radius: float) -> list[Point]:
    return [(0, -radius), (radius, 0), (0, radius), (-radius, 0), (0, -radius)]
