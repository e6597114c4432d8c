import numpy as np

from inference.review.wrong_frames import LabelledBall, wrong_frames
from storage.records import BallTrackBuilder


def test_misses_false_balls_and_misplaced_ones_are_wrong() -> None:
    builder = BallTrackBuilder.empty(6)
    builder.visibility[:4] = 1
    builder.x[:4], builder.y[:4] = [100, 111, 100, 100], 50
    truth = LabelledBall.of(
        {0: (109.0, 50.0), 1: (100.0, 50.0), 2: None, 4: (100.0, 50.0), 5: None}, 6
    )

    wrong = wrong_frames(builder.build(), truth, 1280)

    # frame 3 has no label
    assert wrong.tolist() == [False, True, True, False, True, False]
    assert np.count_nonzero(truth.visible) == 3
