"""From a path to events, with a net that knows when it happens."""

from dataclasses import replace

import numpy as np
import pytest

from inference.actions.data.ball_path import BallPath
from inference.actions.data.features import Channels
from inference.actions.data.labelled_path import HIT, NEAR
from inference.actions.prediction.path_events import (
    PathEventModel,
    find_path_events,
    nearest_frames,
)
from inference.actions.prediction.path_scores import Scores
from tests.inference.actions.paths import zigzag


def turning(inputs: Channels) -> Scores:
    """A hit where the ball turns from up to down or down to up."""
    before, after = inputs[..., 15], inputs[..., 17]  # 4 samples back and on, downwards
    logits = np.full((*inputs.shape[:2], 5), -6.0, np.float32)
    turn = np.where(inputs[..., 0] > 0, np.abs(after - before), 0)
    logits[..., 0] = 12 * turn - 6
    logits[..., 3] = np.where(after < before, 4.0, -4.0)
    return logits


def model() -> PathEventModel:
    return PathEventModel((turning,), mirrored=False)


@pytest.mark.parametrize("rate", [24000 / 1001, 25.0, 50.0, 59.94, 120.0])
def test_events_fall_on_the_frames_of_the_video_at_any_rate(rate: float) -> None:
    labelled = zigzag(hits=5, rate=rate)

    told = find_path_events(model(), labelled.path, "badminton")

    frames = [event.frame for event in told.events if event.confidence > 0.5]
    wanted = [event.frame for event in labelled.events][1:]
    assert len(frames) >= len(wanted)
    assert all(min(abs(f - w) for f in frames) <= max(2, rate / 25) for w in wanted)


def test_events_carry_side_and_the_rally_holds_them() -> None:
    labelled = zigzag(hits=6)

    told = find_path_events(model(), labelled.path, "badminton")

    near = [event.frame for event in told.events if event.side == NEAR and event.confidence > 0.5]
    assert near
    assert all(told.rallies[0][0] <= frame < told.rallies[0][1] for frame in near)


def test_an_empty_path_has_no_events() -> None:
    nothing = BallPath(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))

    told = find_path_events(model(), nothing)

    assert (told.events, told.rallies) == ((), ())
    assert told.above({HIT: 0.5}) == ()


def test_the_nearest_frame_is_found_at_the_ends_too() -> None:
    seconds = np.array([0.0, 1.0, 2.0])

    assert nearest_frames(seconds, np.array([-5, 0.4, 0.6, 1.5, 9])).tolist() == [0, 0, 1, 1, 2]


def test_offsets_of_a_sport_move_its_events_and_no_others() -> None:
    labelled = zigzag(hits=5, rate=50)
    late = replace(model(), offsets={"badminton": {HIT: 0.04}})

    def frames(of: PathEventModel, sport: str) -> list[int]:
        found = find_path_events(of, labelled.path, sport)
        return [event.frame for event in found.events if event.event == HIT]

    assert frames(late, "badminton")[1:-1] == [f + 2 for f in frames(model(), "badminton")[1:-1]]
    assert frames(late, "tennis") == frames(model(), "tennis")
