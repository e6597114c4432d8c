from fractions import Fraction
from pathlib import Path

import pytest

from storage.media.reel.plan import FramePart, ReelPiece, ReelPlan
from tests.storage.formats.labelled_videos import table

NOWHERE = Path("/videos/final.mp4")
SLOWER = table(60, range(0, 60 * 7200, 7200))  # 12.5 frames a second


def piece(first: int, stop: int, dissolve: int = 0, slow: int = 1, of: object = None) -> ReelPiece:
    return ReelPiece(NOWHERE, of or table(), first, stop, dissolve, slow)  # type: ignore[arg-type]


def shown(plan: ReelPlan) -> list[tuple[int, int]]:
    """Piece and frame of the last part of each reel frame."""
    return [(plan.at(n)[-1].piece, plan.at(n)[-1].index) for n in range(len(plan))]


def test_pieces_follow_each_other_frame_by_frame() -> None:
    plan = ReelPlan((piece(10, 13), piece(40, 42), piece(10, 11)), Fraction(25))

    assert shown(plan) == [(0, 10), (0, 11), (0, 12), (1, 40), (1, 41), (2, 10)]


def test_a_dissolve_shares_frames_and_its_weights_rise() -> None:
    plan = ReelPlan((piece(0, 5), piece(20, 25, dissolve=3)), Fraction(25))

    assert len(plan) == 7
    assert plan.at(1) == (FramePart(0, 1, 1.0),)
    assert plan.at(2) == (FramePart(0, 2, 0.75), FramePart(1, 20, 0.25))
    assert plan.at(4) == (FramePart(0, 4, 0.25), FramePart(1, 22, 0.75))
    assert plan.at(5) == (FramePart(1, 23, 1.0),)


def test_slow_motion_repeats_each_frame_equally_often() -> None:
    plan = ReelPlan((piece(7, 9, slow=4),), Fraction(25))

    assert shown(plan) == [(0, 7)] * 4 + [(0, 8)] * 4


def test_other_rates_are_shown_at_the_times_of_the_reel() -> None:
    plan = ReelPlan((piece(10, 14, of=SLOWER), piece(0, 2)), Fraction(25))

    assert shown(plan) == [
        (0, 10), (0, 10), (0, 11), (0, 11), (0, 12), (0, 12), (0, 13), (0, 13), (1, 0), (1, 1),
    ]  # fmt: skip


def test_faster_ones_leave_frames_out() -> None:
    assert shown(ReelPlan((piece(10, 16),), Fraction(25, 2))) == [(0, 10), (0, 12), (0, 14)]


def test_samples_never_add_up_errors() -> None:
    plan = ReelPlan(tuple(piece(0, 7) for _ in range(30)), Fraction(30_000, 1001))

    lengths = {plan.sample(n + 1) - plan.sample(n) for n in range(len(plan))}
    assert lengths == {1601, 1602}
    assert plan.sample(30_000) == 48_000 * 1001


@pytest.mark.parametrize(
    "pieces",
    [
        (piece(0, 5, dissolve=2),),  # nothing before it
        (piece(0, 5), piece(0, 5, dissolve=6)),
        (piece(0, 9), piece(0, 5, dissolve=3), piece(0, 9, dissolve=3)),  # three at a time
    ],
)
def test_dissolves_that_do_not_fit_are_refused(pieces: tuple[ReelPiece, ...]) -> None:
    with pytest.raises(ValueError, match="dissolve"):
        ReelPlan(pieces, Fraction(25))


def test_frames_outside_are_refused() -> None:
    plan = ReelPlan((piece(0, 5),), Fraction(25))

    for frame in (-1, 5):
        with pytest.raises(IndexError):
            plan.at(frame)
    with pytest.raises(ValueError, match="frames 50 to 61 of 60"):
        piece(50, 61)
