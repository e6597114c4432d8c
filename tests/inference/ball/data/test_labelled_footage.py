from pathlib import Path

import numpy as np
import pytest

from inference.ball.data.labelled_footage import ball_footage, labelled_ranges, read_rallies
from storage.errors import UserError
from storage.records import BallRow, Visibility
from tests.draining import drained
from tests.inference.ball.data.footage import Levels, clip


def test_labels_stand_beside_the_small_pictures(tmp_path: Path) -> None:
    rows = [
        BallRow(1, Visibility.CLEAR, 20, 30),
        BallRow(2, Visibility.ABSENT),
        BallRow(4, Visibility.OCCLUDED, 63.5, 31.5),
    ]
    footage = ball_footage("rally.mp4", Path("rally.mp4"), "", Levels(6), rows)

    (rally,) = drained(read_rallies(footage, (32, 16), tmp_path))

    assert (footage.labels, footage.positives) == (3, 2)
    assert rally.luma.shape == (6, 16, 32)
    assert rally.weight.tolist() == pytest.approx([0, 1, 1, 0, 0.3, 0])
    # edges of pixels scale, not their centres: the right lower corner is the corner again
    assert rally.points[4].tolist() == [31.5, 15.5]
    assert rally.points[1].tolist() == [9.75, 14.75]
    assert np.isnan(rally.points[2]).all()


def test_labels_of_another_video_are_told() -> None:
    rows = [BallRow(90, Visibility.ABSENT)]

    with pytest.raises(UserError, match=r"has 6 frames, but its labels include frame 90"):
        ball_footage("rally.mp4", Path("rally.mp4"), "", Levels(6), rows)


def test_of_a_long_video_only_the_labelled_parts_are_read(tmp_path: Path) -> None:
    rows = [BallRow(frame, Visibility.ABSENT) for frame in (10, 40, 3000)]
    levels = Levels(9000)
    footage = ball_footage("match.mp4", Path("match.mp4"), "", levels, rows)

    first, second = drained(read_rallies(footage, (16, 8), tmp_path))

    assert (len(first.luma), len(second.luma)) == (73, 65)
    assert second.luma[32, 0, 0] == 3000 % 256
    assert second.weight[32] == 1
    assert levels.read == 138


def test_a_short_video_is_read_whole() -> None:
    assert labelled_ranges(np.arange(900) == 5) == [range(900)]


def test_what_is_read_is_counted(tmp_path: Path) -> None:
    assert list(read_rallies(clip("one", frames=5, balls=1), (16, 8), tmp_path)) == [0, 1, 2, 3, 4]
