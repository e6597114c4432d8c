import numpy as np

from inference.review.key_frames import filled_between
from inference.review.wrong_frames import LabelledBall

FRAMES = np.arange(13)


def truth() -> LabelledBall:
    """A ball that flies a parabola and is gone from frame 9 on."""
    places = {int(f): (10.0 * f, float(f * f)) if f < 9 else None for f in FRAMES}
    return LabelledBall.of(places, 13)


def test_lines_join_key_frames() -> None:
    x, y = filled_between(truth(), 4, "linear")

    assert np.allclose(x[:9], 10.0 * FRAMES[:9])
    assert np.isclose(y[2], 8)  # of 0 and 16
    assert np.isnan(x[9:]).all()


def test_parabolas_take_the_key_frame_beyond() -> None:
    _, y = filled_between(truth(), 4, "parabolic")

    assert np.allclose(y[:9], FRAMES[:9] ** 2)
