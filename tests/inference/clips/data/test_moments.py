"""Which frames of a clip a net is given."""

import numpy as np

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.moments import even_moments, resampled_series, windows


def test_moments_are_spread_over_the_whole_clip() -> None:
    assert even_moments(8, 4).tolist() == [1, 3, 5, 7]
    assert even_moments(1, 3).tolist() == [0, 0, 0]


def test_windows_follow_each_other_by_half_their_length() -> None:
    seconds = np.arange(101) / 50  # two seconds

    found = windows(seconds, ClipInput(20, rate=20))

    assert found.shape == (4, 20)
    assert found[0, :3].tolist() == [0, 2, 5]
    assert found[1, 0] == 25
    assert found[-1, -1] == 100  # the last one ends with the clip


def test_a_clip_shorter_than_a_window_is_padded_with_its_last_frame() -> None:
    found = windows(np.arange(3) / 20, ClipInput(5, rate=20))

    assert found.tolist() == [[0, 1, 2, 2, 2]]


def test_a_series_is_resampled_in_time() -> None:
    series = np.array([[0.0], [2.0], [4.0]], np.float32)

    assert resampled_series(series, 5).ravel().tolist() == [0, 1, 2, 3, 4]
    assert resampled_series(series, 3) is series
