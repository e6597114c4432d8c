"""The ball's track beside a clip."""

import numpy as np

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.tracks import ball_channel, mirrored_path, path_channels

TRACK = np.array([[0.5, 0.5], [0.75, 0.5], [np.nan, np.nan]], np.float32)


def test_a_path_is_told_from_minus_one_to_one_with_its_change() -> None:
    path = path_channels(TRACK, np.array([[0, 1, 2, 7]]))[0]

    assert path[:, 0].tolist() == [0, 0.5, 0, 0]
    assert path[1, 2] == 0.5
    assert path[:, 4].tolist() == [1, 1, 0, 0]


def test_a_spot_is_where_the_ball_is_in_the_square_shown() -> None:
    path = path_channels(TRACK, np.array([0, 1, 2]))
    spots = ball_channel(path, ClipInput(3, 40, 20, 20), left=10, top=0)

    assert spots.shape == (3, 20, 20)
    assert np.unravel_index(spots[0].argmax(), (20, 20)) == (10, 10)
    assert spots[2].max() == 0


def test_a_mirror_turns_the_path_round() -> None:
    path = path_channels(TRACK, np.array([0, 1]))

    assert mirrored_path(path)[1, 0] == -0.5
    assert mirrored_path(path)[1, 1] == path[1, 1]
