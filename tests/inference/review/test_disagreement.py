import numpy as np
import pytest

from inference.review.disagreement import disagreements
from storage.records import BallTrack, BallTrackBuilder, Source


def track(*x: float | None) -> BallTrack:
    """A model's ball at these places across; NaN is no ball, None a frame not looked at."""
    track = BallTrackBuilder.empty(len(x))
    for frame, place in enumerate(x):
        if place is not None:
            track.source[frame] = Source.MODEL
            track.visibility[frame] = not np.isnan(place)
            track.x[frame], track.y[frame] = place, np.nan if np.isnan(place) else 50.0
    return track.build()


NO_BALL = float("nan")


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (100, 109.9, False),  # 4 pixels of 512 are 10 of 1280
        (100, 110.1, True),
        (100, NO_BALL, True),
        (NO_BALL, 100, True),
        (NO_BALL, NO_BALL, False),
        (100, None, False),
        (None, NO_BALL, False),
    ],
)
def test_tracks_differ_where_a_judge_would_see_two_balls(
    one: float | None, other: float | None, differ: bool
) -> None:
    assert disagreements(track(one), track(other), 1280).tolist() == [differ]


def test_tracks_of_two_videos_are_refused() -> None:
    with pytest.raises(ValueError, match="1 and 2 frames"):
        disagreements(track(1), track(1, 2), 1280)
