"""Courts and balls: measures from the rules of tennis (ITF) and badminton (BWF), in metres."""

from dataclasses import dataclass

Line = tuple[float, float, float, float]  # from x, y to x, y along the middle of the line


@dataclass(frozen=True, slots=True)
class SimulatedBall:
    """What flies: a tennis ball, or a shuttlecock."""

    radius: float  # metres
    drag: float  # 1 / metre: the deceleration is drag times speed squared
    bounce_up: float  # part of the upward speed left after a bounce, 0: it lies where it falls
    bounce_along: float  # part of the speed along the ground left after a bounce


@dataclass(frozen=True, slots=True)
class Court:
    """The marked ground, symmetric about the net, which stands at y = 0."""

    name: str
    half_length: float
    half_width: float
    lines: tuple[Line, ...]
    line_width: float
    net_height: float  # in the middle
    post_height: float
    net_half_width: float
    net_bottom: float  # metres above the ground
    ball: SimulatedBall


def _mirrored(*lines: Line) -> tuple[Line, ...]:
    """`lines` of the far half, and the same in the near half."""
    return lines + tuple((x0, -y0, x1, -y1) for x0, y0, x1, y1 in lines)


TENNIS = Court(
    name="tennis",
    half_length=11.885,
    half_width=5.485,
    lines=_mirrored(
        (-5.485, 11.885, 5.485, 11.885),
        (-5.485, 0.0, -5.485, 11.885),
        (5.485, 0.0, 5.485, 11.885),
        (-4.115, 0.0, -4.115, 11.885),
        (4.115, 0.0, 4.115, 11.885),
        (-4.115, 6.4, 4.115, 6.4),
        (0.0, 0.0, 0.0, 6.4),
        (0.0, 11.685, 0.0, 11.885),
    ),
    line_width=0.06,
    net_height=0.914,
    post_height=1.07,
    net_half_width=6.4,
    net_bottom=0.0,
    ball=SimulatedBall(radius=0.034, drag=0.02, bounce_up=0.74, bounce_along=0.7),
)

BADMINTON = Court(
    name="badminton",
    half_length=6.7,
    half_width=3.05,
    lines=_mirrored(
        (-3.05, 6.7, 3.05, 6.7),
        (-3.05, 5.94, 3.05, 5.94),
        (-3.05, 1.98, 3.05, 1.98),
        (-3.05, 0.0, -3.05, 6.7),
        (3.05, 0.0, 3.05, 6.7),
        (-2.59, 0.0, -2.59, 6.7),
        (2.59, 0.0, 2.59, 6.7),
        (0.0, 1.98, 0.0, 6.7),
    ),
    line_width=0.04,
    net_height=1.524,
    post_height=1.55,
    net_half_width=3.05,
    net_bottom=0.76,
    # a shuttlecock falls at 6.8 m/s at most, which gives its drag
    ball=SimulatedBall(radius=0.032, drag=0.212, bounce_up=0.0, bounce_along=0.0),
)
