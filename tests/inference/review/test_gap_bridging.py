import numpy as np
import pytest

from inference.review.gap_bridging import bridge_gap
from storage.records import BallLabel, BallTrackBuilder, Review, Source, Visibility, ball_key

WIDTH = 1280
TIMES = np.arange(60) / 30
NO_CUT = np.zeros(60, np.bool_)


def track(x: np.ndarray, y: np.ndarray, missing: range) -> BallTrackBuilder:
    builder = BallTrackBuilder.empty(60)
    builder.source[:], builder.visibility[:] = Source.MODEL, 1
    builder.x[:], builder.y[:] = x, y
    gap = slice(missing.start, missing.stop)
    builder.visibility[gap], builder.x[gap], builder.y[gap] = 0, np.nan, np.nan
    return builder


FRAMES = np.arange(60)
PARABOLA = (100 + 10.0 * FRAMES, 200 + 0.5 * (FRAMES - 30.0) ** 2)
HIT = (100 + 10.0 * np.abs(FRAMES - 30), 300 - 4.0 * np.abs(FRAMES - 30))
GAP = range(25, 35)


def bridged(builder: BallTrackBuilder, frame: int = 28, cut: np.ndarray = NO_CUT) -> np.ndarray:
    """The positions of the gap after it has been filled."""
    edits = bridge_gap(builder.build(), TIMES, frame, cut, WIDTH)
    labels = [edits[ball_key(at)] for at in GAP if ball_key(at) in edits]
    return np.array([(label.x, label.y) for label in labels if isinstance(label, BallLabel)])


@pytest.mark.parametrize(("flight", "off"), [(PARABOLA, 0.5), (HIT, 6.0)])
def test_one_flight_or_two_that_meet(flight: tuple[np.ndarray, np.ndarray], off: float) -> None:
    points = bridged(track(*flight, GAP))

    truth = np.stack([axis[GAP.start : GAP.stop] for axis in flight], 1)
    assert np.abs(points - truth).max() < off


def test_nothing_is_filled_across_a_cut() -> None:
    cut = NO_CUT.copy()
    cut[30] = True

    assert not len(bridged(track(*PARABOLA, GAP), cut=cut))


def test_nothing_is_filled_where_a_person_sees_no_ball() -> None:
    builder = track(*PARABOLA, GAP)
    builder.review[30], builder.visibility[30] = Review.ACCEPTED, Visibility.ABSENT

    assert not len(bridged(builder))


def test_a_frame_with_a_ball_is_no_gap() -> None:
    assert not len(bridged(track(*PARABOLA, GAP), frame=10))


def test_a_gap_needs_a_ball_on_either_side() -> None:
    assert not len(bridged(track(*PARABOLA, range(25, 60))))
