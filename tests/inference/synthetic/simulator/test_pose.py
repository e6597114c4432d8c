from math import hypot, pi

import pytest

from inference.synthetic.simulator.pose import CALF, THIGH, Joint, Pose, Swing, pose


def at_contact(ball: Joint, side: int = 1) -> Pose:
    return pose(0.0, 0.0, 0.0, Swing(0.0, ball, side))


def length(a: Joint, b: Joint) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("out", "up"), [(0.85, 0.9), (0.85, 1.2), (0.3, 2.5)])
def test_the_racket_meets_the_ball(side: int, out: float, up: float) -> None:
    body = at_contact((out * side, up), side)

    assert length(body.racket, (out * side, up)) < 0.15


def test_left_is_the_mirror_of_right() -> None:
    right, left = at_contact((0.85, 1.0), 1), at_contact((-0.85, 1.0), -1)

    assert left.racket == pytest.approx((-right.racket[0], right.racket[1]))
    assert left.hands[0] == pytest.approx((-right.hands[0][0], right.hands[0][1]))


@pytest.mark.parametrize("gait", [0.0, 1.0, pi, 4.5])
def test_a_runner_s_bones_keep_their_length(gait: float) -> None:
    body = pose(gait, 1.0, 0.5, Swing(2.0, (0.8, 1.0), 1))
    for knee, foot in zip(body.knees, body.feet, strict=True):
        assert length(knee, foot) == pytest.approx(CALF, abs=0.02)
    assert length((0.09, body.hips[1]), body.knees[1]) == pytest.approx(THIGH, abs=0.02)


def test_who_stands_does_not_depend_on_the_stride() -> None:
    swing = Swing(2.0, (0.8, 1.0), 1)

    assert pose(0.0, 0.0, 0.0, swing).feet == pose(2.0, 0.0, 0.0, swing).feet


def test_between_strokes_the_racket_is_held_ready() -> None:
    before, after = (pose(0, 0, 0, Swing(t, (0.8, 1.0), 1)) for t in (-3.0, 3.0))

    assert before.racket == pytest.approx(after.racket)
