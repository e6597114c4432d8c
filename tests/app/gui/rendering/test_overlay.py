import numpy as np

from app.gui.rendering.overlay import ball_drawer
from storage.records import BallTrack, Source, Visibility


def track(frames: int) -> BallTrack:
    """A ball that moves ten pixels a frame along the line 50."""
    made = BallTrack.empty(frames)
    made.visibility[:] = Visibility.CLEAR
    made.x[:] = 10 * np.arange(frames)
    made.y[:] = 50
    made.confidence[:] = 1
    made.source[:] = Source.MODEL
    return made


def test_the_ball_is_drawn_into_the_picture_itself() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(track(20), trail=0)(picture, 10)

    changed = np.argwhere(picture.any(axis=2))
    assert np.allclose(changed.mean(axis=0), [50, 100], atol=0.5)


def test_padded_lines_are_respected() -> None:
    padded = np.zeros((100, 256, 4), np.uint8)

    ball_drawer(track(20), trail=0)(padded[:, :200], 10)

    assert padded[50, 80:120].any()
    assert not padded[:, 200:].any()


def test_the_way_behind_the_ball_is_drawn_too() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(track(20), trail=5)(picture, 10)

    assert picture[50, 55:85].any()
    assert not picture[50, :45].any()


def test_a_frame_that_nobody_looked_at_stays_as_it_is() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(BallTrack.empty(20))(picture, 10)

    assert not picture.any()
