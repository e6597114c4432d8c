import numpy as np
import pytest

from inference.review.doubt import shipped_doubt
from inference.review.simulated_reviewer import (
    GOAL,
    LivingQueue,
    ReviewedClip,
    ReviewStyle,
    review_frames,
    review_places,
    share_right,
)
from inference.review.wrong_frames import LabelledBall
from tests.inference.review.tracks import flight


@pytest.fixture
def clips() -> list[ReviewedClip]:
    """One clip of which all is right but a gap of ten frames."""
    given = flight()
    positions = {
        frame: (float(given.candidates.x[frame, 0]), float(given.candidates.y[frame, 0]))
        for frame in range(200)
    }
    return [ReviewedClip(given, LabelledBall.of(positions, 200), 30.0)]


def test_the_queue_finds_the_gap_without_looking_at_all_of_it(clips: list[ReviewedClip]) -> None:
    assert share_right(clips) == 0.95
    queue = LivingQueue(clips, shipped_doubt("fast"))

    cost = review_places(clips, iter(queue), ReviewStyle(), after=queue.judge)

    assert cost.reached
    assert cost.looked < 60
    assert share_right(clips) >= GOAL


def test_frame_by_frame_looks_at_all_up_to_the_last_wrong_one(clips: list[ReviewedClip]) -> None:
    cost = review_frames(clips, ReviewStyle(heals=False, fills=False))

    assert cost.reached
    assert 64 <= cost.looked <= 96
    assert cost.gestures > cost.looked


def test_healing_costs_fewer_gestures(clips: list[ReviewedClip]) -> None:
    bare = [ReviewedClip(clip.given, clip.truth, clip.rate) for clip in clips]

    def gestures(clips: list[ReviewedClip], style: ReviewStyle) -> int:
        queue = LivingQueue(clips, shipped_doubt("fast"))
        return review_places(clips, iter(queue), style, after=queue.judge).gestures

    assert gestures(clips, ReviewStyle()) < gestures(bare, ReviewStyle(False, False))
    assert clips[0].mended > 0
    assert np.count_nonzero(clips[0].wrong) <= 2
